import { createHash } from 'node:crypto';

/** 64 bits of SHA-256 in hex: enough to see that something changed, nothing to work back from. */
export const shortDigest = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);

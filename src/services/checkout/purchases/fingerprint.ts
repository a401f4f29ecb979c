import { createHash } from 'node:crypto';

const LENGTH = 10;

/** Of a bargain as it was shown, short enough for a button: another one means that something of it is another now. */
export const fingerprint = (bargain: readonly (string | number | null | undefined)[]): string =>
  createHash('sha256').update(JSON.stringify(bargain)).digest('base64url').slice(0, LENGTH);

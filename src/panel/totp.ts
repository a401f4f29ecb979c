import { createHmac } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;
const NEARLY_OVER_MS = 2_000;

/**
 * The six digits of a second factor for the half minute of `at` (RFC 6238: SHA-1, 30 s); null = the secret is no base32.
 * Panels take the code of the present half minute alone.
 */
export function totpCode(secret: string, at: Date): string | null {
  const key = base32(secret);
  if (key === null) return null;
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / STEP_MS)));
  const digest = createHmac('sha1', key).update(step).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const number = (digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000;
  return String(number).padStart(6, '0');
}

/** Milliseconds to wait before a code is sent: one that is nearly over would arrive too late. */
export function totpPause(at: Date): number {
  const left = STEP_MS - (at.getTime() % STEP_MS);
  return left <= NEARLY_OVER_MS ? left : 0;
}

function base32(text: string): Buffer | null {
  const letters = [...text.replace(/[\s=-]/g, '').toUpperCase()].map((letter) => ALPHABET.indexOf(letter));
  if (letters.length === 0 || letters.includes(-1)) return null;
  const bits = letters.map((value) => value.toString(2).padStart(5, '0')).join('');
  const octets = bits.match(/[01]{8}/g) ?? [];
  return octets.length === 0 ? null : Buffer.from(octets.map((octet) => Number.parseInt(octet, 2)));
}

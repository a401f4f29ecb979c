/** Ciphers of shadowsocks 2022 that tell several clients apart, and the bytes of a key for each. */
const KEY_BYTES: Readonly<Record<string, 16 | 32>> = {
  '2022-blake3-aes-128-gcm': 16,
  '2022-blake3-aes-256-gcm': 32,
};

/** Ciphers of shadowsocks before 2022 that the core takes for several clients. */
const OLDER = new Set([
  'aes-128-gcm',
  'aes-256-gcm',
  'chacha20-poly1305',
  'chacha20-ietf-poly1305',
  'xchacha20-poly1305',
  'xchacha20-ietf-poly1305',
]);

/** Keys of this cipher are random bytes in base64, of just this length; null = a password of any length will do. */
export const keyBytes = (cipher: string): 16 | 32 | null => KEY_BYTES[cipher] ?? null;

/** A key of another length keeps the core from starting, or is drawn anew by the panel (contract 3x-ui section 0). */
export const fitsCipher = (key: string, cipher: string): boolean => {
  const length = keyBytes(cipher);
  return length === null || (isBase64(key) && Buffer.from(key, 'base64').length === length);
};

/** Whether a shadowsocks inbound with this cipher can have clients of its own. */
export const servesClients = (cipher: string): boolean => OLDER.has(cipher) || keyBytes(cipher) !== null;

const isBase64 = (text: string): boolean => /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0;

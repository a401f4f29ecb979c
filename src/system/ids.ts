import { generateKeyPairSync, randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Ids, RealityKeys } from '../services/ports/ids.ts';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const TOKEN_BYTES = 20;
const NONCE_BYTES = 6;

/** Chance from the operating system. */
export const randomIds: Ids = {
  uuid: () => randomUUID(),
  id: () => base32(20),
  unitId: () => base32(13),
  nonce: () => randomBytes(NONCE_BYTES).toString('base64url'),
  token: () => randomBytes(TOKEN_BYTES).toString('base64url'),
  secret: () => base32(26),
  key: (length) => randomBytes(length).toString('base64'),
  realityKeys,
  chance: () => randomInt(0, 1_000_001) / 1_000_000,
};

/** 32 divides 256, so the rest of a random byte favours no letter. */
const base32 = (length: number): string =>
  Array.from(randomBytes(length), (byte) => BASE32.charAt(byte % BASE32.length)).join('');

/** The raw 32 bytes of both keys stand in the `x` and `d` of the JWK (RFC 8037), already as Xray wants them. */
function realityKeys(): RealityKeys {
  const { d = '', x = '' } = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' });
  return { privateKey: d, publicKey: x, shortId: randomBytes(8).toString('hex') };
}

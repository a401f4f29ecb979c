import { createPrivateKey, createPublicKey } from 'node:crypto';
import { x25519Pair } from './first-inbounds.ts';
import type { Client, WireguardKeys } from './panel-records.ts';

/** PKCS 8 around 32 raw bytes of an X25519 key. */
const PKCS8_BEFORE = Buffer.from('302e020100300506032b656e04220420', 'hex');
const FIRST_ADDRESS = 2;
const LAST_ADDRESS = 254;

/** What a client of a WireGuard inbound has: as it was given, the rest drawn; the next free address of 10.0.0.0/24. */
export function wireguardKeys(given: Partial<WireguardKeys>, others: readonly Client[]): WireguardKeys {
  const { preSharedKey = '', keepAlive = 0 } = given;
  const privateKey = given.privateKey || inBase64(x25519Pair().privateKey);
  const publicKey = given.publicKey || publicKeyOf(privateKey);
  const allowedIPs = given.allowedIPs?.length ? given.allowedIPs : [freeAddress(others)];
  return { privateKey, publicKey, allowedIPs, preSharedKey, keepAlive };
}

/** In base64, as WireGuard writes keys; of a private key in either base64. '' = it is no key. */
export function publicKeyOf(privateKey: string): string {
  const raw = Buffer.from(privateKey, 'base64');
  if (raw.length !== 32) return '';
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_BEFORE, raw]), format: 'der', type: 'pkcs8' });
  return inBase64(createPublicKey(key).export({ format: 'jwk' }).x ?? '');
}

const inBase64 = (base64url: string): string => Buffer.from(base64url, 'base64url').toString('base64');

function freeAddress(others: readonly Client[]): string {
  const taken = new Set(others.flatMap(({ wireguard }) => wireguard?.allowedIPs ?? []));
  for (let last = FIRST_ADDRESS; last <= LAST_ADDRESS; last++) {
    const address = `10.0.0.${last}/32`;
    if (!taken.has(address)) return address;
  }
  return `10.0.0.${LAST_ADDRESS}/32`;
}

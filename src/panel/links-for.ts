import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { buildLinks } from '../model/share-link.ts';
import type { LinkClient, LinkInbound } from '../model/share-link-draft.ts';

/**
 * The share links of a client on an inbound of a panel that makes none itself (2.6 to 3.0), to `host` where the inbound
 * has no public address of its own. Empty = this kind of inbound has no link.
 */
export const linksFor = (inbound: LinkInbound, client: LinkClient, host: string): string[] =>
  buildLinks(inbound, client, { host, digest, publicKey });

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The bytes before the 32 of an X25519 private key in PKCS 8 (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** Empty where the key is none: such an inbound opens for nobody. */
function publicKey(privateKey: string): string {
  const bytes = Buffer.from(privateKey, 'base64');
  if (bytes.length !== 32) return '';
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, bytes]), format: 'der', type: 'pkcs8' });
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' });
  return Buffer.from(x, 'base64url').toString('base64');
}

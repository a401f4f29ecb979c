import { type Fields, fieldsOf, listOf, textOf, textsOf } from './link-fields.ts';
import type { LinkDraft } from './share-link-draft.ts';
import { pinsOf, tlsParameters } from './share-link-security.ts';
import { urlLink } from './share-link-url.ts';

/** hysteria2, in the form of its own apps. null = the inbound speaks the first hysteria, which no core serves. */
export function hysteriaLink(draft: LinkDraft): string | null {
  const { inbound, client, stream } = draft;
  if (textOf(inbound.settings.version) === '1') return null;
  const { pcs: _, ...tls } = tlsParameters(stream);
  const obfs = salamander(stream);
  return urlLink({ scheme: 'hysteria2', user: [client.password] }, draft, {
    security: 'tls',
    ...tls,
    obfs: obfs === '' ? '' : 'salamander',
    'obfs-password': obfs,
    pinSHA256: pinsOf(stream).map(inHex).join(','),
  });
}

/** The password of the mask that hides the protocol; empty = none is worn. */
function salamander({ finalmask }: Fields): string {
  const mask = listOf(fieldsOf(finalmask).udp).find(({ type }) => type === 'salamander');
  return textOf(fieldsOf(mask?.settings).password);
}

/** Panels keep a pin in hex or in base64; apps of hysteria2 take hex. */
const inHex = (pin: string): string =>
  /^[0-9a-f:]{64,}$/i.test(pin)
    ? pin.replaceAll(':', '').toLowerCase()
    : Buffer.from(pin, 'base64').toString('hex');

/**
 * WireGuard (3.4.2 and later): the client's own keys and addresses stand in the settings of the inbound.
 * null = the panel has drawn none for it.
 */
export function wireguardLink(draft: LinkDraft): string | null {
  const { settings } = draft.inbound;
  const own = listOf(settings.clients).find(({ email }) => email === draft.client.email);
  const key = textOf(own?.privateKey);
  const secret = textOf(settings.secretKey);
  if (own === undefined || key === '' || secret === '') return null;
  const keepalive = textOf(own.keepAlive);
  return urlLink({ scheme: 'wireguard', user: [key] }, draft, {
    address: textsOf(own.allowedIPs).join(','),
    dns: textsOf(settings.dns).join(','),
    keepalive: keepalive === '0' ? '' : keepalive,
    mtu: textOf(settings.mtu),
    presharedkey: textOf(own.preSharedKey),
    publickey: draft.publicKey(secret),
  });
}

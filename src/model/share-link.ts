import { type Fields, type LinkParameters, textOf } from './link-fields.ts';
import { hysteriaLink, wireguardLink } from './share-link-datagram.ts';
import {
  type LinkClient,
  type LinkDraft,
  type LinkInbound,
  type LinkMeans,
  linkDrafts,
} from './share-link-draft.ts';
import { securityOf, securityParameters, tlsParameters } from './share-link-security.ts';
import { httpHeaderHost, masksOf, transportParameters } from './share-link-transport.ts';
import { urlLink } from './share-link-url.ts';
import { vmessLink } from './share-link-vmess.ts';

/**
 * The share links of a client on an inbound, in the form of panels from 3.4 on, which current apps take: one for each
 * external proxy, else one to the inbound itself. Empty = this kind has no link. Source: contract 3x-ui section 6.
 */
export function buildLinks(inbound: LinkInbound, client: LinkClient, means: LinkMeans): string[] {
  const write = WRITERS[inbound.protocol];
  if (write === undefined) return [];
  return linkDrafts(inbound, client, means)
    .map(write)
    .filter((link) => link !== null);
}

const WRITERS: Readonly<Record<string, (draft: LinkDraft) => string | null>> = {
  vless: vlessLink,
  vmess: vmessLink,
  trojan: trojanLink,
  shadowsocks: shadowsocksLink,
  hysteria: hysteriaLink,
  hysteria2: hysteriaLink,
  wireguard: wireguardLink,
};

function vlessLink(draft: LinkDraft): string {
  const { inbound, client, stream } = draft;
  return urlLink({ scheme: 'vless', user: [client.uuid] }, draft, {
    encryption: textOf(inbound.settings.encryption),
    ...covered(draft),
    flow: takesVision(inbound.settings, stream) ? client.flow : '',
  });
}

function trojanLink(draft: LinkDraft): string {
  return urlLink({ scheme: 'trojan', user: [draft.client.password] }, draft, covered(draft));
}

/** Transport, masks and security, as vless and trojan have them. */
const covered = ({ stream, client, digest }: LinkDraft): LinkParameters => ({
  ...transportParameters(stream),
  fm: masksOf(stream),
  ...securityParameters(stream, client, digest),
});

/** Vision reads the tls of the connection itself, or rides on the encryption of vless over xhttp. */
function takesVision({ encryption }: Fields, stream: Fields): boolean {
  const { type } = transportParameters(stream);
  if (type === 'tcp') return securityOf(stream) !== 'none';
  return type === 'xhttp' && !['', 'none'].includes(textOf(encryption));
}

/** No `security` where there is none, and an http header is written as the plugin that speaks it. */
function shadowsocksLink(draft: LinkDraft): string | null {
  const { inbound, client, stream } = draft;
  const security = securityOf(stream);
  if (security === 'reality') return null;
  const host = httpHeaderHost(stream);
  const way =
    host === null ? transportParameters(stream) : { plugin: `obfs-local;obfs=http;obfs-host=${host}` };
  const cover = security === 'tls' ? { security, ...tlsParameters(stream) } : {};
  const user = shadowsocksUser(inbound.settings, client);
  return urlLink({ scheme: 'ss', user }, draft, { ...way, ...cover });
}

/** Ciphers of 2022 put the inbound's key before the client's, all in plain; older ones hide both in base64. */
function shadowsocksUser({ method, password }: Fields, client: LinkClient): readonly string[] {
  const cipher = textOf(method);
  if (cipher.startsWith('2022-')) return [cipher, textOf(password), client.password];
  return [Buffer.from(`${cipher}:${client.password}`).toString('base64url')];
}

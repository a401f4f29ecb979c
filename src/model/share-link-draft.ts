import { type Fields, fieldsOf, listOf, textOf, textsOf } from './link-fields.ts';
import type { Digest } from './share-link-security.ts';

/** A listener of a panel, as its links are made of it; settings parsed, in the words of the core. */
export type LinkInbound = {
  readonly remark: string;
  /** As the panel names it: hysteria2 is `hysteria` on most versions. */
  readonly protocol: string;
  readonly port: number;
  readonly listen: string;
  readonly settings: Fields;
  readonly streamSettings: Fields;
};

/** Whose link it is. `password` is the secret of every protocol that has no uuid. */
export type LinkClient = {
  readonly email: string;
  readonly uuid: string;
  readonly password: string;
  readonly subId: string;
  readonly flow: string;
};

/** What a link needs beside inbound and client. */
export type LinkMeans = {
  /** The name that customers connect to, where the inbound has no address of its own. */
  readonly host: string;
  readonly digest: Digest;
  /** The public half of an X25519 key; both in base64. */
  readonly publicKey: (privateKey: string) => string;
};

/** Where a link points. */
type LinkFront = {
  readonly host: string;
  readonly port: number;
  /** Tells several links of a client apart; empty = there is nothing to tell. */
  readonly remark: string;
};

/** All that one link is made of. */
export type LinkDraft = LinkMeans & {
  readonly inbound: LinkInbound;
  readonly client: LinkClient;
  readonly front: LinkFront;
  /** The stream as this link shows it: what stands in front of the inbound may speak another tls. */
  readonly stream: Fields;
};

/** One draft for each external proxy, else one to the inbound itself. */
export function linkDrafts(inbound: LinkInbound, client: LinkClient, means: LinkMeans): LinkDraft[] {
  const stream = inbound.streamSettings;
  const proxies = listOf(stream.externalProxy);
  if (proxies.length === 0) {
    const front = { host: shareHost(inbound.listen, means.host), port: inbound.port, remark: '' };
    return [{ ...means, inbound, client, front, stream }];
  }
  return proxies.map((proxy) => {
    const { dest, port, remark } = proxy;
    const front = { host: textOf(dest), port: Number(textOf(port)), remark: textOf(remark) };
    return { ...means, inbound, client, front, stream: behind(proxy, stream) };
  });
}

/** `forceTls` is `tls`, `none`, or `same` as the inbound; what the proxy does not say the inbound says. */
function behind(proxy: Fields, stream: Fields): Fields {
  const tls = fieldsOf(stream.tlsSettings);
  const told = fieldsOf(tls.settings);
  const forced = textOf(proxy.forceTls);
  return {
    ...stream,
    security: forced === 'tls' || forced === 'none' ? forced : stream.security,
    tlsSettings: {
      ...tls,
      serverName: textOf(proxy.sni) || tls.serverName,
      alpn: firstFilled(proxy.alpn, tls.alpn),
      settings: {
        ...told,
        fingerprint: textOf(proxy.fingerprint) || told.fingerprint,
        pinnedPeerCertSha256: firstFilled(proxy.pinnedPeerCertSha256, told.pinnedPeerCertSha256),
      },
    },
  };
}

const firstFilled = (own: unknown, other: unknown): unknown => (textsOf(own).length > 0 ? own : other);

/** A socket file, every address of the machine, this machine alone, its private net: no place for a customer. */
const UNREACHABLE =
  /^($|[/@]|0\.0\.0\.0$|localhost$|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|::\d?$|f[cd]|fe80:)/i;

/** An inbound that listens on one public address is reached only there. */
function shareHost(listen: string, host: string): string {
  const address = listen.trim().replace(/^\[|\]$/g, '');
  return UNREACHABLE.test(address) ? host : address;
}

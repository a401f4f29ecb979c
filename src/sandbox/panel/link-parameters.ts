import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { LinkTraits } from './clients-traits.ts';
import { type Client, type Inbound, takesVision } from './panel-records.ts';
import { randomText } from './panel-store.ts';

/** What a link says beside its credential: query keys of a URL. */
export type Parameters = Record<string, string>;

const text = z.string().catch('');
const texts = z.array(z.string()).catch([]);
const headerValues = z.record(
  z.string(),
  z.union([z.string().transform((one) => [one]), z.array(z.string())]),
);
const headers = headerValues.catch({});
const withHeaders = z.object({ path: texts, headers }).catch({ path: [], headers: {} });
const noHeader = { type: 'none', request: { path: [], headers: {} }, response: { path: [], headers: {} } };
const httpLike = z.object({ path: text, host: text, headers }).catch({ path: '', host: '', headers: {} });

const proxyShape = z.object({
  remark: text,
  forceTls: z.string().catch('same'),
  dest: z.string(),
  port: z.number(),
  sni: text,
  fingerprint: text,
  alpn: texts,
  pinnedPeerCertSha256: texts,
  hostHeader: text,
  path: text,
});

/** The parts of `streamSettings` that links are made of; what is missing reads as empty. */
const streamShape = z.object({
  network: z.string().catch('tcp'),
  security: z.string().catch('none'),
  tcpSettings: z
    .object({
      header: z
        .object({ type: z.string().catch('none'), request: withHeaders, response: withHeaders })
        .catch(noHeader),
    })
    .catch({ header: noHeader }),
  kcpSettings: z.looseObject({}).catch({}),
  wsSettings: httpLike,
  httpupgradeSettings: httpLike,
  grpcSettings: z
    .object({ serviceName: text, authority: text, multiMode: z.boolean().catch(false) })
    .catch({ serviceName: '', authority: '', multiMode: false }),
  xhttpSettings: z
    .object({ path: text, host: text, headers, mode: text, scMaxEachPostBytes: text, xPaddingBytes: text })
    .catch({ path: '', host: '', headers: {}, mode: '', scMaxEachPostBytes: '', xPaddingBytes: '' }),
  tlsSettings: z
    .object({
      serverName: text,
      alpn: texts,
      settings: z
        .object({ fingerprint: text, echConfigList: text, pinnedPeerCertSha256: texts })
        .catch({ fingerprint: '', echConfigList: '', pinnedPeerCertSha256: [] }),
    })
    .catch({
      serverName: '',
      alpn: [],
      settings: { fingerprint: '', echConfigList: '', pinnedPeerCertSha256: [] },
    }),
  realitySettings: z
    .object({
      serverNames: texts,
      shortIds: texts,
      settings: z
        .object({ publicKey: text, fingerprint: text, spiderX: text, mldsa65Verify: text })
        .catch({ publicKey: '', fingerprint: '', spiderX: '', mldsa65Verify: '' }),
    })
    .catch({
      serverNames: [],
      shortIds: [],
      settings: { publicKey: '', fingerprint: '', spiderX: '', mldsa65Verify: '' },
    }),
  externalProxy: z.array(proxyShape).catch([]),
});

export type Stream = z.infer<typeof streamShape>;

/** What stands in front of an inbound; empty fields leave the inbound's own words. */
export type Front = z.infer<typeof proxyShape>;

export const streamOf = (inbound: Inbound): Stream => streamShape.parse(inbound.streamSettings ?? {});

/** The keys of the transport, as in vless, trojan and shadowsocks links (contract section 6). */
export function transportParameters(stream: Stream, { xhttpExtra }: LinkTraits): Parameters {
  switch (stream.network) {
    case 'tcp':
      return httpHeader(stream);
    case 'kcp':
      return filled(stream.kcpSettings, ['mtu', 'tti', 'seed']);
    case 'ws':
      return pathAndHost(stream.wsSettings);
    case 'httpupgrade':
      return pathAndHost(stream.httpupgradeSettings);
    case 'grpc':
      return grpc(stream);
    case 'xhttp':
      return xhttp(stream, xhttpExtra);
    default:
      return {};
  }
}

export function tlsParameters({ tlsSettings }: Stream): Parameters {
  const { serverName, alpn, settings } = tlsSettings;
  return {
    security: 'tls',
    ...nonEmpty({
      alpn: alpn.join(','),
      sni: serverName,
      fp: settings.fingerprint,
      ech: settings.echConfigList,
      pcs: settings.pinnedPeerCertSha256.join(','),
    }),
  };
}

/** `sni` and `sid` are drawn anew on every call, as the panel does; `spx` where its generation does. */
function realityParameters({ realitySettings }: Stream, spiderPathOf: SpiderPath): Parameters {
  const { serverNames, shortIds, settings } = realitySettings;
  return {
    security: 'reality',
    pbk: settings.publicKey,
    spx: spiderPathOf(settings.spiderX),
    ...nonEmpty({
      fp: settings.fingerprint,
      sni: oneOf(serverNames),
      sid: oneOf(shortIds),
      pqv: settings.mldsa65Verify,
    }),
  };
}

export function securityParameters(stream: Stream, client: Client, traits: LinkTraits): Parameters {
  if (stream.security === 'tls') return tlsParameters(stream);
  if (stream.security === 'reality') return realityParameters(stream, spiderPathFor(client, traits));
  return { security: 'none' };
}

/** `flow` where Vision works, nothing elsewhere. */
export const flowParameter = (inbound: Inbound, client: Client): Parameters =>
  client.flow !== '' && takesVision(inbound) ? { flow: client.flow } : {};

/** The host that http headers name; the response's wins over the request's. */
export function headerHost({ tcpSettings }: Stream): string {
  const { response, request } = tcpSettings.header;
  return hostIn(response.headers) || hostIn(request.headers);
}

function httpHeader(stream: Stream): Parameters {
  const { type, request } = stream.tcpSettings.header;
  if (type !== 'http') return {};
  return { headerType: 'http', path: request.path[0] ?? '/', host: headerHost(stream) };
}

const pathAndHost = (settings: Stream['wsSettings']): Parameters => ({
  path: settings.path,
  host: settings.host || hostIn(settings.headers),
});

const grpc = ({ grpcSettings }: Stream): Parameters => ({
  serviceName: grpcSettings.serviceName,
  authority: grpcSettings.authority,
  ...(grpcSettings.multiMode ? { mode: 'multi' } : {}),
});

function xhttp({ xhttpSettings }: Stream, inExtra: readonly string[]): Parameters {
  const { mode, xPaddingBytes } = xhttpSettings;
  return {
    path: xhttpSettings.path,
    host: xhttpSettings.host || hostIn(xhttpSettings.headers),
    mode,
    extra: JSON.stringify({ mode, ...filled(xhttpSettings, inExtra) }),
    ...nonEmpty({ x_padding_bytes: xPaddingBytes }),
  };
}

type SpiderPath = (spiderX: string) => string;

const spiderPathFor = ({ subId, email }: Client, { drawsSpiderPath }: LinkTraits): SpiderPath =>
  drawsSpiderPath
    ? () => `/${randomText(15)}`
    : (spiderX) =>
        `/${createHash('sha256')
          .update(`${spiderX}|${subId || email}`)
          .digest('hex')
          .slice(0, 15)}`;

const oneOf = (values: string[]): string => values[Math.floor(Math.random() * values.length)] ?? '';

function hostIn(all: Record<string, string[]>): string {
  const host = Object.entries(all).find(([name]) => name.toLowerCase() === 'host');
  return host?.[1][0] ?? '';
}

const nonEmpty = (parameters: Parameters): Parameters =>
  Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ''));

const filled = (settings: Record<string, unknown>, names: readonly string[]): Parameters =>
  nonEmpty(Object.fromEntries(names.map((name) => [name, String(settings[name] ?? '')])));

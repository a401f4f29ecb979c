import {
  type Fields,
  fieldsOf,
  jsonOf,
  type LinkParameters,
  listOf,
  plainNetwork,
  textOf,
  textsOf,
} from './link-fields.ts';

/** How a link names the way to the inbound: `type` and what belongs to it (contract 3x-ui section 6). */
export function transportParameters(stream: Fields): LinkParameters {
  const network = plainNetwork(textOf(stream.network));
  return { type: network, ...WAYS[network]?.(stream) };
}

/** The host that an http header over tcp names; the response's wins over the request's. */
export function httpHeaderHost(stream: Fields): string | null {
  const { type, request, response } = httpHeader(stream);
  if (type !== 'http') return null;
  return hostIn(fieldsOf(response).headers) || hostIn(fieldsOf(request).headers);
}

/** Masks over the transport (2.9.3 and later), which both ends have to wear; empty = none. */
export function masksOf({ finalmask }: Fields): string {
  const { tcp, udp } = fieldsOf(finalmask);
  return listOf(tcp).length + listOf(udp).length > 0 ? jsonOf(finalmask) : '';
}

const WAYS: Readonly<Record<string, (stream: Fields) => LinkParameters>> = {
  tcp: overTcp,
  kcp: ({ kcpSettings }) => overKcp(fieldsOf(kcpSettings)),
  ws: ({ wsSettings }) => pathAndHost(fieldsOf(wsSettings)),
  httpupgrade: ({ httpupgradeSettings }) => pathAndHost(fieldsOf(httpupgradeSettings)),
  grpc: ({ grpcSettings }) => overGrpc(fieldsOf(grpcSettings)),
  xhttp: ({ xhttpSettings }) => overXhttp(fieldsOf(xhttpSettings)),
};

function overTcp(stream: Fields): LinkParameters {
  const host = httpHeaderHost(stream);
  if (host === null) return {};
  const [path = '/'] = textsOf(fieldsOf(httpHeader(stream).request).path);
  return { headerType: 'http', path, host };
}

const httpHeader = (stream: Fields): Fields =>
  fieldsOf(fieldsOf(stream.tcpSettings ?? stream.rawSettings).header);

/** Cores from 2026 on know neither header nor seed; older ones need both to be told. */
function overKcp({ mtu, tti, seed, header }: Fields): LinkParameters {
  const headerType = textOf(fieldsOf(header).type);
  return {
    headerType: headerType === 'none' ? '' : headerType,
    seed: textOf(seed),
    mtu: textOf(mtu),
    tti: textOf(tti),
  };
}

const pathAndHost = ({ path, host, headers }: Fields): LinkParameters => ({
  path: textOf(path),
  host: textOf(host) || hostIn(headers),
});

const overGrpc = ({ serviceName, authority, multiMode }: Fields): LinkParameters => ({
  serviceName: textOf(serviceName),
  authority: textOf(authority),
  mode: multiMode === true ? 'multi' : '',
});

/** What both ends of xhttp have to agree on beside path and host; apps read it from `extra`. */
const AGREED_XHTTP = [
  'mode',
  'noGRPCHeader',
  'scMaxEachPostBytes',
  'scMinPostsIntervalMs',
  'seqKey',
  'seqPlacement',
  'sessionKey',
  'sessionPlacement',
  'uplinkChunkSize',
  'uplinkDataKey',
  'uplinkDataPlacement',
  'uplinkHTTPMethod',
  'xPaddingBytes',
  'xPaddingHeader',
  'xPaddingKey',
  'xPaddingMethod',
  'xPaddingObfsMode',
  'xPaddingPlacement',
];

/** The core's own value: saying it would only make the link longer. */
const XHTTP_DEFAULTS: Readonly<Record<string, string>> = { scMaxEachPostBytes: '1000000' };

function overXhttp(settings: Fields): LinkParameters {
  const agreed = AGREED_XHTTP.map((key) => [key, settings[key]] as const).filter(isWorthSaying);
  return {
    ...pathAndHost(settings),
    mode: textOf(settings.mode),
    x_padding_bytes: textOf(settings.xPaddingBytes),
    extra: agreed.length === 0 ? '' : jsonOf(Object.fromEntries(agreed)),
  };
}

const isWorthSaying = ([key, value]: readonly [string, unknown]): boolean =>
  value === true || (textOf(value) !== '' && textOf(value) !== XHTTP_DEFAULTS[key]);

function hostIn(headers: unknown): string {
  const named = Object.entries(fieldsOf(headers)).find(([name]) => name.toLowerCase() === 'host');
  return textsOf(named?.[1])[0] ?? '';
}

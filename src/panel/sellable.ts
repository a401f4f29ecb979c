/** What decides whether the shop can make a right key for an inbound. */
export type InboundNature = {
  readonly protocol: string;
  readonly network: string;
  readonly security: string;
  readonly port: number;
  readonly listen: string;
  /** `settings` are a JSON object. */
  readonly hasSettings: boolean;
  /** `streamSettings` are a JSON object. */
  readonly hasStream: boolean;
};

const SOLD = new Set(['vless', 'vmess', 'trojan']);
const LATER = new Set(['shadowsocks', 'hysteria', 'hysteria2', 'wireguard', 'mtproto']);
const NETWORKS = new Set(['tcp', 'raw', 'ws', 'grpc', 'httpupgrade', 'xhttp']);

/** In the order in which an admin would mend them: what endangers the panel first. */
const OBSTACLES: readonly [(inbound: InboundNature) => boolean, (inbound: InboundNature) => string][] = [
  [
    (inbound) => !inbound.hasSettings,
    () =>
      'its settings are not readable JSON; on panels up to 3.1 this makes every new client of the panel fail',
  ],
  [
    ({ protocol }) => LATER.has(protocol),
    ({ protocol }) => `${protocol}: sold from a later version of this program`,
  ],
  [
    ({ protocol }) => !SOLD.has(protocol),
    ({ protocol }) => `${protocol || 'no protocol'}: has no keys for customers`,
  ],
  [(inbound) => !inbound.hasStream, () => 'its transport settings are not readable JSON'],
  [
    ({ network }) => network === 'kcp',
    () => 'mKCP with header and seed keeps new cores from starting, so mKCP is not sold',
  ],
  [
    ({ network }) => !NETWORKS.has(network),
    ({ network }) => `the network "${network}" is not known to this program`,
  ],
  [
    ({ protocol, security }) => protocol === 'vmess' && security === 'reality',
    () => 'vmess links cannot carry REALITY',
  ],
  [
    ({ listen, port }) => port < 1 || /^[/@]/.test(listen),
    () => 'it listens on a socket file, which customers cannot reach',
  ],
];

/** null = the shop can make a right key for it; else why not, in English, for the admin. */
export function obstacleToSale(inbound: InboundNature): string | null {
  const found = OBSTACLES.find(([applies]) => applies(inbound));
  return found === undefined ? null : found[1](inbound);
}

/** Vision is possible for vless over plain tcp with tls or reality. Source: contract 3x-ui section 5. */
export const isFlowCapable = ({ protocol, network, security }: InboundNature): boolean =>
  protocol === 'vless' &&
  (network === 'tcp' || network === 'raw') &&
  (security === 'tls' || security === 'reality');

import { fitsCipher, servesClients } from '../model/credential.ts';
import { fieldsOf, textOf } from '../model/link-fields.ts';

/** What decides whether the shop can make a right key for an inbound. */
export type InboundNature = {
  readonly protocol: string;
  readonly network: string;
  readonly security: string;
  readonly port: number;
  readonly listen: string;
  /** null = they are no JSON object. */
  readonly settings: Readonly<Record<string, unknown>> | null;
  /** null = they are no JSON object. */
  readonly stream: Readonly<Record<string, unknown>> | null;
};

const SOLD = new Set(['vless', 'vmess', 'trojan', 'shadowsocks', 'hysteria', 'hysteria2']);
const NETWORKS = new Set(['tcp', 'raw', 'ws', 'grpc', 'httpupgrade', 'xhttp', 'kcp']);

/** In the order in which an admin would mend them: what endangers the panel first. */
const OBSTACLES: readonly [(inbound: InboundNature) => boolean, (inbound: InboundNature) => string][] = [
  [
    ({ settings }) => settings === null,
    () =>
      'its settings are not readable JSON; on panels up to 3.1 this makes every new client of the panel fail',
  ],
  [hasMaskedKcp, () => 'mKCP with header or seed keeps new cores from starting, so it is not sold'],
  [
    ({ protocol }) => protocol === 'wireguard',
    () =>
      'WireGuard: the panel draws keys and addresses itself, so a key cannot be checked against its order',
  ],
  [
    ({ protocol }) => !SOLD.has(protocol),
    ({ protocol }) => `${protocol || 'no protocol'}: has no keys for customers`,
  ],
  [({ stream }) => stream === null, () => 'its transport settings are not readable JSON'],
  [
    (inbound) => inbound.protocol === 'shadowsocks' && !servesClients(cipherOf(inbound)),
    (inbound) => `the cipher "${cipherOf(inbound)}" has one key for all, none for each customer`,
  ],
  [
    hasWrongKey,
    () => 'the key of the inbound itself does not fit its cipher, which keeps the core from starting',
  ],
  [isFirstHysteria, () => 'the first hysteria is served by no core; version 2 is sold'],
  [
    (inbound) => isHysteria(inbound) && inbound.security !== 'tls',
    () => 'hysteria2 opens for nobody without TLS',
  ],
  [
    (inbound) => !isHysteria(inbound) && !NETWORKS.has(inbound.network),
    ({ network }) => `the network "${network}" is not known to this program`,
  ],
  [
    ({ protocol, security }) => WITHOUT_REALITY.has(protocol) && security === 'reality',
    ({ protocol }) => `${protocol} links cannot carry REALITY`,
  ],
  [
    ({ listen, port }) => port < 1 || /^[/@]/.test(listen),
    () => 'it listens on a socket file, which customers cannot reach',
  ],
];

const WITHOUT_REALITY = new Set(['vmess', 'shadowsocks']);

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

/** The cipher of a shadowsocks inbound; empty for every other protocol. */
export const cipherOf = ({ protocol, settings }: InboundNature): string =>
  protocol === 'shadowsocks' ? textOf(settings?.method) : '';

/** Refused by cores from 2026 on, whatever protocol it carries: the whole server is off line then. */
function hasMaskedKcp({ network, stream }: InboundNature): boolean {
  const { header, seed } = fieldsOf(stream?.kcpSettings);
  return network === 'kcp' && (textOf(seed) !== '' || !['', 'none'].includes(textOf(fieldsOf(header).type)));
}

function hasWrongKey(inbound: InboundNature): boolean {
  return !fitsCipher(textOf(inbound.settings?.password), cipherOf(inbound));
}

const isHysteria = ({ protocol }: InboundNature): boolean =>
  protocol === 'hysteria' || protocol === 'hysteria2';

function isFirstHysteria({ protocol, settings }: InboundNature): boolean {
  return protocol === 'hysteria' && textOf(settings?.version) === '1';
}

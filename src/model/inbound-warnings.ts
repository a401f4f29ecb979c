import { keyBytes } from './credential.ts';
import { isFrom, isRelease } from './values/panel-release.ts';

/** What an owner has to know of a kind of inbound although it can be sold. */
export const INBOUND_WARNINGS = ['needs-core-restart', 'first-needs-restart', 'not-counted'] as const;

export type InboundWarning = (typeof INBOUND_WARNINGS)[number];

/** An inbound and the panel that it is on. */
export type WarnedInbound = {
  readonly protocol: string;
  /** Of shadowsocks; empty for every other protocol. */
  readonly cipher: string;
  /** `legacy` = 2.6 to 3.0. */
  readonly generation: string;
  /** As the panel tells it: `3.6.0` or `dev+<sha>`. */
  readonly version: string;
};

/** In the order in which they hurt. Source: contract 3x-ui section 0, traffic through the panels' own links. */
export function inboundWarnings({ protocol, cipher, generation, version }: WarnedInbound): InboundWarning[] {
  if (keyBytes(cipher) !== null)
    return [tellsCoreOf2022({ generation, version }) ? 'first-needs-restart' : 'needs-core-restart'];
  // The core that comes with 3.6 was the first to count them; of a build without a number nothing is known.
  return isHysteria(protocol) && !isFrom(version, [3, 6]) ? ['not-counted'] : [];
}

const isHysteria = (protocol: string): boolean => protocol === 'hysteria' || protocol === 'hysteria2';

/** Until 3.4.1 panels told a running core of such a client in a form that it refuses (3x-ui issue 5597). */
const tellsCoreOf2022 = ({ generation, version }: Pick<WarnedInbound, 'generation' | 'version'>): boolean =>
  generation !== 'legacy' && (isFrom(version, [3, 5]) || !isRelease(version));

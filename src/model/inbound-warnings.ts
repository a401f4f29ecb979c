import { keyBytes } from './credential.ts';

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
    return [generation === 'legacy' ? 'needs-core-restart' : 'first-needs-restart'];
  return isHysteria(protocol) && !comesWithCountingCore(version) ? ['not-counted'] : [];
}

const isHysteria = (protocol: string): boolean => protocol === 'hysteria' || protocol === 'hysteria2';

/** From 3.6 on panels bring a core that counts hysteria2; of a build without a number nothing is known. */
function comesWithCountingCore(version: string): boolean {
  const [, major = '0', minor = '0'] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 6);
}

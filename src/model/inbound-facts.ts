import type { Bytes } from './values/traffic.ts';

/** What a look at the panel tells of one inbound. `notSellable` null = the shop can make right keys for it. */
export type SeenInbound = {
  remark: string;
  protocol: string;
  port: number;
  network: string;
  security: string;
  flowCapable: boolean;
  cipher: string;
  enable: boolean;
  used: Bytes;
  notSellable: string | null;
};

/** How the last look at the panel went; what a look did not measure is left out. `errorRate` in per cent, over a day. */
export type InboundSample = { latencyMs?: number; syncMs?: number; errorRate?: number };
export type InboundMetrics = InboundSample & { updatedAt: string };

/** What admins set by hand, the capacity apart. */
export type InboundSettings = { trafficLimit: Bytes | null; provisioningEnabled: boolean };

type Facts = Omit<SeenInbound, 'enable' | 'used' | 'notSellable'> & {
  status: string;
  statusMessage: string | null;
};

/** What a sync may change, traffic apart, to be compared as a whole. */
export function factsOf(inbound: Facts): string {
  const { remark, protocol, port, network, security, flowCapable, cipher, status, statusMessage } = inbound;
  const listener = [remark, protocol, port, network, security, flowCapable, cipher];
  return JSON.stringify([...listener, status, statusMessage]);
}

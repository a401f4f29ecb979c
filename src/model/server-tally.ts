import type { Bytes } from './values/traffic.ts';

/** What the recorded looks of the last day say. Latencies are null while none was answered. `updatedAt` ISO. */
export type ServerMetrics = {
  latencyP50Ms: number | null;
  latencyP95Ms: number | null;
  /** Share of looks that were answered, 0 to 100. */
  uptimePercent: number | null;
  checks: number;
  updatedAt: string;
};

/** What a server's rows add up to. `latency…` null = no look was answered. */
export type ServerTally = {
  totalClients: number;
  activeClients: number;
  totalTraffic: Bytes;
  checks: number;
  answered: number;
  latencyP50Ms: number | null;
  latencyP95Ms: number | null;
};

/** What a sync asks of an inbound; so `Server` can sync its inbounds without importing `ServerInbound`. */
export type SyncTarget<Seen> = {
  readonly remoteId: number;
  /** true = something that the shop sells by has changed. */
  syncWithRemote(seen: Seen, at: Date): boolean;
  /** true = it was there before. */
  markMissing(): boolean;
};

/** What a sync found: what is new on the panel, what changed, and what is no longer there. */
export type InboundsFound<Seen, Target> = { created: Seen[]; changed: Target[]; missing: Target[] };

/** Uptime is rounded down: nobody reads 100 where a look was missed. */
export const metricsOf = (tally: ServerTally, at: Date): ServerMetrics => ({
  latencyP50Ms: tally.latencyP50Ms,
  latencyP95Ms: tally.latencyP95Ms,
  uptimePercent: tally.checks === 0 ? null : Math.floor((tally.answered / tally.checks) * 10_000) / 100,
  checks: tally.checks,
  updatedAt: at.toISOString(),
});

import type { FullnessMarks } from '../../model/alert-settings.ts';
import type { InboundWarning } from '../../model/inbound-warnings.ts';
import type { PlanType } from '../../model/provision-settings.ts';
import type { RenewalRule } from '../../model/renewal.ts';
import type { ServerHealth } from '../../model/server-columns.ts';
import type { Bytes } from '../../model/values/traffic.ts';
import type { PanelAccess, PanelIdentity, RemoteInbound } from '../ports/panel.ts';

/** What a connection test found, before anything is stored. */
export type PanelFinding = { identity: PanelIdentity; inbounds: readonly RemoteInbound[] };

/** A server about to be added. */
export type ServerDraft = { name: string; country: string | null; access: PanelAccess };

/** Why nothing is sold on an inbound; each has a text `inbound-closed-<code>`. */
export type InboundObstacle = 'status' | 'stopped' | 'server' | 'traffic' | 'full';

export type InboundView = {
  inboundId: number;
  /** It stands for the inbounds that are made for one customer each: the panel has none of this name. */
  isSource: boolean;
  serverId: number;
  server: string;
  remark: string;
  protocol: string;
  port: number;
  network: string;
  security: string;
  status: string;
  statusMessage: string | null;
  currentClients: number;
  /** Seats for sale, its own or the server's; null = unlimited. */
  capacity: number | null;
  /** null = as many as the server allows. */
  ownCapacity: number | null;
  /** What the server allows an inbound without seats of its own; null = unlimited. */
  serverCapacity: number | null;
  isDefault: boolean;
  enabled: boolean;
  trafficUsed: Bytes;
  /** null = unmetered. */
  trafficLimit: Bytes | null;
  /** null = it is for sale. */
  closed: InboundObstacle | null;
  /** What is peculiar to its kind on this panel. */
  warnings: readonly InboundWarning[];
};

export type ServerView = {
  serverId: number;
  name: string;
  country: string | null;
  health: ServerHealth;
  healthReason: string | null;
  /** null = since it was added. */
  healthSince: Date | null;
  /** How the looks of the last day went; null = there were none that tell. */
  latencyMs: number | null;
  uptimePercent: number | null;
  version: string;
  generation: string;
  publicHost: string;
  /** Scheme, host and port of its panel; never the path, which is part of its lock. */
  panelAt: string;
  /** Its certificate is known by a fingerprint, not by who signed it. */
  isPinned: boolean;
  /** `host:port` of the proxy through which its panel is reached; null = straight. */
  proxy: string | null;
  lastConnectedAt: Date | null;
  /** An admin took it out of sale. */
  isPaused: boolean;
  /** Seats of an inbound that has none of its own; null = unlimited. */
  maxClientsPerInbound: number | null;
  /** The last try to reach the door of a key from here; null = none yet. It is advice, and nothing depends on it. */
  probe: { outcome: string; at: Date } | null;
  /** Keys that were sold and have not ended, and those of them that work. */
  clients: { total: number; active: number };
  /** Clients on its panel that are not the shop's, at the last look. */
  strangers: number;
  /** Of all inbounds together; capacity null = unlimited. */
  seats: { taken: number; capacity: number | null };
  /** Its panel cuts off everybody when a client runs out, or does not tell that it does not. */
  cutsNeighbours: boolean;
  /** When the staff hears of it; `held` = so many alerts were kept back since it is muted. */
  alerts: FullnessMarks & { mutedUntil: Date | null; held: number };
  /** How inbounds of customers' own are made here; `source` null = no plan has needed any yet. */
  own: { ports: string; serverName: string; source: InboundView | null };
  inbounds: readonly InboundView[];
};

export type PlanDraft = {
  serverId: number;
  name: string;
  durationDays: number;
  priceMinor: bigint;
  /** null = worked out from the price. */
  priceStars: number | null;
  /** null = unlimited. */
  dataLimitGb: number | null;
  /** Devices at a time; null = no limit. */
  connections: number | null;
  /** Seats for sale; null = unlimited. */
  maxClients: number | null;
};

export type PlanView = {
  planId: number;
  type: PlanType;
  name: string;
  description: string | null;
  category: string | null;
  serverId: number;
  server: string;
  durationDays: number;
  priceMinor: bigint;
  /** The plan's own price in Stars; null = worked out from the price. */
  priceStars: number | null;
  /** Rises with every change of the price, from 1. */
  priceVersion: number;
  setupFeeMinor: bigint;
  currency: string;
  /** What one new unit costs, the set-up fee included. */
  stars: number;
  dataLimitGb: number | null;
  /** Devices at a time; null = no limit. */
  connections: number | null;
  currentClients: number;
  maxClients: number | null;
  /** Changes of location in one period; 0 = not offered. */
  movesPerPeriod: number;
  /** Days that anybody may try it for nothing, once; 0 = not offered. */
  trialDays: number;
  /** Days of pause in one period; 0 = not offered. */
  maxPauseDays: number;
  /** Traffic that can be bought besides, in words of its own; null = none. */
  trafficPacks: string | null;
  /** Devices that can be bought besides, in words of its own; null = none. */
  extraDevices: string | null;
  renewable: boolean;
  /** What becomes of the days and the traffic that are left when an access of this plan is renewed. */
  renewalRule: RenewalRule;
  /** False = paid orders wait for an admin's approval. */
  autoProvision: boolean;
  /** Asked first; null = no preference. */
  preferred: { inboundId: number; label: string } | null;
  /** Further servers, the one asked first at the head. */
  pool: readonly { serverId: number; server: string }[];
  onSale: boolean;
  /** Why it cannot be bought now; null = it can. */
  unavailable: string | null;
};

import type { ServerHealth } from '../../model/server.ts';
import type { PanelAccess, PanelIdentity, RemoteInbound } from '../ports/panel.ts';

/** What a connection test found, before anything is stored. */
export type PanelFinding = { identity: PanelIdentity; inbounds: readonly RemoteInbound[] };

/** A server about to be added. */
export type ServerDraft = { name: string; country: string | null; access: PanelAccess };

export type InboundView = {
  inboundId: number;
  remark: string;
  protocol: string;
  port: number;
  status: string;
  statusMessage: string | null;
  currentClients: number;
  capacity: number | null;
};

export type ServerView = {
  serverId: number;
  name: string;
  country: string | null;
  health: ServerHealth;
  healthReason: string | null;
  version: string;
  publicHost: string;
  lastConnectedAt: Date | null;
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
  name: string;
  server: string;
  durationDays: number;
  priceMinor: bigint;
  currency: string;
  stars: number;
  dataLimitGb: number | null;
  currentClients: number;
  maxClients: number | null;
  onSale: boolean;
  /** Why it cannot be bought now; null = it can. */
  unavailable: string | null;
};

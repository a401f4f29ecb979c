import { p } from '@mikro-orm/core';
import { instant } from './columns.ts';
import { MegabytesColumn } from './megabytes-column.ts';
import type { ServerMetrics } from './server-tally.ts';
import { type Bytes, bytes } from './values/traffic.ts';

export const SERVER_HEALTH = ['healthy', 'warning', 'critical', 'offline'] as const;
export type ServerHealth = (typeof SERVER_HEALTH)[number];

/** Where its panel is, and what it is. */
export const panelColumns = {
  /** The panel's normalised address; it identifies the panel. */
  panelUrl: p.string().length(500).unique(),
  /** What customers connect to; stands in their links. */
  publicHost: p.string(),
  /** Sealed JSON of `PanelCredentials`; in the clear only inside the panel's adapter. */
  panelCredentials: p.text().hidden(),
  /** The owner agreed to http. */
  allowHttp: p.boolean().default(false),
  /** SHA-256 of the panel's certificate, lower-case hex; null = the system's authorities decide. */
  pinnedSha256: p.string().length(64).strictNullable(),
  /** Sealed address of the HTTP proxy through which the panel is reached, with its password; null = straight. */
  panelProxy: p.text().strictNullable().hidden(),
  /** `host:port` of that proxy, which is all of it that is shown; null = straight. */
  panelProxyHost: p.string().length(300).strictNullable(),
  /** The panel's own identity; null before 3.3.0. */
  panelGuid: p.string().unique().strictNullable(),
  panelVersion: p.string(),
  panelGeneration: p.string(),
  panelHasBulk: p.boolean().default(false),
  panelRepeatsSafely: p.boolean().default(false),
  /** Its core is restarted, and everybody cut off, when any client runs out; null = it does not tell, so it may. */
  panelRestartsCore: p.boolean().strictNullable(),
  /** When it last said what it is; null = before that was kept. */
  identifiedAt: instant().strictNullable(),
};

/** What is done when somebody edits our clients on the panel: ours = as they were sold, report = the staff is told. */
export const DRIFT_POLICIES = ['ours', 'report'] as const;
export type DriftPolicy = (typeof DRIFT_POLICIES)[number];

/** How the panel differs from what the shop has sold there. */
const driftColumns = {
  driftPolicy: p.enum(DRIFT_POLICIES).default('ours'),
  /** Clients that the panel had lost at the last look, too many to be put back unasked; 0 = none. */
  missingClients: p.integer().default(0),
  /** Since when so many are gone that nothing is sold there: its database was set back, or somebody deleted them; null = all is well. */
  massDriftAt: instant().strictNullable(),
  /** So many clients stood on inbounds that are gone when the staff last said its word; only more of them are news. */
  strandedKnown: p.integer().default(0),
};

/** How its panel does. */
export const healthColumns = {
  ...driftColumns,
  healthStatus: p.enum(SERVER_HEALTH).default('healthy'),
  /** Why the server is not healthy, for admins; null = it is. */
  healthReason: p.text().strictNullable(),
  /** Since when it is in sale as it is, or out of sale; null = since it was added. */
  healthSince: instant().strictNullable(),
  /** What the last looks spoke for, other than the present health; null = nothing. */
  healthLeaning: p.enum(SERVER_HEALTH).strictNullable(),
  /** How many looks in a row spoke for `healthLeaning`. */
  healthLooks: p.integer().default(0),
  /** When a server that is out of sale is looked at again; null = it is in sale. */
  probeDueAt: instant().strictNullable(),
  failedProbes: p.integer().default(0),
  /** Since when it takes no new client: something else on it is broken, or a route is missing; null = it takes them. */
  poisonedAt: instant().strictNullable(),
  /** When its lane tries whether it takes clients again; null = not now. */
  selfTestDueAt: instant().strictNullable(),
  /** The mark of fullness that the staff was told of last, 75 or 90 per cent; 0 = none. */
  capacityNoticed: p.integer().default(0),
  lastConnectedAt: instant().strictNullable(),
};

/** Above what panels and web servers use; on the server's firewall it has to be open. */
const OWN_PORTS = '30000-39999';
const OWN_SERVER_NAME = 'www.microsoft.com';

/** How inbounds that are made for one customer listen. */
export const ownInboundColumns = {
  /** Where inbounds of customers' own may listen: `<first>-<last>`. */
  ownPorts: p.string().length(11).default(OWN_PORTS),
  /** The site that inbounds of customers' own pose as (REALITY): one with TLS 1.3 and HTTP/2, reachable from the server. */
  ownServerName: p.string().length(253).default(OWN_SERVER_NAME),
};

/** What its rows add up to. */
export const tallyColumns = {
  totalClients: p.integer().default(0),
  activeClients: p.integer().default(0),
  totalTraffic: p
    .type(MegabytesColumn)
    .$type<Bytes>()
    .fieldName('total_traffic_mb')
    .onCreate(() => bytes(0n)),
  performanceMetrics: p.json<ServerMetrics>().strictNullable(),
  /** Clients on its panel that are not the shop's, at the last look. */
  strangers: p.integer().default(0),
};

export const serverChecks = [
  {
    name: 'servers_out_of_sale_are_probed',
    expression:
      "(health_status in ('healthy', 'warning')) = (probe_due_at is null) or retired_at is not null",
  },
  {
    name: 'servers_retired_sell_nothing',
    expression: "retired_at is null or (health_status = 'offline' and not auto_provisioning)",
  },
  {
    name: 'servers_panel_proxy',
    expression: '(panel_proxy is null) = (panel_proxy_host is null)',
  },
  {
    name: 'servers_max_clients_per_inbound',
    expression: 'max_clients_per_inbound is null or max_clients_per_inbound >= 0',
  },
];

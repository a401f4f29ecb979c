import { p } from '@mikro-orm/core';
import { byteCount, instant, minorUnits } from './columns.ts';
import type { ConnectionStats } from './connection-stats.ts';
import { NO_MARK } from './end-marks.ts';
import { MegabytesColumn } from './megabytes-column.ts';
import { OrderItem } from './order.ts';
import { type Bytes, bytes } from './values/traffic.ts';

/** What the shop wants the panel to hold: the client switched on, switched off, or gone. */
const CLIENT_WISHES = ['enabled', 'disabled', 'deleted'] as const;

/** One step of a client's life, kept when the next one clears its dates. */
export type StatusChange = { at: string; status: string; reason: string | null };

const LONGEST_HISTORY = 50;

/** The newest last. */
export const withChange = (history: readonly StatusChange[], change: StatusChange): StatusChange[] =>
  [...history, change].slice(-LONGEST_HISTORY);

/** Who it is on the panel. */
export const identityColumns = {
  /** The panel's key for this client, `<shop>-<unit>-<placement>`; readable, so never a secret. */
  email: p.string().unique(),
  uuid: p.uuid().unique().hidden(),
  password: p.string().hidden(),
  subId: p.string().unique().hidden(),
  /** `xtls-rprx-vision` where the inbound can, else empty. */
  flow: p.string().default(''),
  /** Devices at a time; 0 = no limit. */
  limitIp: p.integer().default(0),
  /** Of them, bought besides for this period. */
  extraDevices: p.integer().default(0),
  /** When those end; null = there are none. */
  extraDevicesUntil: instant().strictNullable(),
  /** Share links as the panel gave them last; empty until the key is tested. */
  links: p
    .json<string[]>()
    .hidden()
    .onCreate(() => []),
  /** The `linksRev` that its inbound had when they were read; behind it = they are to be read anew. */
  linksRev: p.integer().default(0),
  /** When that is tried again; null = at once. */
  linksDueAt: instant().strictNullable(),
};

/** How much of a client's traffic is used: counted in whole bytes, shown in megabytes. */
export const trafficColumns = {
  /** null = unlimited. */
  trafficLimit: p.type(MegabytesColumn).$type<Bytes>().fieldName('traffic_limit_mb').strictNullable(),
  /** Of the present period. */
  trafficUsed: p
    .type(MegabytesColumn)
    .$type<Bytes>()
    .fieldName('traffic_used_mb')
    .onCreate(() => bytes(0n)),
  trafficPercentageUsed: p.float().default(0),
  trafficSeenAt: instant().strictNullable(),
  /** The panel's counter at the last look; somebody may set it back there. */
  panelTraffic: byteCount()
    .fieldName('panel_traffic_bytes')
    .onCreate(() => bytes(0n)),
  /** All it ever used; only grows. */
  lifetimeTraffic: byteCount()
    .fieldName('lifetime_traffic_bytes')
    .onCreate(() => bytes(0n)),
  /** What `lifetimeTraffic` was when the present period began. */
  periodStartTraffic: byteCount()
    .fieldName('period_start_traffic_bytes')
    .onCreate(() => bytes(0n)),
  /** Of the present period, used under names that are no longer its own: the panel's counter does not hold it. */
  carriedTraffic: byteCount()
    .fieldName('carried_traffic_bytes')
    .onCreate(() => bytes(0n)),
  /** The highest mark that the customer was told of in this period: 80, 95 or 100 per cent; 0 = none. */
  trafficNoticed: p.integer().default(0),
  /** null = it was never seen. */
  connectionStats: p.json<ConnectionStats>().strictNullable(),
};

/** What the customer was told of time and use. */
export const noticeColumns = {
  /** The mark before the end that is behind: 7, 3 or 1 days, 0 = the end itself; 8 = none. */
  endNoticed: p.integer().default(NO_MARK),
  /** When it was used for the first time; null = never yet. */
  connectedAt: instant().strictNullable(),
};

/** What its customer changed in the present period. */
const changeColumns = {
  /** Changes of location that were not given back. */
  movesUsed: p.integer().default(0),
  /** Days of pause that were begun, without those of a pause that lasts. */
  pauseDaysUsed: p.integer().default(0),
};

/** A pause that its customer asked for; meanwhile the end stands as late as the longest pause makes it. */
const pauseColumns = {
  pausedAt: instant().strictNullable(),
  /** When it goes on by itself; null = there is no pause. */
  pausedUntil: instant().strictNullable(),
};

/** What the next period costs and when. */
export const billingColumns = {
  /** It is tried for nothing, and nobody has paid for a period of it yet. */
  isTrial: p.boolean().default(false),
  /** The line under which it is sold since its plan was changed; null = that of the order that made it. */
  soldAs: () => p.manyToOne(OrderItem).strictNullable().deleteRule('set null'),
  /** Where days were given for nothing: the end of what was paid; null = all of it was. */
  paidUntil: instant().strictNullable(),
  autoRenew: p.boolean().default(false),
  nextBillingAt: instant().strictNullable(),
  /** What a renewal costs, frozen at the purchase; null = it was never sold. */
  renewalPrice: minorUnits().fieldName('renewal_price_minor').strictNullable(),
  /** The same in whole Stars; null = as its order says. */
  renewalStars: p.integer().strictNullable(),
  /** A price that its customer was told of: in force from that moment on; null = none. */
  nextPrice: minorUnits().fieldName('next_price_minor').strictNullable(),
  nextPriceStars: p.integer().strictNullable(),
  nextPriceFrom: instant().strictNullable(),
};

/** What the panel should hold of a client, and how far that has got. */
export const pushColumns = {
  /** A change raises `wantedRev`, the lane pushes and sets `pushedRev`. */
  wanted: p.enum(CLIENT_WISHES).default('enabled'),
  wantedRev: p.integer().default(0),
  pushedRev: p.integer().default(0),
  /** The wish with which the panel's counter is set back; done when `pushedRev` has reached it. */
  trafficResetRev: p.integer().default(0),
  /** When the lane pushes; null = nothing to push. */
  pushDueAt: instant().strictNullable(),
  /** When the lane looks whether the client is still there; null = no need. */
  recheckAt: instant().strictNullable(),
};

/** Its customer has paused it, and nobody else has switched it off since. */
export const isPaused = (client: { status: string; pausedUntil: Date | null }): boolean =>
  client.status === 'suspended' && Boolean(client.pausedUntil);

/**
 * Links that were read; `linksRev` is that of their inbound before they were. Nothing is due for them until it changes
 * again.
 */
export const keptLinks = (links: readonly string[], linksRev: number) => ({
  links: [...links],
  linksRev,
  linksDueAt: null,
});

/** Ended by its time or its traffic, so a new period switches it on; what somebody has switched off stays so. */
export const endedByItself = (client: { status: string; statusReason: string | null }): boolean =>
  client.status === 'expired' ||
  (client.status === 'suspended' && ['expired', 'traffic'].includes(client.statusReason ?? ''));

/** What begins with every new period: the marks, the panel's counter, the changes that are allowed. */
export const newPeriod = () => ({
  trafficNoticed: 0,
  carriedTraffic: bytes(0n),
  movesUsed: 0,
  pauseDaysUsed: 0,
});

/** When it was what. */
export const lifeColumns = {
  ...changeColumns,
  ...pauseColumns,
  provisionedAt: instant().strictNullable(),
  activatedAt: instant().strictNullable(),
  suspendedAt: instant().strictNullable(),
  terminatedAt: instant().strictNullable(),
  statusReason: p.string().strictNullable(),
  /** The last 50 steps, the newest last. */
  statusHistory: p.json<StatusChange[]>().onCreate(() => []),
};

/** Lists of a customer, what lanes have to do, and what the lifecycle looks for: each no longer than what is alive. */
export const clientIndexes = [
  { properties: ['customer' as const, 'status' as const] },
  { properties: ['inbound' as const, 'pushDueAt' as const], where: 'push_due_at is not null' },
  { properties: ['inbound' as const, 'recheckAt' as const], where: 'recheck_at is not null' },
  {
    name: 'server_clients_links',
    properties: ['inbound' as const, 'linksRev' as const],
    where: "status = 'active'",
  },
  { properties: ['nextBillingAt' as const], where: 'next_billing_at is not null' },
  {
    name: 'server_clients_devices_over',
    properties: ['extraDevicesUntil' as const],
    where: 'extra_devices_until is not null',
  },
  { name: 'server_clients_ending', properties: ['expiresAt' as const], where: "status = 'active'" },
  {
    name: 'server_clients_to_remind',
    properties: ['endNoticed' as const, 'expiresAt' as const],
    where: "status = 'active'",
  },
  { name: 'server_clients_off_ending', properties: ['expiresAt' as const], where: "status = 'suspended'" },
  {
    name: 'server_clients_in_grace',
    properties: ['expiresAt' as const],
    where: "status in ('suspended', 'expired') and wanted <> 'deleted'",
  },
  {
    name: 'server_clients_paused',
    properties: ['pausedUntil' as const],
    where: "status = 'suspended' and paused_until is not null",
  },
  {
    name: 'server_clients_to_resume',
    properties: ['trafficLimit' as const],
    where:
      "status = 'suspended' and status_reason = 'traffic' and (traffic_limit_mb is null or traffic_used_mb < traffic_limit_mb)",
  },
];

export const clientChecks = [
  {
    name: 'server_clients_extra_devices',
    expression: 'extra_devices >= 0 and (extra_devices > 0) = (extra_devices_until is not null)',
  },
  { name: 'server_clients_limit', expression: 'traffic_limit_mb is null or traffic_limit_mb > 0' },
  { name: 'server_clients_used', expression: 'traffic_used_mb >= 0' },
  {
    name: 'server_clients_period',
    expression: 'period_start_traffic_bytes >= 0 and period_start_traffic_bytes <= lifetime_traffic_bytes',
  },
  {
    name: 'server_clients_pauses',
    expression: '(paused_at is null) = (paused_until is null) and pause_days_used >= 0',
  },
  { name: 'server_clients_pushes', expression: 'pushed_rev <= wanted_rev' },
  {
    name: 'server_clients_open_push_is_due',
    expression: '(pushed_rev < wanted_rev) = (push_due_at is not null)',
  },
];

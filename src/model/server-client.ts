import { defineEntity, p } from '@mikro-orm/core';
import { instant, minorUnits } from './columns.ts';
import { Customer } from './customer.ts';
import { InvariantViolation } from './errors.ts';
import { lifecycle } from './lifecycle.ts';
import { MegabytesColumn } from './megabytes-column.ts';
import { Order } from './order.ts';
import { ServerInbound } from './server-inbound.ts';
import { type Bytes, bytes } from './values/traffic.ts';

export const CLIENT_STATUSES = ['provisioning', 'active', 'suspended', 'expired', 'terminated'] as const;
export type ClientStatus = (typeof CLIENT_STATUSES)[number];

export const CLIENT_LIFE = lifecycle<ClientStatus>('client', CLIENT_STATUSES, {
  provisioning: ['active', 'terminated'],
  active: ['suspended', 'expired', 'terminated'],
  suspended: ['active', 'expired', 'terminated'],
  expired: ['active', 'terminated'],
  terminated: [],
});

export const SUSPEND_REASONS = ['expired', 'traffic', 'admin', 'payment', 'customer'] as const;
export type SuspendReason = (typeof SUSPEND_REASONS)[number];

/** What the shop wants the panel to hold: the client switched on, switched off, or gone. */
const CLIENT_WISHES = ['enabled', 'disabled', 'deleted'] as const;

const ServerClientSchema = defineEntity({
  name: 'ServerClient',
  tableName: 'server_clients',
  properties: {
    id: p.integer().primary(),
    /** The order that made it; renewals add payments, not clients. */
    order: () => p.manyToOne(Order),
    customer: () => p.manyToOne(Customer),
    inbound: () => p.manyToOne(ServerInbound),
    status: p.enum(CLIENT_STATUSES).default('provisioning'),
    /** The panel's key for this client, `<shop>-<unit>-<placement>`; readable, so never a secret. */
    email: p.string().unique(),
    uuid: p.uuid().unique().hidden(),
    password: p.string().hidden(),
    subId: p.string().unique().hidden(),
    /** `xtls-rprx-vision` where the inbound can, else empty. */
    flow: p.string().default(''),
    /** Devices at a time; 0 = no limit. */
    limitIp: p.integer().default(0),
    /** Share links as they were delivered; empty until the key is tested. */
    links: p
      .json<string[]>()
      .hidden()
      .onCreate(() => []),
    /** null = unlimited. */
    trafficLimit: p.type(MegabytesColumn).$type<Bytes>().fieldName('traffic_limit_mb').strictNullable(),
    trafficUsed: p
      .type(MegabytesColumn)
      .$type<Bytes>()
      .fieldName('traffic_used_mb')
      .onCreate(() => bytes(0n)),
    trafficPercentageUsed: p.float().default(0),
    trafficSeenAt: instant().strictNullable(),
    connectionStats: p.json<Record<string, unknown>>().strictNullable(),
    performanceMetrics: p.json<Record<string, unknown>>().strictNullable(),
    /** The date that was sold; null = never. Some panels are given a later one. */
    expiresAt: instant().strictNullable(),
    /** The end dates of every attempt, ISO: a client on the panel with one of them is ours. */
    attemptExpiries: p.json<string[]>().onCreate(() => []),
    provisionedAt: instant().strictNullable(),
    activatedAt: instant().strictNullable(),
    suspendedAt: instant().strictNullable(),
    terminatedAt: instant().strictNullable(),
    statusReason: p.string().strictNullable(),
    autoRenew: p.boolean().default(false),
    nextBillingAt: instant().strictNullable(),
    renewalPrice: minorUnits().fieldName('renewal_price_minor').strictNullable(),
    errorMessage: p.text().strictNullable(),
    retryCount: p.integer().default(0),
    /** What the panel should hold; a change raises `wantedRev`, the lane pushes and sets `pushedRev`. */
    wanted: p.enum(CLIENT_WISHES).default('enabled'),
    wantedRev: p.integer().default(0),
    pushedRev: p.integer().default(0),
    /** When the lane pushes; null = nothing to push. */
    pushDueAt: instant().strictNullable(),
    /** When the lane looks whether the client is still there; null = no need. */
    recheckAt: instant().strictNullable(),
  },
  indexes: [
    { properties: ['customer', 'status'] },
    { properties: ['inbound', 'pushDueAt'], where: 'push_due_at is not null' },
    { properties: ['inbound', 'recheckAt'], where: 'recheck_at is not null' },
  ],
  checks: [
    { name: 'server_clients_limit', expression: 'traffic_limit_mb is null or traffic_limit_mb > 0' },
    { name: 'server_clients_used', expression: 'traffic_used_mb >= 0' },
    { name: 'server_clients_pushes', expression: 'pushed_rev <= wanted_rev' },
    {
      name: 'server_clients_open_push_is_due',
      expression: '(pushed_rev < wanted_rev) = (push_due_at is not null)',
    },
  ],
});

/**
 * One sold access on a panel. Its credentials are random and stored before the panel hears of it: a call made
 * twice asks for the same client, and nobody can work out a key from the number of an order.
 */
export class ServerClient extends ServerClientSchema.class {
  /** The panel holds the client and the key was tested. A second call changes nothing. */
  markAsProvisioned(at: Date): void {
    if (this.provisionedAt) return;
    this.status = CLIENT_LIFE.move(this.status, 'active');
    this.provisionedAt = at;
    this.activatedAt = at;
  }

  /** Chooses the end of the paid time for the attempt that begins now; every attempt's date is kept. */
  startPaidTime(expiresAt: Date): void {
    this.expiresAt = expiresAt;
    this.attemptExpiries = [...this.attemptExpiries, expiresAt.toISOString()];
  }

  /** Whether one of our attempts asked for this end. */
  askedFor(expiresAt: Date | null): boolean {
    return expiresAt !== null && this.attemptExpiries.includes(expiresAt.toISOString());
  }

  keepLinks(links: readonly string[]): void {
    this.links = [...links];
  }

  suspend(reason: SuspendReason, at: Date): void {
    this.status = CLIENT_LIFE.move(this.status, 'suspended');
    this.statusReason = reason;
    this.suspendedAt = at;
    this.want('disabled', at);
  }

  /** Switches it on again. @throws {InvariantViolation} when its time is over or its traffic is used up. */
  reactivate(at: Date): void {
    const active = CLIENT_LIFE.move(this.status, 'active');
    if (this.isExpired(at) || this.hasUsedUpTraffic()) {
      throw new InvariantViolation(`client ${this.id}: nothing is left to switch on`);
    }
    this.status = active;
    this.statusReason = null;
    this.suspendedAt = null;
    this.want('enabled', at);
  }

  /** The panel said deleted or not found: the end, and with it of the seat. */
  terminate(reason: string, at: Date): void {
    this.status = CLIENT_LIFE.move(this.status, 'terminated');
    this.statusReason = reason;
    this.terminatedAt = at;
    this.recheckAt = null;
  }

  /** Asks the lane to make the panel hold `wish`, at once. */
  want(wish: ServerClient['wanted'], at: Date): void {
    this.wanted = wish;
    this.wantedRev += 1;
    this.pushDueAt = at;
  }

  /** The panel holds what was wanted at `rev`; a newer wish stays due. */
  markPushed(rev: number): void {
    this.pushedRev = Math.max(this.pushedRev, rev);
    if (this.pushedRev === this.wantedRev) this.pushDueAt = null;
    this.errorMessage = null;
    this.retryCount = 0;
  }

  postponePush(until: Date): void {
    if (this.pushedRev < this.wantedRev) this.pushDueAt = until;
  }

  /** For admins: the last thing that went wrong. */
  noteTrouble(text: string): void {
    this.errorMessage = text;
    this.retryCount += 1;
  }

  /** null = no further look is needed. */
  recheckLater(at: Date | null): void {
    this.recheckAt = at;
  }

  /** The moment of expiry is already expired. */
  isExpired(now: Date): boolean {
    return this.expiresAt !== null && this.expiresAt <= now;
  }

  /** Ends after now, and within `withinDays`. */
  isNearExpiration(now: Date, withinDays = 7): boolean {
    if (this.expiresAt === null || this.isExpired(now)) return false;
    return this.expiresAt.getTime() - now.getTime() <= withinDays * 86_400_000;
  }

  /** Takes the panel's running total. A late, older report changes nothing. */
  updateTrafficUsage(total: Bytes, at: Date): void {
    if (this.trafficSeenAt && at < this.trafficSeenAt) return;
    this.trafficUsed = total;
    this.trafficSeenAt = at;
    this.trafficPercentageUsed = percentage(total, this.trafficLimit);
  }

  private hasUsedUpTraffic(): boolean {
    return this.trafficLimit !== null && this.trafficUsed >= this.trafficLimit;
  }
}

ServerClientSchema.setClass(ServerClient);

/** 0 to 100, two decimals; 0 when there is no limit. */
function percentage(used: Bytes, limit: Bytes | null): number {
  if (limit === null) return 0;
  return Math.min(100, Number((used * 10_000n) / limit) / 100);
}

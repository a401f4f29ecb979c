import { defineEntity, p } from '@mikro-orm/core';
import * as columns from './client-columns.ts';
import { type ClientConfig, clientConfig } from './client-config.ts';
import { instant } from './columns.ts';
import { type ConnectionSample, withSample } from './connection-stats.ts';
import { Customer } from './customer.ts';
import { markBehind } from './end-marks.ts';
import { InvariantViolation } from './errors.ts';
import { lifecycle } from './lifecycle.ts';
import { Order } from './order.ts';
import { billingDate, endsWithin, isOver, prolonged } from './paid-time.ts';
import { ServerInbound } from './server-inbound.ts';
import { grownSince, markOf, percentage, plus, type TrafficMark } from './traffic-count.ts';
import { days } from './values/period.ts';
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
    ...columns.identityColumns,
    ...columns.trafficColumns,
    performanceMetrics: p.json<Record<string, unknown>>().strictNullable(),
    /** The date that was sold; null = never. Some panels are given a later one. */
    expiresAt: instant().strictNullable(),
    /** The end dates of every attempt, ISO: a client on the panel with one of them is ours. */
    attemptExpiries: p.json<string[]>().onCreate(() => []),
    ...columns.noticeColumns,
    ...columns.lifeColumns,
    ...columns.billingColumns,
    errorMessage: p.text().strictNullable(),
    retryCount: p.integer().default(0),
    ...columns.pushColumns,
  },
  indexes: columns.clientIndexes,
  checks: columns.clientChecks,
});

/**
 * One sold access on a panel. Its credentials are random and stored before the panel hears of it: a call made
 * twice asks for the same client, and nobody can work out a key from the number of an order.
 */
export class ServerClient extends ServerClientSchema.class {
  /** The panel holds the client and the key was tested, after so many seconds. A second call changes nothing. */
  markAsProvisioned(at: Date, provisionSeconds: number | null = null): void {
    if (this.provisionedAt) return;
    this.moveTo('active', null, at);
    this.provisionedAt = at;
    this.activatedAt = at;
    this.performanceMetrics = { provisionSeconds };
    this.endNoticed = markBehind(this.expiresAt, at);
    this.nextBillingAt = billingDate(this.expiresAt, this.autoRenew);
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

  /** What its customer needs to use it; `subscriptionUrl` null = the shop has no public address. */
  getDownloadableConfig(subscriptionUrl: string | null): ClientConfig {
    return clientConfig(this, subscriptionUrl);
  }

  keepLinks(links: readonly string[], rev = this.linksRev): void {
    Object.assign(this, columns.keptLinks(links, rev));
  }

  suspend(reason: SuspendReason, at: Date): void {
    this.moveTo('suspended', reason, at);
    this.suspendedAt = at;
    this.want('disabled', at);
  }

  /** Something is left to switch on: neither is its time over nor its traffic used up. */
  canReactivate(now: Date): boolean {
    return !this.isExpired(now) && !this.hasUsedUpTraffic();
  }

  /** Switches it on again. @throws {InvariantViolation} when its time is over or its traffic is used up. */
  reactivate(at: Date): void {
    CLIENT_LIFE.move(this.status, 'active');
    if (!this.canReactivate(at)) throw new InvariantViolation(`client ${this.id}: nothing left to switch on`);
    this.moveTo('active', null, at);
    this.suspendedAt = null;
    this.want('enabled', at);
  }

  /** The panel said deleted or not found: the end, and with it of the seat. */
  terminate(reason: string, at: Date): void {
    this.moveTo('terminated', reason, at);
    this.terminatedAt = at;
    this.nextBillingAt = null;
    this.recheckAt = null;
  }

  /**
   * Gives whole days, from now or from the end that is still to come; one without an end stays as it is. What only its
   * time had ended is switched on again. @throws {InvariantViolation} for a client that was never delivered or is gone.
   */
  extend(count: number, at: Date): void {
    this.mustBeDelivered();
    if (this.expiresAt === null) return;
    this.prolong(count, at);
    const endedByTime = this.status === 'expired' || this.statusReason === 'expired';
    if (endedByTime && this.canReactivate(at)) this.reactivate(at);
    else this.want(this.wanted, at);
  }

  /** A new period: `count` days more, the traffic anew, switched on if it had ended by itself. @throws {InvariantViolation} as `extend`. */
  renew(count: number, at: Date): void {
    this.mustBeDelivered();
    if (this.expiresAt !== null) this.prolong(count, at);
    this.periodStartTraffic = this.lifetimeTraffic;
    Object.assign(this, columns.newPeriod());
    this.showUsage();
    if (columns.endedByItself(this)) this.reactivate(at);
    else this.want(this.wanted, at);
    this.trafficResetRev = this.wantedRev;
  }

  /** Asks the lane to make the panel hold `wish`, at once. */
  want(wish: ServerClient['wanted'], at: Date): void {
    this.wanted = wish;
    this.wantedRev += 1;
    this.pushDueAt = at;
  }

  /** The panel's counter is to be set back with the next push. */
  wantsTrafficReset(): boolean {
    return this.trafficResetRev > this.pushedRev;
  }

  /** The panel's counter stands at nothing: what was read before that is too late. */
  markTrafficReset(at: Date): void {
    this.panelTraffic = bytes(0n);
    this.trafficSeenAt = at;
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

  /** The moment of expiry is already expired; time that begins with the first use is not. */
  isExpired(now: Date): boolean {
    return isOver(this.expiresAt, now);
  }

  /** Ends after now, and within `withinDays`. */
  isNearExpiration(now: Date, withinDays = 7): boolean {
    return endsWithin(this.expiresAt, now, days(withinDays));
  }

  /** Counts on from the panel's running total, which a reset there may lower. A late, older report changes nothing. */
  updateTrafficUsage(total: Bytes, at: Date): void {
    if (this.trafficSeenAt && at < this.trafficSeenAt) return;
    this.lifetimeTraffic = plus(this.lifetimeTraffic, grownSince(this.panelTraffic, total));
    this.panelTraffic = total;
    this.trafficSeenAt = at;
    this.showUsage();
  }

  /** The mark (80, 95, 100 per cent) that the customer is to be told of now, once per period; null = none. */
  takeTrafficNotice(): TrafficMark | null {
    const mark = markOf(this.trafficPercentageUsed);
    if (mark === null || mark <= this.trafficNoticed) return null;
    this.trafficNoticed = mark;
    return mark;
  }

  /** Takes a look at its connections; the same look twice counts once. */
  recordConnection(sample: ConnectionSample): void {
    this.connectionStats = withSample(this.connectionStats, sample);
  }

  hasUsedUpTraffic(): boolean {
    return this.trafficLimit !== null && this.trafficUsed >= this.trafficLimit;
  }

  private prolong(count: number, at: Date): void {
    const end = prolonged(this.expiresAt, count, at);
    this.paidUntil ??= this.expiresAt;
    if (end !== null) this.startPaidTime(end);
    this.endNoticed = markBehind(this.expiresAt, at);
    this.nextBillingAt = billingDate(this.expiresAt, this.autoRenew);
  }

  private showUsage(): void {
    this.trafficUsed = bytes(this.lifetimeTraffic - this.periodStartTraffic);
    this.trafficPercentageUsed = percentage(this.trafficUsed, this.trafficLimit);
  }

  private mustBeDelivered(): void {
    if (this.status !== 'provisioning' && this.status !== 'terminated') return;
    throw new InvariantViolation(`client ${this.id}: there is no access in ${this.status}`);
  }

  private moveTo(status: ClientStatus, reason: string | null, at: Date): void {
    this.status = CLIENT_LIFE.move(this.status, status);
    this.statusReason = reason;
    this.statusHistory = columns.withChange(this.statusHistory, { at: at.toISOString(), status, reason });
  }
}

ServerClientSchema.setClass(ServerClient);

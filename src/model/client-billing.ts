import { endedByItself, newPeriod } from './client-columns.ts';
import { markBehind } from './end-marks.ts';
import type { Order } from './order.ts';
import { billingDate } from './paid-time.ts';
import type { RenewedPeriod } from './renewal.ts';
import type { ServerClient } from './server-client.ts';
import { markOf, percentage } from './traffic-count.ts';
import { days, hours, later, type Period } from './values/period.ts';
import { type Bytes, bytes, megabytes } from './values/traffic.ts';

// What paying for a further period does to an access that was delivered. Its row is locked by the caller.

/**
 * A refund switches off and deletes, and a server that was deleted holds no key; nothing may bring such an access back.
 * Needs its order, and its inbound with the server.
 */
export const isGone = (client: ServerClient & { order: Pick<Order, 'status'> }): boolean =>
  client.status === 'provisioning' ||
  client.status === 'terminated' ||
  client.wanted === 'deleted' ||
  client.order.status === 'refunded' ||
  isServerDeleted(client);

const isServerDeleted = ({ inbound }: ServerClient): boolean => inbound.server.retiredAt != null;

/** A paid period begins: its end, its traffic, counted anew on the panel too. */
export function beginPeriod(client: ServerClient, period: RenewedPeriod, at: Date): void {
  if (period.expiresAt !== null) client.startPaidTime(period.expiresAt);
  client.paidUntil = period.paidUntil ?? null;
  client.trafficLimit = period.trafficLimit;
  client.isTrial = false;
  client.periodStartTraffic = client.lifetimeTraffic;
  client.trafficUsed = bytes(0n);
  client.trafficPercentageUsed = 0;
  Object.assign(client, newPeriod());
  client.endNoticed = markBehind(client.expiresAt, at);
  client.nextBillingAt = billingDate(client.expiresAt, client.autoRenew);
  if (endedByItself(client)) client.reactivate(at);
  else client.want(client.wanted, at);
  client.trafficResetRev = client.wantedRev;
}

const LEAST_LIMIT: Bytes = megabytes(1n);

/** `data` null = without a limit; `later` = traffic that was bought after it, left out = none, and stays whatever happens. */
type Given = { data: Bytes | null; later?: Bytes };

/** What a period gave is taken back, because its money is: so many days and so much traffic less, what is used counts on. */
export function takePeriodBack(client: ServerClient, given: Given & { days: number }, at: Date): void {
  const less = -days(given.days) as Period;
  if (client.expiresAt !== null) client.startPaidTime(later(client.expiresAt, less));
  if (client.paidUntil !== null) client.paidUntil = later(client.paidUntil, less);
  client.trafficLimit = lessData(client.trafficLimit, given);
  client.trafficPercentageUsed = percentage(client.trafficUsed, client.trafficLimit);
  client.endNoticed = markBehind(client.expiresAt, at);
  client.nextBillingAt = billingDate(client.expiresAt, client.autoRenew);
  if (client.status !== 'active' || client.canReactivate(at)) client.want(client.wanted, at);
  else client.suspend(client.isExpired(at) ? 'expired' : 'traffic', at);
}

function lessData(limit: Bytes | null, { data, later: kept = LEAST_LIMIT }: Given): Bytes | null {
  if (limit === null || data === null || limit <= kept) return limit;
  const least = kept > LEAST_LIMIT ? kept : LEAST_LIMIT;
  return limit - data > least ? bytes(limit - data) : least;
}

/** Traffic for the rest of the period; what its lack had switched off is on again. No counter is set back. */
export function addTraffic(client: ServerClient, data: Bytes, at: Date): void {
  if (client.trafficLimit === null) return;
  client.trafficLimit = bytes(client.trafficLimit + data);
  client.trafficPercentageUsed = percentage(client.trafficUsed, client.trafficLimit);
  client.trafficNoticed = Math.min(client.trafficNoticed, markOf(client.trafficPercentageUsed) ?? 0);
  const isOut = client.status === 'suspended' && client.statusReason === 'traffic';
  if (isOut && client.canReactivate(at)) client.reactivate(at);
  else client.want(client.wanted, at);
}

/** So much traffic less, because its money goes back; what is used counts on. */
export function takeTrafficBack(client: ServerClient, given: Given, at: Date): void {
  client.trafficLimit = lessData(client.trafficLimit, given);
  client.trafficPercentageUsed = percentage(client.trafficUsed, client.trafficLimit);
  if (client.status === 'active' && client.hasUsedUpTraffic()) client.suspend('traffic', at);
  else client.want(client.wanted, at);
}

/** Its customer wants the balance to be charged, or does not any more. */
export function switchAutoRenew(client: ServerClient, isOn: boolean): void {
  client.autoRenew = isOn;
  client.nextBillingAt = billingDate(client.expiresAt, isOn);
}

/** When the balance is tried again; null = not before the next renewal. */
export function postponeBilling(client: ServerClient, until: Date | null): void {
  client.nextBillingAt = until;
}

/** Money that comes in the last hour is too late for a try of its own. */
const LAST_TRY: Period = hours(1);

/** Once a day, and once more an hour before the end; null = that was the last try. */
export function nextTry(end: Date, now: Date): Date | null {
  const [tomorrow, last] = [later(now, days(1)), later(end, -LAST_TRY as Period)];
  if (tomorrow < last) return tomorrow;
  return now < last ? last : null;
}

import { isPaused, withChange } from './client-columns.ts';
import { markBehind } from './end-marks.ts';
import { InvariantViolation } from './errors.ts';
import { billingDate } from './paid-time.ts';
import type { ServerClient, SuspendReason } from './server-client.ts';
import { between, days, later, milliseconds, type Period } from './values/period.ts';

// A pause that a customer asked for. While it lasts the end is as late as the longest pause would make it, so that
// nothing that looks at the end (reminders, grace, billing) comes too early; what is left is given back when it ends.
// The row is locked by the caller.

type Pausing = Pick<ServerClient, 'status' | 'expiresAt' | 'pausedUntil'>;

/** Whole days of pause that are left in this period. */
export const pauseDaysLeft = (
  { pauseDaysUsed }: Pick<ServerClient, 'pauseDaysUsed'>,
  { maxPauseDays }: { maxPauseDays: number },
): number => Math.max(0, maxPauseDays - pauseDaysUsed);

/** Time that has not begun, or never ends, does not pass: there is nothing to keep. */
export const hasTimeToKeep = ({ expiresAt }: Pick<ServerClient, 'expiresAt'>): boolean =>
  expiresAt !== null && expiresAt.getTime() > 0;

/** The end as it would be if a pause ended now; null = never. */
export function endIfOn(client: Pausing, now: Date): Date | null {
  const { expiresAt, pausedUntil } = client;
  if (expiresAt === null || pausedUntil === null || !isPaused(client)) return expiresAt;
  return later(now, milliseconds(Math.max(0, between(pausedUntil, expiresAt))));
}

/** Switches it off for at most so many whole days. @throws {InvariantViolation} where no time is to be kept. */
export function pauseClient(client: ServerClient, most: number, at: Date): void {
  if (client.expiresAt === null || !hasTimeToKeep(client))
    throw new InvariantViolation(`client ${client.id}: no time to keep`);
  client.suspend('customer', at);
  client.pausedAt = at;
  client.pausedUntil = later(at, days(most));
  client.startPaidTime(later(client.expiresAt, days(most)));
  shiftEnds(client, days(most));
  client.nextBillingAt = billingDate(client.expiresAt, client.autoRenew);
}

/** Switches it on again, with the time that was left; where nothing is left, it stays off for that reason. */
export function endPause(client: ServerClient, at: Date): void {
  giveTimeBack(client, at);
  if (client.canReactivate(at)) client.reactivate(at);
  else stayOff(client, client.isExpired(at) ? 'expired' : 'traffic', at);
}

/** Somebody of the shop switches off what is paused: the pause is over, its customer cannot switch it on any more. */
export function stopPaused(client: ServerClient, reason: SuspendReason, at: Date): void {
  giveTimeBack(client, at);
  stayOff(client, reason, at);
}

const DAY = days(1);

function giveTimeBack(client: ServerClient, at: Date): void {
  const { pausedAt, pausedUntil } = client;
  const end = endIfOn(client, at);
  if (pausedAt === null || pausedUntil === null || end === null)
    throw new InvariantViolation(`client ${client.id}: not paused`);
  const lasted = between(pausedAt, at < pausedUntil ? at : pausedUntil);
  client.pauseDaysUsed += Math.max(1, Math.ceil(lasted / DAY));
  client.pausedAt = null;
  client.pausedUntil = null;
  if (client.expiresAt !== null) shiftEnds(client, between(client.expiresAt, end));
  client.startPaidTime(end);
  client.endNoticed = markBehind(end, at);
  client.nextBillingAt = billingDate(end, client.autoRenew);
}

/** Devices that were bought for the period stand still with it, and so does what was paid of it. */
function shiftEnds(client: ServerClient, by: Period): void {
  const { extraDevicesUntil, paidUntil } = client;
  if (extraDevicesUntil != null) client.extraDevicesUntil = later(extraDevicesUntil, by);
  if (paidUntil != null) client.paidUntil = later(paidUntil, by);
}

function stayOff(client: ServerClient, reason: SuspendReason, at: Date): void {
  client.statusReason = reason;
  client.suspendedAt = at;
  const change = { at: at.toISOString(), status: client.status, reason };
  client.statusHistory = withChange(client.statusHistory, change);
  client.want('disabled', at);
}

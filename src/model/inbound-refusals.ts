import { isShutByRefusals, refusalOf } from './inbound-door.ts';
import type { ServerInbound } from './server-inbound.ts';
import { later, minutes } from './values/period.ts';

/** So many different units refused for good, one after the other, speak against the inbound and not against them. */
const MOST_REFUSED = 3;
/** Between two tries whether it takes clients again. */
const TEST_EVERY = minutes(10);

/** It refused this unit for good. true = with it the inbound goes out of sale, until it takes a client again. */
export function noteRefused(inbound: ServerInbound, unit: { id: string; why: string }, at: Date): boolean {
  inbound.refusedUnits = [...new Set([...(inbound.refusedUnits ?? []), unit.id])];
  if (inbound.refusingWhy != null || inbound.refusedUnits.length < MOST_REFUSED) return false;
  inbound.refusingWhy = unit.why;
  testLater(inbound, at);
  const isOnSale = inbound.status === 'active' || inbound.status === 'full';
  if (isOnSale) inbound.close(refusalOf(inbound) ?? unit.why);
  return true;
}

/** It took a client. true = it was out of sale for its refusals until now. */
export function noteTaken(inbound: ServerInbound): boolean {
  const wasRefusing = inbound.refusingWhy != null;
  if (inbound.refusedUnits != null) inbound.refusedUnits = null;
  if (!wasRefusing) return false;
  Object.assign(inbound, { refusingWhy: null, selfTestDueAt: null });
  if (isShutByRefusals(inbound)) inbound.open();
  return true;
}

/** It still refuses, or cannot be tried now. */
export function testLater(inbound: ServerInbound, at: Date, after = TEST_EVERY): void {
  inbound.selfTestDueAt = later(at, after);
}

import type { Update } from 'grammy/types';
import type { Clock } from '../../services/ports/clock.ts';
import { crashPoint } from '../../services/ports/crash-point.ts';
import type { Logger } from '../../services/ports/logger.ts';
import { count, observe } from '../../services/ports/meter.ts';
import type { UnitOfWork } from '../../services/ports/unit-of-work.ts';
import {
  type ClaimedUpdate,
  extendLease,
  finishUpdate,
  type Held,
  postponeUpdate,
} from './inbox-statements.ts';
import { safeReason } from './safe-reason.ts';
import { isTelegramTrouble, telegramWait } from './telegram-trouble.ts';
import { withTimeToCall } from './time-to-call.ts';

/** What the inbox needs to take one update to its end. */
export type Handling = {
  readonly work: UnitOfWork;
  readonly clock: Clock;
  readonly log: Logger;
  readonly botId: number;
  handle(update: Update): Promise<void>;
  /** Tells admin and person that an update was given up; may be called twice for one update. */
  aside(update: Update, reason: string): Promise<void>;
  /** Makes of an old tap one that only draws its screen anew. */
  redraw(update: Update): Update;
};

/** Telegram has cancelled the payment by then; no money moves. */
const CHECKOUT_LIVES_MS = 10_000;
const TAP_LIVES_MS = 60_000;
const MOST_TRIES = 3;
const RETRY_MS = [1_000, 5_000];

/**
 * Handles one claimed update and records how it ended, unless the lease has become another's meanwhile. Answers after
 * how many ms it is to be tried again; null = it is not. @throws only when the database does.
 */
export async function handleClaimed(
  tools: Handling,
  claimed: ClaimedUpdate,
  leaseMs: number,
): Promise<number | null> {
  if (claimed.attempts > MOST_TRIES) {
    return putAside(tools, claimed, { reason: 'the process ended each time it was handled', leaseMs });
  }
  const began = performance.now();
  const failure = await tryOnce(tools, claimed, leaseMs);
  if (claimed.update.pre_checkout_query)
    observe('shop_precheckout_seconds', {}, (claimed.ageMs + performance.now() - began) / 1_000);
  if (failure === null) return done(tools, claimed);
  const { reason } = failure;
  tools.log.warn('update.failed', { updateId: claimed.id, attempts: claimed.attempts, reason });
  const forTelegram = failure.isTelegrams ? telegramWait(claimed) : null;
  if (forTelegram !== null) return tryLater(tools, claimed, { error: reason, ms: forTelegram, isFree: true });
  if (claimed.attempts === MOST_TRIES) return putAside(tools, claimed, { reason, leaseMs });
  const ms = RETRY_MS[claimed.attempts - 1] ?? 0;
  return tryLater(tools, claimed, { error: reason, ms, isFree: false });
}

type Failure = { reason: string; isTelegrams: boolean };

/** null = it did not fail. A handler that outlives its lease has: somebody else may begin. */
async function tryOnce(tools: Handling, claimed: ClaimedUpdate, leaseMs: number): Promise<Failure | null> {
  const { update, ageMs } = claimed;
  if (update.pre_checkout_query && ageMs > CHECKOUT_LIVES_MS) return null;
  const stale = update.callback_query !== undefined && ageMs > TAP_LIVES_MS;
  try {
    const handle = () => tools.handle(stale ? tools.redraw(update) : update);
    await within(leaseMs, withTimeToCall(leaseMs, handle));
    return null;
  } catch (fault) {
    return { reason: safeReason(fault) || 'unknown fault', isTelegrams: isTelegramTrouble(fault) };
  }
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('the handler took longer than its lease')), ms);
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function done(tools: Handling, claimed: ClaimedUpdate): Promise<null> {
  crashPoint('update.handled');
  await tools.work.alone((em) => finishUpdate(em, heldBy(tools, claimed), { state: 'done', error: null }));
  count('shop_updates_total', { outcome: 'done' });
  return null;
}

/** `isFree`: the try is not counted. */
type Again = { error: string; ms: number; isFree: boolean };

async function tryLater(
  tools: Handling,
  claimed: ClaimedUpdate,
  { error, ms, isFree }: Again,
): Promise<number> {
  const dueAt = new Date(tools.clock.now().getTime() + ms);
  await tools.work.do((em) => postponeUpdate(em, heldBy(tools, claimed), { dueAt, error, isFree }));
  count('shop_updates_total', { outcome: 'again' });
  return ms;
}

/** Told first and recorded after: who dies between the two tells again. */
async function putAside(
  tools: Handling,
  claimed: ClaimedUpdate,
  { reason, leaseMs }: { reason: string; leaseMs: number },
): Promise<null> {
  const held = heldBy(tools, claimed);
  if (!(await tools.work.alone((em) => extendLease(em, held, leaseMs)))) return null;
  tools.log.error('update.put-aside', { updateId: claimed.id, reason });
  try {
    await tools.aside(claimed.update, reason);
  } catch (error) {
    tools.log.error('update.aside-failed', { updateId: claimed.id, reason: safeReason(error) });
  }
  await tools.work.alone((em) => finishUpdate(em, held, { state: 'failed', error: reason }));
  count('shop_updates_total', { outcome: 'aside' });
  return null;
}

const heldBy = ({ botId }: Handling, { id, leaseNo }: ClaimedUpdate): Held => ({ botId, id, leaseNo });

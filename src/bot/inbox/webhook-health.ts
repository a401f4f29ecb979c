import type { WebhookInfo } from 'grammy/types';
import { later, minutes } from '../../model/values/period.ts';
import { safeReason } from './safe-reason.ts';

/** How the way from Telegram to us was when somebody last looked; all times are business time. */
export type WebhookHealth = {
  /** Updates that waited at Telegram. */
  readonly pending: number;
  /** Why they wait; null = all is well. Holds no secret. */
  readonly trouble: string | null;
  readonly failingSince: Date | null;
  /** null = the owners were not told. */
  readonly toldAt: Date | null;
};

/** What one look saw. */
export type Seen = Pick<WebhookHealth, 'pending' | 'trouble'>;

/** Telegram tries again after two minutes at the latest: what failed longer ago than this has got through since. */
const RECENT = minutes(3);
const TOLERATED = minutes(5);
/** Some always wait for a moment; so many, and more than before, is a queue that nobody works off. */
const QUEUE = 100;

/** Telegram keeps its last error for ever: it counts while it is fresh and something waits. */
export function seenIn(info: WebhookInfo, before: WebhookHealth, now: Date): Seen {
  const { pending_update_count: pending, last_error_date: at, last_error_message: message } = info;
  const failedAt = at === undefined ? null : new Date(at * 1000);
  const isRecent = failedAt !== null && later(failedAt, RECENT) > now;
  if (isRecent && pending > 0) return { pending, trouble: safeReason(message ?? 'unknown error') };
  const grows = pending > QUEUE && pending > before.pending;
  return { pending, trouble: grows ? 'no error, but ever more updates wait' : null };
}

/** The health after one more look, and what owners have to be told: a trouble of five minutes once, and its end. */
export function healthAfter(
  before: WebhookHealth,
  seen: Seen,
  now: Date,
): { health: WebhookHealth; news: 'webhook-failing' | 'webhook-back' | null } {
  if (seen.trouble === null) {
    const health = { ...seen, failingSince: null, toldAt: null };
    return { health, news: before.toldAt === null ? null : 'webhook-back' };
  }
  const failingSince = before.failingSince ?? now;
  const isDue = before.toldAt === null && later(failingSince, TOLERATED) <= now;
  const toldAt = isDue ? now : before.toldAt;
  return { health: { ...seen, failingSince, toldAt }, news: isDue ? 'webhook-failing' : null };
}

import { createHash, timingSafeEqual } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Update } from 'grammy/types';
import { type Context, Hono, type Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Secret } from '../model/values/secret.ts';
import type { Logger } from '../services/ports/logger.ts';
import { observe } from '../services/ports/meter.ts';
import { GatheredStore, TooManyWait } from './gathered-store.ts';
import { hourlyLimit } from './hourly-limit.ts';

export type WebhookParts = {
  /** Where Telegram brings updates; begins with a slash. */
  readonly path: string;
  /** Each of them is taken. */
  readonly secrets: readonly Secret[];
  /** Takes updates into the inbox and returns when that is committed; those that are there already are left alone. */
  store(updates: readonly Update[]): Promise<unknown>;
  readonly log: Logger;
  /** Real milliseconds, for the limits. */
  readonly realTime?: () => number;
  /** Real ms for the database to take what came; 10,000 unless told. Telegram itself waits for a minute. */
  readonly patienceMs?: number;
};

const SECRET_HEADER = 'X-Telegram-Bot-Api-Secret-Token';
const LARGEST_BODY = 1024 * 1024;
/** More than the 100 connections that Telegram may be allowed (Bot API, setWebhook). */
const MOST_WAITING = 200;
const PATIENCE_MS = 10_000;
const RETRY_SECONDS = { busy: '1', away: '5' };
const QUIET_MS = 10_000;
/** Strangers in an hour: of one address, and of all, before they read 429; and lines about them in the log. */
const TOLERATED = 60;
const CROWD = 600;
const LINES = 20;

/** The rest of an update is the bot's business. Telegram's ids are exact in JavaScript. */
const update = z.looseObject({ update_id: z.int().nonnegative() });

/**
 * The webhook of the bot (contracts/telegram.md A3, B3): 200 is answered when the update is in the inbox, and not
 * before; anything else makes Telegram bring it again, at once and then ever later, for a day. Whoever does not know
 * the secret is sent away without a word, with their body unread, and never reaches the database.
 */
export function webhookRoutes(parts: WebhookParts): Hono {
  const app = new Hono();
  const tooLarge = (c: Context) => c.body(null, 413);
  const limited = bodyLimit({ maxSize: LARGEST_BODY, onError: tooLarge });
  app.post(parts.path, doorkeeper(parts), stopwatch, limited, taker(parts));
  return app;
}

/** How long Telegram waits; strangers are not in it. */
async function stopwatch(c: Context, next: Next): Promise<void> {
  const began = performance.now();
  await next();
  observe('shop_webhook_answer_seconds', { status: `${c.res.status}` }, (performance.now() - began) / 1_000);
}

/** Telegram comes as fast as it likes; strangers are counted, and only what they are answered depends on it. */
function doorkeeper({ secrets, log, realTime = () => performance.now() }: WebhookParts) {
  const known = secrets.map((secret) => digest(secret.reveal()));
  const isTolerated = hourlyLimit(TOLERATED, realTime);
  const isQuiet = hourlyLimit(CROWD, realTime);
  const isNews = hourlyLimit(1, realTime);
  const hasLines = hourlyLimit(LINES, realTime);
  const sendAway = (c: Context) => {
    const address = getConnInfo(c).remote.address ?? 'unknown';
    if (isNews(address) && hasLines('')) log.warn('webhook.stranger', { address });
    const status = isTolerated(address) && isQuiet('') ? 401 : 429;
    return c.body(null, status, { Connection: 'close' });
  };
  return (c: Context, next: Next) => {
    const given = digest(c.req.header(SECRET_HEADER) ?? '');
    const isTelegram = known.filter((each) => timingSafeEqual(each, given)).length > 0;
    return isTelegram ? next() : Promise.resolve(sendAway(c));
  };
}

/** Answers for somebody who knows the secret. */
function taker({ log, store, patienceMs = PATIENCE_MS }: WebhookParts) {
  const inbox = new GatheredStore<Update>({ store, most: MOST_WAITING, patienceMs });
  const complain = seldom((error) => log.error('webhook.not-stored', { error }));
  const take = async (c: Context, read: Update) => {
    try {
      await inbox.add(read);
      return c.body(null, 200);
    } catch (error) {
      const isBusy = error instanceof TooManyWait;
      if (!isBusy) complain(error);
      return c.body(null, 503, { 'Retry-After': isBusy ? RETRY_SECONDS.busy : RETRY_SECONDS.away });
    }
  };
  return async (c: Context) => {
    if (!isJson(c.req.header('Content-Type'))) return c.body(null, 415);
    const read = readUpdate(await c.req.text());
    if (read !== null) return take(c, read);
    log.warn('webhook.unreadable');
    return c.body(null, 400);
  };
}

/** Digests are of equal length, so that the time of a comparison tells nothing, not even how long the secret is. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const isJson = (type: string | undefined): boolean => /^application\/json\s*(;|$)/i.test(type ?? '');

/** null = a web server on the way has cut or changed it: Telegram still has it whole. */
function readUpdate(text: string): Update | null {
  try {
    const { data } = update.safeParse(JSON.parse(text));
    return data === undefined ? null : (data as unknown as Update);
  } catch {
    return null;
  }
}

/** While the database is away every delivery fails: one line in ten seconds says it. */
function seldom(tell: (error: unknown) => void): (error: unknown) => void {
  let quietUntil = 0;
  return (error) => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + QUIET_MS;
    tell(error);
  };
}

import type { Hono } from 'hono';
import { z } from 'zod';
import { EmuError } from '../emu-error.ts';
import { FAULT_KINDS } from '../telegram/faults.ts';
import { methodName } from '../telegram/schema.ts';
import { stormShape } from '../telegram/storm.ts';
import type { Telegram } from '../telegram/telegram.ts';
import type { WorldEnv } from './bot-routes.ts';
import { jsonBody } from './json-body.ts';

const LONGEST_MS = 600_000;

const isKnownMethod = (method: string) => method === '*' || methodName(method) !== undefined;
const count = (words: string) => z.number({ error: words }).int(words);
const times = count('must be a whole number').min(1, 'must be 1 or more; leave it out for 1');
const ms = count('must be a whole number of milliseconds')
  .min(0, 'must be 0 or more')
  .max(LONGEST_MS, `must be ${LONGEST_MS} or less`);
const fault = z.strictObject({
  method: z
    .string({ error: 'wants the name of a method of the Bot API, or * for any' })
    .refine(isKnownMethod, 'is no method of the Bot API; write one as in sendMessage, or * for any'),
  chat: count('wants the id of a person or group').optional(),
  match: z.string().min(1, 'is empty; leave it out to fit every call').optional(),
  times: times.max(1_000_000, 'must be 1000000 or less').default(1),
  kind: z.preprocess(
    (kind) => (typeof kind === 'number' ? String(kind) : kind),
    z.enum(FAULT_KINDS, { error: `must be one of ${FAULT_KINDS.join(', ')}` }),
  ),
  retryAfter: count('must be a whole number of seconds').min(0, 'must be 0 or more').optional(),
  ms: ms.optional(),
  text: z.string().optional(),
});
const known = z.object({ updateId: z.number().int() });
const held = z.strictObject({ hold: z.boolean({ error: 'must be true or false' }) });
const watching = z.strictObject({ watch: z.boolean({ error: 'must be true or false' }) });
const dropped = z.strictObject({ times: times.default(1) });
const perSecond = count('must be a whole number, or null for no limit').min(1, 'must be 1 or more');
const limits = z.strictObject({
  perChat: perSecond.nullable().default(null),
  inAll: perSecond.nullable().default(null),
});

/** Doors through which calls and updates go wrong. */
export function faultRoutes(app: Hono<WorldEnv>, telegram: Telegram): void {
  app.get('/_emu/faults', (c) => c.json(telegram.faults.all()));
  app.post('/_emu/faults', async (c) => {
    telegram.faults.add(await jsonBody(c, fault));
    return c.json({});
  });
  app.delete('/_emu/faults', (c) => {
    telegram.faults.clear();
    return c.json({});
  });
  app.post('/_emu/limits', async (c) => {
    telegram.flood.set(await jsonBody(c, limits));
    return c.json(telegram.flood.limit);
  });
  app.post('/_emu/secrets/watch', async (c) => {
    const { watch } = await jsonBody(c, watching);
    telegram.secrets.isWatching = watch;
    return c.json({ watch });
  });
  app.get('/_emu/chaos', (c) => c.json(telegram.storm.state()));
  app.post('/_emu/chaos', async (c) => {
    telegram.storm.set(await jsonBody(c, stormShape));
    return c.json(telegram.storm.state());
  });
  updateRoutes(app, telegram);
}

function updateRoutes(app: Hono<WorldEnv>, { updates, faults }: Telegram): void {
  app.post('/_emu/updates/duplicate', async (c) => {
    const { updateId } = await jsonBody(c, known);
    if (!updates.duplicate(updateId)) throw new EmuError(404, `updateId: ${updateId} is not known`);
    return c.json({ updateId });
  });
  app.post('/_emu/updates/reorder', (c) => c.json({ updates: updates.reorder() }));
  app.post('/_emu/updates/hold', async (c) => {
    const { hold } = await jsonBody(c, held);
    updates.hold(hold);
    return c.json({ hold });
  });
  app.post('/_emu/updates/drop-poll', async (c) => {
    const { times } = await jsonBody(c, dropped);
    const isDropped = updates.dropPoll();
    const left = isDropped ? times - 1 : times;
    if (left > 0) faults.add({ method: 'getUpdates', kind: 'reset', times: left });
    return c.json({ dropped: isDropped ? 1 : 0 });
  });
}

import type { Hono } from 'hono';
import { z } from 'zod';
import type { ShopRegistry } from '../shop-registry.ts';
import type { Charge } from '../telegram/star-ledger.ts';
import type { Telegram } from '../telegram/telegram.ts';
import type { WorldEnv } from './bot-routes.ts';
import { jsonBody } from './json-body.ts';

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost):\d+$/;

const secret = z.object({
  value: z.string().min(1),
  owner: z.number().int().min(0).nullable().default(null),
});
const advance = z.object({ ms: z.number().int().min(0) });
const shop = z.object({
  url: z.string().regex(LOOPBACK, 'must be http://127.0.0.1:PORT'),
  pid: z.number().int().positive(),
});

/** Doors through which a test turns the world: time, secrets; and what the bot did. */
export function controlRoutes(app: Hono<WorldEnv>, telegram: Telegram, shops: ShopRegistry): void {
  app.get('/_emu/bot', (c) => c.json({ ...telegram.bot, commands: defaultCommands(telegram) }));
  app.get('/_emu/calls', (c) => c.json(telegram.journal.list(c.req.query('method'))));
  app.get('/_emu/violations', (c) => c.json(telegram.journal.violations));
  app.get('/_emu/charges', (c) => c.json(telegram.ledger.charges().map(chargeView)));
  app.post('/_emu/secrets', async (c) => {
    telegram.secrets.tell(await jsonBody(c, secret));
    return c.json({});
  });
  clockRoutes(app, telegram, shops);
}

function clockRoutes(app: Hono<WorldEnv>, telegram: Telegram, shops: ShopRegistry): void {
  const { clock, updates } = telegram;
  app.get('/_emu/clock', (c) => c.json({ now: clock.now(), offsetMs: clock.offsetMs }));
  app.post('/_emu/clock/advance', async (c) => {
    const { ms } = await jsonBody(c, advance);
    const offsetMs = clock.advance(ms);
    telegram.subscriptions.renewDue();
    return c.json({ offsetMs, shop: await shops.moveClock(offsetMs) });
  });
  app.post('/_emu/shops', async (c) => {
    shops.add(await jsonBody(c, shop));
    return c.json({ offsetMs: clock.offsetMs });
  });
  app.get('/_emu/idle', async (c) => {
    const told = await shops.idle();
    if (!told) return c.json({ idle: false, shop: 'down' });
    return c.json({ ...told, idle: told.idle && updates.pending === 0, updates: updates.pending });
  });
}

/** Times in ms; null = not given back, or from before times were kept. */
function chargeView({ id, person, amount, payload, at, refundedAt }: Charge) {
  return { chargeId: id, person, amount, payload, at: at ?? null, refundedAt: refundedAt ?? null };
}

/** The menu that everybody has, as the bot set it. */
function defaultCommands({ shelf }: Telegram): unknown[] {
  return shelf.get<unknown[]>('commands', '{"type":"default"}/') ?? [];
}

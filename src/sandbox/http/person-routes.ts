import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { EmuError } from '../emu-error.ts';
import type { PersonActs } from '../telegram/person-acts.ts';
import { screenOf } from '../telegram/screen.ts';
import type { Person } from '../telegram/shapes.ts';
import type { Telegram } from '../telegram/telegram.ts';
import type { WorldEnv } from './bot-routes.ts';
import { jsonBody } from './json-body.ts';

const id = z.number().int().positive();
const newPerson = z.object({
  id: id.optional(),
  name: z.string().min(1).max(64),
  language: z.string().min(2).max(16).default('en'),
  stars: z.number().int().min(0).default(0),
  role: z.enum(['customer', 'owner']).default('customer'),
});
const sent = z.union([z.object({ sticker: z.literal(true) }), z.object({ text: z.string() })], {
  error: 'wants {text} or {sticker: true}',
});
const place = z.number().int().min(0);
const tapped = z.union(
  [z.object({ label: z.string() }), z.object({ messageId: id, row: place, column: place })],
  { error: 'wants {label} or {messageId, row, column}' },
);
const paid = z.object({ messageId: id.optional() });

/** Doors through which a program is a person (contracts/telegram.md C4). */
export function personRoutes(app: Hono<WorldEnv>, telegram: Telegram, acts: PersonActs): void {
  const person = (c: Context) => personOf(telegram, c.req.param('id') ?? '');
  app.get('/_emu/persons', (c) => c.json(telegram.persons.all().map(personView)));
  app.post('/_emu/persons', async (c) =>
    c.json({ id: telegram.persons.add(await jsonBody(c, newPerson)).id }),
  );
  app.get('/_emu/persons/:id/messages', (c) => c.json(screenOf(telegram, person(c).id)));
  app.post('/_emu/persons/:id/send', async (c) => {
    const body = await jsonBody(c, sent);
    const said = 'text' in body ? acts.sendText(person(c), body.text) : acts.sendSticker(person(c));
    return c.json(said);
  });
  app.post('/_emu/persons/:id/tap', async (c) => {
    const body = await jsonBody(c, tapped);
    const done = 'label' in body ? acts.tapLabel(person(c), body.label) : acts.tapPlace(person(c), body);
    return c.json(await done);
  });
  app.post('/_emu/persons/:id/pay', async (c) => {
    const { messageId } = await jsonBody(c, paid);
    return c.json(await acts.pay(person(c), messageId));
  });
  app.post('/_emu/persons/:id/block', (c) => c.json(acts.setBlocked(person(c), true)));
  app.post('/_emu/persons/:id/unblock', (c) => c.json(acts.setBlocked(person(c), false)));
}

function personOf(telegram: Telegram, id: string): Person {
  const person = telegram.persons.find(Number(id));
  if (!person) throw new EmuError(404, `id: there is no person ${id}`);
  return person;
}

function personView({ id, name, language, stars, role, blocked }: Person) {
  return { id, name, language, stars, role, blocked };
}

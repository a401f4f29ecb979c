import type { Context, Hono } from 'hono';
import { z } from 'zod';
import { EmuError } from '../emu-error.ts';
import { PersonActs } from '../telegram/person-acts.ts';
import { PersonWords } from '../telegram/person-words.ts';
import { screenOf } from '../telegram/screen.ts';
import type { Person } from '../telegram/shapes.ts';
import type { Subscription } from '../telegram/star-subscriptions.ts';
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
const target = {
  chat: z.number().int().optional(),
  threadId: id.optional(),
  replyTo: id.optional(),
};
const picture = z.object({ photo: z.base64(), caption: z.string().default(''), ...target });
const file = z.object({ document: z.object({ name: z.string().min(1).max(255), data: z.base64() }) });
const card = z.object({ phone: z.string().min(1), name: z.string().min(1).optional() });
const place = z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) });
const sent = z.union(
  [
    z.object({ sticker: z.literal(true), ...target }),
    z.object({ text: z.string(), ...target }),
    picture,
    file.extend({ caption: z.string().default(''), ...target }),
    z.object({ contact: card, ...target }),
    z.object({ location: place, ...target }),
  ],
  {
    error:
      'wants {text}, {sticker: true}, {photo: base64}, {document: {name, data: base64}}, {contact: {phone, name?}} or {location: {latitude, longitude}}',
  },
);
const step = z.number().int().min(0);
const inChat = { chat: z.number().int().optional() };
const tapped = z.union(
  [
    z.object({ label: z.string(), ...inChat }),
    z.object({ messageId: id, row: step, column: step, ...inChat }),
  ],
  { error: 'wants {label} or {messageId, row, column}' },
);
const paid = z.object({ messageId: id.optional(), link: z.string().optional(), ...inChat });
const forged = z.object({
  data: z.string().refine((data) => Buffer.byteLength(data) <= 64, 'is longer than 64 bytes'),
  messageId: id.optional(),
});
const edited = z.object({ messageId: id, text: z.string() });
const forwarded = z.object({ messageId: id, from: z.number().int().optional() });
const cleared = z.object({ revoke: z.boolean().default(false) });

/** Doors through which a program is a person (contracts/telegram.md C4). */
export function personRoutes(app: Hono<WorldEnv>, telegram: Telegram): void {
  const person = (c: Context) => personOf(telegram, c.req.param('id') ?? '');
  app.get('/_emu/persons', (c) => c.json(telegram.persons.all().map(personView)));
  app.post('/_emu/persons', async (c) =>
    c.json({ id: telegram.persons.add(await jsonBody(c, newPerson)).id }),
  );
  app.get('/_emu/persons/:id/messages', (c) => c.json(screenOf(telegram, person(c).id)));
  wordRoutes(app, new PersonWords(telegram), person);
  actRoutes(app, new PersonActs(telegram), person);
  subscriptionRoutes(app, telegram, person);
}

type PersonIn = (c: Context) => Person;

function wordRoutes(app: Hono<WorldEnv>, words: PersonWords, person: PersonIn): void {
  app.post('/_emu/persons/:id/send', async (c) => c.json(say(words, person(c), await jsonBody(c, sent))));
  app.post('/_emu/persons/:id/edit', async (c) => {
    const { messageId, text } = await jsonBody(c, edited);
    return c.json(words.edit(person(c), messageId, text));
  });
  app.post('/_emu/persons/:id/forward', async (c) =>
    c.json(words.forward(person(c), await jsonBody(c, forwarded))),
  );
  app.post('/_emu/persons/:id/delete-history', async (c) => {
    words.deleteHistory(person(c), await jsonBody(c, cleared));
    return c.json({});
  });
}

function say(words: PersonWords, person: Person, body: z.infer<typeof sent>) {
  if ('text' in body) return words.text(person, body.text, body);
  if ('photo' in body) return words.photo(person, Buffer.from(body.photo, 'base64'), body);
  if ('document' in body) {
    const { name, data } = body.document;
    return words.document(person, { name, bytes: Buffer.from(data, 'base64') }, body);
  }
  if ('contact' in body) return words.contact(person, { name: undefined, ...body.contact }, body);
  return 'location' in body ? words.location(person, body.location, body) : words.sticker(person, body);
}

function actRoutes(app: Hono<WorldEnv>, acts: PersonActs, person: PersonIn): void {
  app.post('/_emu/persons/:id/tap', async (c) => {
    const body = await jsonBody(c, tapped);
    const { chat } = body;
    const done =
      'label' in body ? acts.tapLabel(person(c), body.label, chat) : acts.tapPlace(person(c), body, chat);
    return c.json(await done);
  });
  app.post('/_emu/persons/:id/callback', async (c) => {
    const { data, messageId } = await jsonBody(c, forged);
    return c.json(acts.forgeCallback(person(c), data, messageId));
  });
  app.post('/_emu/persons/:id/pay', async (c) => c.json(await acts.pay(person(c), await jsonBody(c, paid))));
  app.post('/_emu/persons/:id/block', (c) => c.json(acts.setBlocked(person(c), true)));
  app.post('/_emu/persons/:id/unblock', (c) => c.json(acts.setBlocked(person(c), false)));
  app.post('/_emu/persons/:id/delete-account', (c) => {
    acts.deleteAccount(person(c));
    return c.json({});
  });
}

function subscriptionRoutes(app: Hono<WorldEnv>, { subscriptions }: Telegram, person: PersonIn): void {
  app.get('/_emu/persons/:id/subscriptions', (c) =>
    c.json(subscriptions.of(person(c).id).map(subscriptionView)),
  );
  app.post('/_emu/persons/:id/subscriptions/:charge/cancel', (c) =>
    c.json(subscriptions.cancel(person(c).id, c.req.param('charge'))),
  );
  app.post('/_emu/persons/:id/subscriptions/:charge/enable', (c) =>
    c.json(subscriptions.enable(person(c).id, c.req.param('charge'))),
  );
}

/** Times in ms, as everywhere behind these doors. */
function subscriptionView({ id, amount, payload, until, state, charges }: Subscription) {
  return { chargeId: id, amount, payload, until: until * 1000, state, charges };
}

function personOf(telegram: Telegram, id: string): Person {
  const person = telegram.persons.find(Number(id));
  if (!person) throw new EmuError(404, `id: there is no person ${id}`);
  return person;
}

function personView({ id, name, language, stars, role, blocked, deleted }: Person) {
  return { id, name, language, stars, role, blocked, deleted: deleted === true };
}

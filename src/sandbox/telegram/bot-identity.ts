import { randomBytes, randomInt } from 'node:crypto';
import type { Shelf } from '../shelf.ts';
import type { Json } from './shapes.ts';

export type BotIdentity = { id: number; token: string; username: string };

/** The one bot of this world: made at its first start, kept for ever. */
export function botIdentity(shelf: Shelf): BotIdentity {
  const known = shelf.get<BotIdentity>('world', 'bot');
  if (known) return known;
  const id = randomInt(5_000_000_000, 8_000_000_000);
  const bot = { id, token: `${id}:AA${randomLetters(33)}`, username: 'sandbox_shop_bot' };
  shelf.put('world', 'bot', bot);
  return bot;
}

/** The bot as a `User` of the Bot API. */
export function botUser(bot: BotIdentity): Json {
  return { id: bot.id, is_bot: true, first_name: 'Sandbox shop', username: bot.username };
}

/** Random characters of base64url. */
export function randomLetters(length: number): string {
  return randomBytes(length).toString('base64url').slice(0, length);
}

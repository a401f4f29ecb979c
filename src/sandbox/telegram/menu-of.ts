import type { Shelf } from '../shelf.ts';
import type { Person } from './shapes.ts';

/** The commands that a person finds in the menu: the nearest scope that the bot set, in the person's language first (Bot API, BotCommandScope). */
export function menuOf(shelf: Shelf, { id, language }: Person): unknown[] {
  const scopes = [{ type: 'chat', chat_id: id }, { type: 'all_private_chats' }, { type: 'default' }];
  const languages = [language.slice(0, 2), ''];
  const keys = scopes.flatMap((scope) => languages.map((code) => `${JSON.stringify(scope)}/${code}`));
  for (const key of keys) {
    const menu = shelf.get<unknown[]>('commands', key);
    if (menu) return menu;
  }
  return [];
}

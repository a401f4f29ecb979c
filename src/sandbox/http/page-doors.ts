import type { Context, Hono } from 'hono';
import { EmuError } from '../emu-error.ts';
import { menuOf } from '../telegram/menu-of.ts';
import type { Person } from '../telegram/shapes.ts';
import type { Telegram } from '../telegram/telegram.ts';
import type { WorldEnv } from './bot-routes.ts';

/** What a chat shows besides its messages, and the faults that are still due: the chat page needs both. */
export function pageDoors(app: Hono<WorldEnv>, telegram: Telegram): void {
  app.get('/_emu/persons/:id/action', (c) => c.json(telegram.actions.of(personOf(telegram, c).id)));
  app.get('/_emu/persons/:id/commands', (c) => c.json(menuOf(telegram.shelf, personOf(telegram, c))));
  app.get('/_emu/persons/:id/documents/:message', (c) => documentFile(telegram, c));
  app.delete('/_emu/faults/:id', (c) => {
    const id = Number(c.req.param('id'));
    if (!telegram.faults.remove(id)) throw new EmuError(404, 'id: there is no such fault');
    return c.json({});
  });
}

/** Always as a download: what a bot sends must not run as a page of the world. */
function documentFile(telegram: Telegram, c: Context): Response {
  const message = telegram.chats.find(personOf(telegram, c).id, Number(c.req.param('message')));
  const { file_id = '', file_name = '' } = message?.content.document ?? {};
  const stored = telegram.shelf.get<{ base64: string }>('files', file_id);
  if (!stored) throw new EmuError(404, 'message: has no document');
  return new Response(Buffer.from(stored.base64, 'base64'), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file_name)}`,
    },
  });
}

function personOf({ persons }: Telegram, c: Context): Person {
  const id = c.req.param('id') ?? '';
  const person = persons.find(Number(id));
  if (!person) throw new EmuError(404, `id: there is no person ${id}`);
  return person;
}

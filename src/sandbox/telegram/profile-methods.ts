import { badRequest } from './api-error.ts';
import type { Params } from './call-params.ts';
import type { Method } from './method.ts';
import type { Json } from './shapes.ts';

const DEFAULT_BUTTON = { type: 'default' };

/** Methods about what people see of the bot: its menu by scope and language, its name and descriptions by language. */
export const PROFILE_METHODS: Record<string, Method> = {
  setMyCommands: ({ telegram, params }) => {
    const commands = params.list('commands');
    for (const command of commands) checkCommand(command);
    telegram.shelf.put('commands', menuKey(params), commands);
    return true;
  },
  getMyCommands: ({ telegram, params }) => telegram.shelf.get('commands', menuKey(params)) ?? [],
  deleteMyCommands: ({ telegram, params }) => {
    telegram.shelf.remove('commands', menuKey(params));
    return true;
  },
  setChatMenuButton: ({ telegram, params }) => {
    const button = params.object('menu_button') ?? DEFAULT_BUTTON;
    telegram.shelf.put('menu-buttons', params.string('chat_id') ?? '', button);
    return true;
  },
  getChatMenuButton: ({ telegram: { shelf }, params }) =>
    shelf.get('menu-buttons', params.string('chat_id') ?? '') ??
    shelf.get('menu-buttons', '') ??
    DEFAULT_BUTTON,
  ...wordsMethods('Name', 'name'),
  ...wordsMethods('Description', 'description'),
  ...wordsMethods('ShortDescription', 'short_description'),
};

/** Setter and getter of one text by language; the general one stands in for a language without its own. */
function wordsMethods(what: string, field: string): Record<string, Method> {
  const collection = `my-${field}`;
  const languageOf = (params: Params) => params.string('language_code') ?? '';
  return {
    [`setMy${what}`]: ({ telegram, params }) => {
      telegram.shelf.put(collection, languageOf(params), params.string(field) ?? '');
      return true;
    },
    [`getMy${what}`]: ({ telegram: { shelf }, params }) => {
      const own = shelf.get<string>(collection, languageOf(params));
      return { [field]: own || (shelf.get<string>(collection, '') ?? '') };
    },
  };
}

function menuKey(params: Params): string {
  const scope = JSON.stringify(params.object('scope') ?? { type: 'default' });
  return `${scope}/${params.string('language_code') ?? ''}`;
}

/** Telegram takes a slash before the name. */
function checkCommand({ command }: Json): void {
  if (!/^\/?[a-z0-9_]{1,32}$/.test(String(command))) throw badRequest('BOT_COMMAND_INVALID');
}

import { badRequest } from './api-error.ts';
import { botUser } from './bot-identity.ts';
import type { Params } from './call-params.ts';
import { chatOf, type Method } from './method.ts';
import type { Json } from './shapes.ts';
import { privateChat } from './views.ts';

const LONGEST_POLL_S = 50;
const COMMANDS_LIMIT = 100;

/** Methods about the bot itself: who it is, how updates reach it, its menu. */
export const ACCOUNT_METHODS: Record<string, Method> = {
  getMe: {
    params: [],
    run: ({ telegram }) => ({
      ...botUser(telegram.bot),
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
      can_connect_to_business: false,
      has_main_web_app: false,
    }),
  },
  getUpdates: {
    params: ['offset', 'limit', 'timeout', 'allowed_updates'],
    run: ({ telegram, params, signal }) => {
      const allowed = params.values.allowed_updates;
      if (Array.isArray(allowed)) telegram.updates.allow(allowed.map(String));
      const offset = params.number('offset') ?? 0;
      const limit = Math.min(Math.max(params.number('limit') ?? 100, 1), 100);
      const timeoutMs = Math.min(params.number('timeout') ?? 0, LONGEST_POLL_S) * 1000;
      return telegram.updates.poll({ offset, limit, timeoutMs, signal });
    },
  },
  deleteWebhook: {
    params: ['drop_pending_updates'],
    run: ({ telegram, params }) => {
      if (params.flag('drop_pending_updates')) telegram.updates.clear();
      return true;
    },
  },
  getWebhookInfo: {
    params: [],
    run: ({ telegram: { updates } }) => ({
      url: '',
      has_custom_certificate: false,
      pending_update_count: updates.pending,
    }),
  },
  setMyCommands: {
    params: ['commands', 'scope', 'language_code'],
    run: ({ telegram, params }) => {
      const scope = JSON.stringify(params.object('scope') ?? { type: 'default' });
      const commands = checkedCommands(params);
      telegram.shelf.put('commands', `${scope}/${params.string('language_code') ?? ''}`, commands);
      return true;
    },
  },
  setChatMenuButton: { params: ['chat_id', 'menu_button'], run: () => true },
  getChat: {
    params: ['chat_id'],
    run: (call) => {
      const person = chatOf(call);
      if (!person.started) throw badRequest('chat not found');
      return { ...privateChat(person), accent_color_id: 0, max_reaction_count: 11 };
    },
  },
};

function checkedCommands(params: Params): Json[] {
  if (!Array.isArray(params.values.commands)) throw badRequest("can't parse commands JSON object");
  const commands = params.list('commands');
  if (commands.length > COMMANDS_LIMIT) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  for (const command of commands) checkCommand(command);
  return commands;
}

function checkCommand({ command, description }: Json): void {
  if (!description) throw badRequest('command description must be non-empty');
  if (String(description).length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  if (!/^\/?[a-z0-9_]{1,32}$/.test(String(command))) throw badRequest('BOT_COMMAND_INVALID');
}

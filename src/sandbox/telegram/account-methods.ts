import { ApiError, badRequest } from './api-error.ts';
import { botUser } from './bot-identity.ts';
import { chatOf, type Method } from './method.ts';
import type { Json } from './shapes.ts';
import { privateChat } from './views.ts';

const LONGEST_POLL_S = 50;
const WEBHOOK_ACTIVE =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

/** Methods about the bot itself: who it is, what it missed, its menu. */
export const ACCOUNT_METHODS: Record<string, Method> = {
  getMe: ({ telegram }) => ({
    ...botUser(telegram.bot),
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  }),
  getUpdates: ({ telegram, params, signal }) => {
    if (telegram.webhook.setting) throw new ApiError(409, WEBHOOK_ACTIVE);
    const allowed = params.values.allowed_updates;
    if (Array.isArray(allowed)) telegram.updates.allow(allowed.map(String));
    const offset = params.number('offset') ?? 0;
    const limit = Math.min(Math.max(params.number('limit') ?? 100, 1), 100);
    const timeoutMs = Math.min(params.number('timeout') ?? 0, LONGEST_POLL_S) * 1000;
    return telegram.updates.poll({ offset, limit, timeoutMs, signal });
  },
  setMyCommands: ({ telegram, params }) => {
    const scope = JSON.stringify(params.object('scope') ?? { type: 'default' });
    const commands = params.list('commands');
    for (const command of commands) checkCommand(command);
    telegram.shelf.put('commands', `${scope}/${params.string('language_code') ?? ''}`, commands);
    return true;
  },
  setChatMenuButton: () => true,
  getChat: (call) => {
    const person = chatOf(call);
    if (!person.started) throw badRequest('chat not found');
    return { ...privateChat(person), accent_color_id: 0, max_reaction_count: 11 };
  },
};

/** Telegram takes a slash before the name. */
function checkCommand({ command }: Json): void {
  if (!/^\/?[a-z0-9_]{1,32}$/.test(String(command))) throw badRequest('BOT_COMMAND_INVALID');
}

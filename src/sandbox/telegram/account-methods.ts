import { ApiError } from './api-error.ts';
import { botUser } from './bot-identity.ts';
import type { Method } from './method.ts';

const LONGEST_POLL_S = 50;
const WEBHOOK_ACTIVE =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

/** Methods about the bot itself: who it is, what it missed, whether it is served. */
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
  logOut: ({ telegram }) => {
    telegram.session.logOut();
    return true;
  },
  close: ({ telegram }) => {
    telegram.session.close();
    return true;
  },
};

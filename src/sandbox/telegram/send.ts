import { badRequest } from './api-error.ts';
import { type MethodCall, threadOf } from './method.ts';
import type { Chat, Content, Json, Keyboard } from './shapes.ts';

type Draft = { content: Content; keyboard: Keyboard | undefined; payload?: string; album?: string };

/** Puts a new message of the bot into a chat and counts it. */
export function send(call: MethodCall, chat: Chat, draft: Draft): Json {
  const { telegram, journal } = call;
  const thread = threadOf(call, chat);
  const replyTo = repliedTo(call, chat);
  telegram.actions.end(chat.id);
  const { content, payload, keyboard, album } = draft;
  const message = telegram.chats.add({
    ...{ chat: chat.id, from: 'bot', content },
    ...(keyboard ? { keyboard } : {}),
    ...(payload === undefined ? {} : { payload }),
    ...(thread === undefined ? {} : { thread }),
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(album === undefined ? {} : { album }),
  });
  const burst = telegram.burst.message(chat.id, telegram.flood.limit.inAll ?? undefined);
  if (burst) telegram.journal.violate('burst', burst, journal);
  return telegram.view(message);
}

/** The message that the new one answers; undefined where there is none. @throws ApiError where it must be there and is not. */
function repliedTo({ telegram, params }: MethodCall, chat: Chat): number | undefined {
  const reply = params.object('reply_parameters');
  if (!reply) return undefined;
  const id = Number(reply.message_id);
  if (telegram.chats.find(chat.id, id)) return id;
  if (reply.allow_sending_without_reply === true) return undefined;
  throw badRequest('message to be replied not found');
}

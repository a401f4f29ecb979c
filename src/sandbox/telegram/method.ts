import { ApiError, badRequest, forbidden } from './api-error.ts';
import type { Params } from './call-params.ts';
import { isGroup } from './groups.ts';
import type { Call } from './journal.ts';
import type { Chat, Group, StoredMessage } from './shapes.ts';
import type { Telegram } from './telegram.ts';

/** One call of the bot on its way through a method. */
export type MethodCall = { telegram: Telegram; params: Params; journal: Call; signal: AbortSignal };

/** A result to which Telegram adds words. */
export class Described {
  readonly result: unknown;
  readonly description: string;

  constructor(result: unknown, description: string) {
    this.result = result;
    this.description = description;
  }
}

/** What a method of the Bot API does; its parameters agree with the schema. */
export type Method = (call: MethodCall) => unknown;

/** The chat the call names. @throws ApiError as Telegram words it (contracts/telegram.md C3). */
export function chatOf({ telegram, params }: MethodCall): Chat {
  if (!params.string('chat_id')) throw badRequest('chat_id is empty');
  return knownChat(telegram, params.number('chat_id') ?? 0);
}

/** The same by its id, wherever a call names it. */
export function knownChat(telegram: Telegram, id: number): Chat {
  if (id === telegram.bot.id) throw forbidden("the bot can't send messages to the bot");
  const chat = telegram.chat(id);
  if (!chat) throw badRequest('chat not found');
  if (isGroup(chat)) checkGroup(chat);
  return chat;
}

/** The same for a call that says something: a person must have started the bot and not blocked it. */
export function reachableChat(call: MethodCall): Chat {
  const chat = chatOf(call);
  if (isGroup(chat)) {
    if (chat.type === 'channel' && chat.bot !== 'administrator')
      throw badRequest('need administrator rights in the channel chat');
    return chat;
  }
  if (chat.deleted) throw forbidden('user is deactivated');
  if (!chat.started) throw forbidden("bot can't initiate conversation with a user");
  if (chat.blocked) throw forbidden('bot was blocked by the user');
  return chat;
}

/** The topic of a forum that a call names; undefined where it names none. @throws ApiError where there is no such topic. */
export function threadOf({ telegram, params }: MethodCall, chat: Chat): number | undefined {
  const thread = params.number('message_thread_id');
  if (!thread) return undefined;
  const topic = isGroup(chat) && chat.forum ? telegram.groups.topic(chat.id, thread) : undefined;
  if (!topic || !isGroup(chat)) throw badRequest('message thread not found');
  if (topic.closed && chat.bot !== 'administrator') throw badRequest('TOPIC_CLOSED');
  return thread;
}

/** The bot's own message that a call wants to change. */
export function ownMessage(call: MethodCall, chat: Chat): StoredMessage {
  const message = call.telegram.chats.find(chat.id, call.params.number('message_id') ?? 0);
  if (!message) throw badRequest('message to edit not found');
  if (message.from !== 'bot') throw badRequest("message can't be edited");
  return message;
}

/** The message of a chat that a call names. @throws ApiError `message to <what> not found`. */
export function messageIn({ telegram, params }: MethodCall, chat: Chat, what: string): StoredMessage {
  const message = telegram.chats.find(chat.id, params.number('message_id') ?? 0);
  if (!message) throw badRequest(`message to ${what} not found`);
  return message;
}

function checkGroup({ type, bot, upgradedTo }: Group): void {
  if (upgradedTo !== undefined)
    throw new ApiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: upgradedTo,
    });
  if (bot === 'kicked') throw forbidden(`bot was kicked from the ${type} chat`);
  if (bot === 'left') throw forbidden(`bot is not a member of the ${type} chat`);
}

import { badRequest, forbidden } from './api-error.ts';
import type { Params } from './call-params.ts';
import type { Call } from './journal.ts';
import type { Person, StoredMessage } from './shapes.ts';
import type { Telegram } from './telegram.ts';

/** One call of the bot on its way through a method. */
export type MethodCall = { telegram: Telegram; params: Params; journal: Call; signal: AbortSignal };

/** What a method of the Bot API does; its parameters agree with the schema. */
export type Method = (call: MethodCall) => unknown;

/** The person whose chat the call names. @throws ApiError as Telegram words it (contracts/telegram.md C3). */
export function chatOf({ telegram, params }: MethodCall): Person {
  if (!params.string('chat_id')) throw badRequest('chat_id is empty');
  const person = telegram.persons.find(params.number('chat_id') ?? 0);
  if (!person) throw badRequest('chat not found');
  return person;
}

/** The same for a call that says something: the person must have started the bot and not blocked it. */
export function reachableChat(call: MethodCall): Person {
  const person = chatOf(call);
  if (!person.started) throw forbidden("bot can't initiate conversation with a user");
  if (person.blocked) throw forbidden('bot was blocked by the user');
  return person;
}

/** The bot's own message that a call wants to change. */
export function ownMessage(call: MethodCall, person: Person): StoredMessage {
  const message = call.telegram.chats.find(person.id, call.params.number('message_id') ?? 0);
  if (!message) throw badRequest('message to edit not found');
  if (message.from !== 'bot') throw badRequest("message can't be edited");
  return message;
}

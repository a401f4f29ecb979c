import { badRequest } from './api-error.ts';
import type { Params } from './call-params.ts';
import type { MethodCall } from './method.ts';
import type { Content, Json, Keyboard, Person } from './shapes.ts';

type Draft = { content: Content; keyboard: Keyboard | undefined; payload?: string };

/** Puts a new message of the bot into a chat and counts it. */
export function send({ telegram, params, journal }: MethodCall, person: Person, draft: Draft): Json {
  checkReply(telegram.chats, person, params);
  const { content, payload, keyboard } = draft;
  const message = telegram.chats.add({
    chat: person.id,
    from: 'bot',
    content,
    ...(keyboard ? { keyboard } : {}),
    ...(payload === undefined ? {} : { payload }),
  });
  const burst = telegram.burst.message(person.id);
  if (burst) telegram.journal.violate('burst', burst, journal);
  return telegram.view(message, person);
}

function checkReply(chats: MethodCall['telegram']['chats'], person: Person, params: Params): void {
  const reply = params.object('reply_parameters');
  if (!reply || reply.allow_sending_without_reply === true) return;
  if (!chats.find(person.id, Number(reply.message_id))) throw badRequest('message to be replied not found');
}

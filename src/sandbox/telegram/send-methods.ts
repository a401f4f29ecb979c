import { badRequest } from './api-error.ts';
import type { Params } from './call-params.ts';
import { captionText, messageText } from './formatted-text.ts';
import { invoiceOf } from './invoice.ts';
import { inlineKeyboard } from './keyboard.ts';
import { type Method, type MethodCall, reachableChat } from './method.ts';
import { photoOf } from './photo.ts';
import type { Content, Entity, Json, Keyboard, Person } from './shapes.ts';

type Draft = { content: Content; keyboard: Keyboard | undefined; payload?: string };

/** Methods that put something new into a chat. */
export const SEND_METHODS: Record<string, Method> = {
  sendMessage: (call) => {
    const person = reachableChat(call);
    const { text, entities } = messageText(call.params);
    return send(call, person, {
      content: { text, ...some('entities', entities) },
      ...keyboardOf(call.params),
    });
  },
  sendPhoto: (call) => {
    const person = reachableChat(call);
    const { text, entities } = captionText(call.params);
    const keyboard = keyboardOf(call.params);
    const photo = photoOf(call);
    const caption = text === '' ? {} : { caption: text, ...some('caption_entities', entities) };
    return send(call, person, { content: { photo, ...caption }, ...keyboard });
  },
  sendInvoice: (call) => {
    const person = reachableChat(call);
    const invoice = invoiceOf(call.params);
    const keyboard = inlineKeyboard(call.params, { isInvoice: true });
    return send(call, person, { content: { invoice }, keyboard, payload: call.params.required('payload') });
  },
  sendChatAction: (call) => {
    reachableChat(call);
    return true;
  },
};

function keyboardOf(params: Params): { keyboard: Keyboard | undefined } {
  return { keyboard: inlineKeyboard(params, { isInvoice: false }) };
}

function some(name: 'entities' | 'caption_entities', entities: Entity[]): Content {
  return entities.length > 0 ? { [name]: entities } : {};
}

function send({ telegram, params, journal }: MethodCall, person: Person, draft: Draft): Json {
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

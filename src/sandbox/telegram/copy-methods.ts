import { ApiError, badRequest } from './api-error.ts';
import { botUser } from './bot-identity.ts';
import { captionOf } from './formatted-text.ts';
import { inlineKeyboard } from './keyboard.ts';
import { type Method, type MethodCall, reachableChat } from './method.ts';
import { send } from './send.ts';
import type { Content, Json, StoredMessage } from './shapes.ts';
import { personUser } from './views.ts';

/** Methods that bring a message into another chat, or once more into its own. */
export const COPY_METHODS: Record<string, Method> = {
  copyMessage: (call) => {
    const person = reachableChat(call);
    const { forward_origin: _origin, ...content } = original(call, 'copy').content;
    const isCaptioned = content.photo !== undefined || content.document !== undefined;
    const isNew = isCaptioned && call.params.string('caption') !== undefined;
    const keyboard = inlineKeyboard(call.params, { isInvoice: false });
    const copy = isNew ? withCaption(content, call) : content;
    return { message_id: send(call, person, { content: copy, keyboard }).message_id };
  },
  forwardMessage: (call) => {
    const person = reachableChat(call);
    const message = original(call, 'forward');
    const forward_origin = message.content.forward_origin ?? originOf(call, message);
    return send(call, person, { content: { ...message.content, forward_origin }, keyboard: undefined });
  },
};

/** @throws ApiError where there is no such message, or one that belongs to its chat: about a payment. */
function original({ telegram, params }: MethodCall, deed: 'copy' | 'forward'): StoredMessage {
  const from = Number(params.string('from_chat_id'));
  if (!telegram.persons.find(from)) throw badRequest('chat not found');
  const message = telegram.chats.find(from, Number(params.string('message_id')));
  if (!message) throw badRequest(`message to ${deed} not found`);
  const { invoice, successful_payment, refunded_payment } = message.content;
  if (invoice) throw new ApiError(501, `Not emulated: to ${deed} an invoice`);
  if (successful_payment || refunded_payment)
    throw badRequest(deed === 'copy' ? "message can't be copied" : "message can't be forwarded");
  return message;
}

function withCaption(content: Content, { params }: MethodCall): Content {
  const { caption: _caption, caption_entities: _entities, ...rest } = content;
  return { ...rest, ...captionOf(params) };
}

function originOf({ telegram }: MethodCall, { chat, from, at }: StoredMessage): Json {
  const person = telegram.persons.find(chat);
  const sender_user = from === 'bot' || !person ? botUser(telegram.bot) : personUser(person);
  return { type: 'user', sender_user, date: Math.floor(at / 1000) };
}

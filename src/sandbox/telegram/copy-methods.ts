import { badRequest } from './api-error.ts';
import { captionOf } from './formatted-text.ts';
import { inlineKeyboard } from './keyboard.ts';
import { knownChat, type Method, type MethodCall, reachableChat } from './method.ts';
import { send } from './send.ts';
import type { Content, Json, Keyboard, StoredMessage } from './shapes.ts';
import type { Telegram } from './telegram.ts';

/** What belongs to its chat and is never brought elsewhere. */
const SERVICE = [
  ...['successful_payment', 'refunded_payment', 'pinned_message', 'forum_topic_created'],
  ...['migrate_to_chat_id', 'migrate_from_chat_id'],
  ...['forum_topic_edited', 'forum_topic_closed', 'forum_topic_reopened'],
] as const satisfies (keyof Content)[];

/** Methods that bring a message into another chat, or once more into its own. */
export const COPY_METHODS: Record<string, Method> = {
  copyMessage: (call) => {
    const chat = reachableChat(call);
    const message = original(call, 'copy');
    if (message.content.invoice) throw badRequest("message can't be copied");
    const { forward_origin: _origin, ...content } = message.content;
    const isCaptioned = content.photo !== undefined || content.document !== undefined;
    const isNew = isCaptioned && call.params.string('caption') !== undefined;
    const keyboard = inlineKeyboard(call.params, { isInvoice: false, chat });
    const copy = isNew ? withCaption(content, call) : content;
    return { message_id: send(call, chat, { content: copy, keyboard }).message_id };
  },
  forwardMessage: (call) => {
    const chat = reachableChat(call);
    return send(call, chat, forwarded(call.telegram, original(call, 'forward')));
  },
};

type Forwarded = { content: Content; keyboard: Keyboard | undefined; payload?: string };

/**
 * A message as it stands where it was forwarded to. A forwarded invoice has its Pay button, for whoever sees it; with a
 * start parameter it has a link to the bot instead.
 */
export function forwarded(telegram: Telegram, message: StoredMessage): Forwarded {
  const { content, payload } = message;
  const forward_origin = content.forward_origin ?? originOf(telegram, message);
  const carried = { content: { ...content, forward_origin }, keyboard: undefined };
  if (!content.invoice) return carried;
  const { start_parameter, total_amount } = content.invoice;
  if (start_parameter === '') return { ...carried, ...(payload === undefined ? {} : { payload }) };
  const url = `https://t.me/${telegram.bot.username}?start=${start_parameter}`;
  return { ...carried, keyboard: { inline_keyboard: [[{ text: `Pay ⭐${total_amount}`, url }]] } };
}

/** @throws ApiError where there is no such message, or one that belongs to its chat. */
function original({ telegram, params }: MethodCall, deed: 'copy' | 'forward'): StoredMessage {
  const { id } = knownChat(telegram, Number(params.string('from_chat_id')));
  const message = telegram.chats.find(id, Number(params.string('message_id')));
  if (!message) throw badRequest(`message to ${deed} not found`);
  const isService = SERVICE.some((field) => message.content[field] !== undefined);
  if (isService) throw badRequest(deed === 'copy' ? "message can't be copied" : "message can't be forwarded");
  return message;
}

function withCaption(content: Content, { params }: MethodCall): Content {
  const { caption: _caption, caption_entities: _entities, ...rest } = content;
  return { ...rest, ...captionOf(params) };
}

function originOf(telegram: Telegram, message: StoredMessage): Json {
  return { type: 'user', sender_user: telegram.authorOf(message), date: Math.floor(message.at / 1000) };
}

import { isDeepStrictEqual } from 'node:util';
import { mediaOf } from './album.ts';
import { badRequest } from './api-error.ts';
import { captionOf, messageText } from './formatted-text.ts';
import { isGroup } from './groups.ts';
import { inlineKeyboard } from './keyboard.ts';
import { chatOf, type Method, type MethodCall, messageIn, ownMessage, reachableChat } from './method.ts';
import type { Chat, Content, Json, StoredMessage } from './shapes.ts';

const OLD_MS = 48 * 3600_000;
const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

/** Methods that change what already stands in a chat. */
export const EDIT_METHODS: Record<string, Method> = {
  editMessageText: (call) =>
    edit(call, ({ content }) => {
      const { text, entities } = messageText(call.params);
      if (content.text === undefined) throw badRequest('there is no text in the message to edit');
      return { text, ...(entities.length > 0 ? { entities } : {}) };
    }),
  editMessageCaption: (call) =>
    edit(call, ({ content: { photo, document } }) => {
      const caption = captionOf(call.params);
      if (!photo && !document) throw badRequest('there is no caption in the message to edit');
      return { ...(photo ? { photo } : { document }), ...caption };
    }),
  editMessageMedia: (call) =>
    edit(call, ({ content }) => {
      if (content.invoice) throw badRequest("message can't be edited");
      return mediaOf(call, call.params.object('media') ?? {});
    }),
  editMessageReplyMarkup: (call) => edit(call, ({ content }) => content),
  deleteMessage: (call) => {
    const chat = chatOf(call);
    const message = messageIn(call, chat, 'delete');
    if (!mayDelete(chat, message)) throw badRequest("message can't be deleted");
    if (isOld(call, message)) throw badRequest("message can't be deleted for everyone");
    call.telegram.chats.remove(message);
    return true;
  },
  deleteMessages: (call) => {
    const { chats } = call.telegram;
    const chat = chatOf(call);
    const found = numbersIn(call.params.values.message_ids).map((messageId) =>
      chats.find(chat.id, messageId),
    );
    for (const message of found)
      if (message && mayDelete(chat, message) && !isOld(call, message)) chats.remove(message);
    return true;
  },
};

function numbersIn(list: unknown): number[] {
  return Array.isArray(list) ? list.map(Number) : [];
}

/** An edit without a keyboard takes the keyboard away, as Telegram does. */
function edit(call: MethodCall, newContent: (message: StoredMessage) => Content): Json {
  const message = ownMessage(call, reachableChat(call));
  const content = newContent(message);
  const keyboard = inlineKeyboard(call.params, { isInvoice: content.invoice !== undefined });
  if (isDeepStrictEqual({ content, keyboard }, { content: message.content, keyboard: message.keyboard }))
    throw badRequest(NOT_MODIFIED);
  if (isOld(call, message)) call.telegram.journal.violate('late edit', `message ${message.id}`, call.journal);
  const { keyboard: _old, ...rest } = message;
  const edited = call.telegram.chats.replace({ ...rest, content, ...(keyboard ? { keyboard } : {}) });
  return call.telegram.view(edited);
}

/** In a group only an administrator takes away what others wrote. */
function mayDelete(chat: Chat, { from }: StoredMessage): boolean {
  return from === 'bot' || !isGroup(chat) || chat.bot === 'administrator';
}

function isOld({ telegram }: MethodCall, { at }: StoredMessage): boolean {
  return telegram.clock.now() - at > OLD_MS;
}

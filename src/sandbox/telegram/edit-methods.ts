import { isDeepStrictEqual } from 'node:util';
import { badRequest } from './api-error.ts';
import { captionText, messageText } from './formatted-text.ts';
import { inlineKeyboard } from './keyboard.ts';
import { chatOf, type Method, type MethodCall, ownMessage, reachableChat } from './method.ts';
import type { Content, Json, StoredMessage } from './shapes.ts';

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
    edit(call, ({ content }) => {
      const { text, entities } = captionText(call.params);
      if (!content.photo) throw badRequest('there is no caption in the message to edit');
      const caption = text === '' ? {} : { caption: text };
      return {
        photo: content.photo,
        ...caption,
        ...(entities.length > 0 ? { caption_entities: entities } : {}),
      };
    }),
  editMessageReplyMarkup: (call) => edit(call, ({ content }) => content),
  deleteMessage: (call) => {
    const { chats } = call.telegram;
    const message = chats.find(chatOf(call).id, call.params.number('message_id') ?? 0);
    if (!message) throw badRequest('message to delete not found');
    if (isOld(call, message)) throw badRequest("message can't be deleted for everyone");
    chats.remove(message);
    return true;
  },
};

/** An edit without a keyboard takes the keyboard away, as Telegram does. */
function edit(call: MethodCall, newContent: (message: StoredMessage) => Content): Json {
  const person = reachableChat(call);
  const message = ownMessage(call, person);
  const content = newContent(message);
  const keyboard = inlineKeyboard(call.params, { isInvoice: content.invoice !== undefined });
  if (isDeepStrictEqual({ content, keyboard }, { content: message.content, keyboard: message.keyboard }))
    throw badRequest(NOT_MODIFIED);
  if (isOld(call, message)) call.telegram.journal.violate('late edit', `message ${message.id}`, call.journal);
  const { keyboard: _old, ...rest } = message;
  const edited = call.telegram.chats.replace({ ...rest, content, ...(keyboard ? { keyboard } : {}) });
  return call.telegram.view(edited, person);
}

function isOld({ telegram }: MethodCall, { at }: StoredMessage): boolean {
  return telegram.clock.now() - at > OLD_MS;
}

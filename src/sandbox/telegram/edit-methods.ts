import { isDeepStrictEqual } from 'node:util';
import { ApiError, badRequest } from './api-error.ts';
import { Params } from './call-params.ts';
import { documentOf } from './document.ts';
import { captionOf, messageText } from './formatted-text.ts';
import { inlineKeyboard } from './keyboard.ts';
import { chatOf, type Method, type MethodCall, ownMessage, reachableChat } from './method.ts';
import { photoOf } from './photo.ts';
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
    edit(call, ({ content: { photo, document } }) => {
      const caption = captionOf(call.params);
      if (!photo && !document) throw badRequest('there is no caption in the message to edit');
      return { ...(photo ? { photo } : { document }), ...caption };
    }),
  editMessageMedia: (call) =>
    edit(call, ({ content }) => {
      if (content.invoice) throw badRequest("message can't be edited");
      return mediaOf(call);
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
  deleteMessages: (call) => {
    const { chats } = call.telegram;
    const { id } = chatOf(call);
    const found = numbersIn(call.params.values.message_ids).map((messageId) => chats.find(id, messageId));
    for (const message of found) if (message && !isOld(call, message)) chats.remove(message);
    return true;
  },
};

/** Inside `media` stands what the sending method has as parameters. */
function mediaOf(call: MethodCall): Content {
  const media = call.params.object('media') ?? {};
  const { type, media: file } = media;
  if (type !== 'photo' && type !== 'document')
    throw new ApiError(501, `Not emulated: media of type ${String(type)}`);
  const params = new Params({ ...media, [type]: file }, call.params.files);
  const caption = captionOf(params);
  const inner = { ...call, params };
  return type === 'photo'
    ? { photo: photoOf(inner), ...caption }
    : { document: documentOf(inner), ...caption };
}

function numbersIn(list: unknown): number[] {
  return Array.isArray(list) ? list.map(Number) : [];
}

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

import { sendAlbum } from './album.ts';
import type { Params } from './call-params.ts';
import { documentOf } from './document.ts';
import { captionOf, messageText } from './formatted-text.ts';
import { invoiceOf } from './invoice.ts';
import { inlineKeyboard } from './keyboard.ts';
import { type Method, reachableChat, threadOf } from './method.ts';
import { photoOf } from './photo.ts';
import { send } from './send.ts';
import type { Chat, Keyboard } from './shapes.ts';

/** Methods that put something new into a chat. */
export const SEND_METHODS: Record<string, Method> = {
  sendMessage: (call) => {
    const chat = reachableChat(call);
    const { text, entities } = messageText(call.params);
    return send(call, chat, {
      content: { text, ...(entities.length > 0 ? { entities } : {}) },
      ...keyboardOf(call.params, chat),
    });
  },
  sendPhoto: (call) => {
    const chat = reachableChat(call);
    const caption = captionOf(call.params);
    const keyboard = keyboardOf(call.params, chat);
    return send(call, chat, { content: { photo: photoOf(call), ...caption }, ...keyboard });
  },
  sendDocument: (call) => {
    const chat = reachableChat(call);
    const caption = captionOf(call.params);
    const keyboard = keyboardOf(call.params, chat);
    return send(call, chat, { content: { document: documentOf(call), ...caption }, ...keyboard });
  },
  sendInvoice: (call) => {
    const chat = reachableChat(call);
    const invoice = invoiceOf(call.params);
    const keyboard = inlineKeyboard(call.params, { isInvoice: true });
    return send(call, chat, { content: { invoice }, keyboard, payload: call.params.required('payload') });
  },
  sendMediaGroup: (call) => sendAlbum(call, reachableChat(call)),
  sendChatAction: (call) => {
    const chat = reachableChat(call);
    threadOf(call, chat);
    call.telegram.actions.show(chat.id, call.params.required('action'));
    call.telegram.chats.onChange(chat.id);
    return true;
  },
};

function keyboardOf(params: Params, chat: Chat): { keyboard: Keyboard | undefined } {
  return { keyboard: inlineKeyboard(params, { isInvoice: false, chat }) };
}

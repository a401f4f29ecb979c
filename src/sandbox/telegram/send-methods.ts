import type { Params } from './call-params.ts';
import { documentOf } from './document.ts';
import { captionOf, messageText } from './formatted-text.ts';
import { invoiceOf } from './invoice.ts';
import { inlineKeyboard } from './keyboard.ts';
import { type Method, reachableChat } from './method.ts';
import { photoOf } from './photo.ts';
import { send } from './send.ts';
import type { Keyboard } from './shapes.ts';

/** Methods that put something new into a chat. */
export const SEND_METHODS: Record<string, Method> = {
  sendMessage: (call) => {
    const person = reachableChat(call);
    const { text, entities } = messageText(call.params);
    return send(call, person, {
      content: { text, ...(entities.length > 0 ? { entities } : {}) },
      ...keyboardOf(call.params),
    });
  },
  sendPhoto: (call) => {
    const person = reachableChat(call);
    const caption = captionOf(call.params);
    const keyboard = keyboardOf(call.params);
    return send(call, person, { content: { photo: photoOf(call), ...caption }, ...keyboard });
  },
  sendDocument: (call) => {
    const person = reachableChat(call);
    const caption = captionOf(call.params);
    const keyboard = keyboardOf(call.params);
    return send(call, person, { content: { document: documentOf(call), ...caption }, ...keyboard });
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

import { type Api, GrammyError, HttpError, InputFile } from 'grammy';
import { grammySignal } from '../inbox/grammy-signal.ts';
import { type Sendable, type SendsMessages, withInvoice } from './sendable.ts';

/** The sender's way to Telegram; `api` carries the budget transformer with `retries: 0`. */
export function telegramMessages({ raw }: Api): SendsMessages {
  return {
    send: async (chatId, sendable, signal) =>
      (await call(raw, { chatId, sendable }, grammySignal(signal))).message_id,
    edit: async ({ chatId, messageId }, card, signal) => {
      await raw.editMessageText({ chat_id: chatId, message_id: messageId, ...card }, grammySignal(signal));
    },
  };
}

async function call(
  raw: Api['raw'],
  { chatId, sendable }: { chatId: number; sendable: Sendable },
  signal: ReturnType<typeof grammySignal>,
): Promise<{ message_id: number }> {
  const chat = { chat_id: chatId };
  switch (sendable.method) {
    case 'sendMessage':
      return raw.sendMessage({ ...chat, ...sendable.payload }, signal);
    case 'sendInvoice':
      return raw.sendInvoice({ ...chat, ...sendable.payload }, signal);
    case 'sendInvoiceLink': {
      const url = await raw.createInvoiceLink(sendable.invoice, signal);
      return raw.sendMessage({ ...chat, ...withInvoice(sendable, url) }, signal);
    }
    case 'sendPhoto':
      await raw.sendChatAction({ ...chat, action: 'upload_photo' }, signal).catch(unlessOfTelegram);
      return raw.sendPhoto(
        { ...chat, photo: new InputFile(sendable.photo, 'qr.png'), ...sendable.payload },
        signal,
      );
  }
}

/** "Sends a photo …" is for the looks; what is wrong with the chat or the way to it, the photo itself will meet. */
function unlessOfTelegram(fault: unknown): void {
  if (!(fault instanceof GrammyError || fault instanceof HttpError)) throw fault;
}

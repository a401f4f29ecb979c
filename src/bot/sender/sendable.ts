import type { Buffer } from 'node:buffer';
import type { RawApi } from 'grammy';
import type { InlineKeyboardButton } from 'grammy/types';

type PayloadOf<
  Method extends 'sendMessage' | 'sendPhoto' | 'sendInvoice' | 'createInvoiceLink' | 'editMessageText',
> = Omit<Parameters<RawApi[Method]>[0], 'chat_id' | 'photo' | 'message_id' | 'inline_message_id'>;

/** A message ready to go out; the chat stands in its row. */
export type Sendable =
  | { readonly method: 'sendMessage'; readonly payload: PayloadOf<'sendMessage'> }
  | { readonly method: 'sendPhoto'; readonly photo: Buffer; readonly payload: PayloadOf<'sendPhoto'> }
  | { readonly method: 'sendInvoice'; readonly payload: PayloadOf<'sendInvoice'> }
  | InvoiceLink;

/** A message whose first button opens an invoice that is made for it; `rows` = the buttons below. */
export type InvoiceLink = {
  readonly method: 'sendInvoiceLink';
  readonly invoice: PayloadOf<'createInvoiceLink'>;
  readonly button: string;
  readonly payload: PayloadOf<'sendMessage'>;
  readonly rows: InlineKeyboardButton[][];
};

/** What is sent once the invoice has its address. */
export const withInvoice = (
  { button, payload, rows }: InvoiceLink,
  url: string,
): PayloadOf<'sendMessage'> => ({
  ...payload,
  reply_markup: { inline_keyboard: [[{ text: button, url, style: 'success' }], ...rows] },
});

/** What an order card shows now: it is sent once and then edited. */
export type RenderedCard = Pick<PayloadOf<'editMessageText'>, 'entities' | 'reply_markup'> & { text: string };

/** What the text of a message is made from. */
export type MessageRow = {
  readonly id: number;
  readonly chatId: number;
  readonly kind: string;
  readonly data: Record<string, unknown>;
};

/**
 * Makes text and keys at the moment of sending; 'drop' = it is no longer true, nothing is sent; 'away' = its reader has
 * blocked the bot and can do without it until they are back.
 */
export type Renderer = {
  message(row: MessageRow): Promise<Sendable | 'drop' | 'away'>;
  card(orderId: string): Promise<RenderedCard | 'drop'>;
};

/** What Telegram would not take: a message, or the card of an order. */
export type FailedMessage =
  | { readonly id: number; readonly orderId: null; readonly kind: string; readonly chatId: number }
  | { readonly id: null; readonly orderId: string; readonly kind: 'card'; readonly chatId: number };

/** Telegram as the sender needs it. Each call is one request and throws what grammY throws. */
export type SendsMessages = {
  /** Answers Telegram's id of the new message. */
  send(chatId: number, sendable: Sendable, signal: AbortSignal): Promise<number>;
  edit(
    message: { chatId: number; messageId: number },
    card: RenderedCard,
    signal: AbortSignal,
  ): Promise<void>;
};

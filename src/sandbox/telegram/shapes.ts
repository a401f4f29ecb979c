/** An object of the Bot API as it goes over the wire. */
export type Json = Record<string, unknown>;

export type Entity = { type: string; offset: number; length: number; url?: string; language?: string };

export type Button = {
  text: string;
  callback_data?: string;
  url?: string;
  copy_text?: { text: string };
  pay?: boolean;
  disabled?: boolean;
};

export type Keyboard = { inline_keyboard: Button[][] };

export type Invoice = {
  title: string;
  description: string;
  currency: string;
  total_amount: number;
  start_parameter: string;
};

export type Receipt = {
  currency: string;
  total_amount: number;
  invoice_payload: string;
  telegram_payment_charge_id: string;
  provider_payment_charge_id?: string;
};

export type PhotoSize = {
  file_id: string;
  file_unique_id: string;
  width: number;
  height: number;
  file_size: number;
};

export type Document = { file_id: string; file_unique_id: string; file_name: string; file_size: number };

/** What a message carries, in the Bot API's own field names. */
export type Content = {
  text?: string;
  entities?: Entity[];
  caption?: string;
  caption_entities?: Entity[];
  photo?: PhotoSize[];
  document?: Document;
  forward_origin?: Json;
  sticker?: Json;
  invoice?: Invoice;
  successful_payment?: Receipt;
  refunded_payment?: Receipt;
};

/** A message of a private chat as the world keeps it; `chat` is the person's id, `at` is in ms of the world's clock. */
export type StoredMessage = {
  kind: 'message';
  id: number;
  chat: number;
  from: 'bot' | 'person';
  at: number;
  editedAt?: number;
  content: Content;
  keyboard?: Keyboard;
  /** What the bot hid in an invoice. */
  payload?: string;
};

/** A line that stands in the chat for a moment only: what a tap answered. */
export type Notice = { kind: 'toast' | 'alert'; chat: number; at: number; text: string };

export type Entry = StoredMessage | Notice;

export type Role = 'customer' | 'owner';

export type Person = {
  id: number;
  name: string;
  language: string;
  stars: number;
  role: Role;
  /** False until the person wrote to the bot: before that the bot cannot write. */
  started: boolean;
  blocked: boolean;
};

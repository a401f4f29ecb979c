/** An object of the Bot API as it goes over the wire. */
export type Json = Record<string, unknown>;

export type Entity = {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
  unix_time?: number;
  date_time_format?: string;
};

export type Button = {
  text: string;
  callback_data?: string;
  url?: string;
  web_app?: { url?: unknown };
  login_url?: { url?: unknown };
  copy_text?: { text: string };
  pay?: boolean;
  disabled?: boolean;
  style?: string;
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
  is_recurring?: true;
  is_first_recurring?: true;
  /** Seconds since 1970: when the next payment of a subscription is due. */
  subscription_expiration_date?: number;
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
  contact?: Json;
  location?: Json;
  pinned_message?: Json;
  migrate_to_chat_id?: number;
  migrate_from_chat_id?: number;
  forum_topic_created?: Json;
  forum_topic_edited?: Json;
  forum_topic_closed?: Json;
  forum_topic_reopened?: Json;
  invoice?: Invoice;
  successful_payment?: Receipt;
  refunded_payment?: Receipt;
};

/** A message as the world keeps it; `chat` is the person's id or a group's, `at` is in ms of the world's clock. */
export type StoredMessage = {
  kind: 'message';
  id: number;
  chat: number;
  from: 'bot' | 'person';
  /** Who wrote it in a group; in a private chat that is its person. */
  author?: number;
  /** The topic of a forum it stands in. */
  thread?: number;
  replyTo?: number;
  /** Messages of one album share it. */
  album?: string;
  at: number;
  editedAt?: number;
  content: Content;
  keyboard?: Keyboard;
  /** What the bot hid in an invoice. */
  payload?: string;
  pinned?: true;
  reactions?: Json[];
  /** The person deleted the history: the bot still has the message, the person has not. */
  hidden?: true;
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
  /** The account is no more. */
  deleted?: true;
};

export type Standing = 'administrator' | 'member' | 'left' | 'kicked';

/** A chat of many; its id is below zero, as Telegram's are. */
export type Group = {
  id: number;
  title: string;
  type: 'group' | 'supergroup' | 'channel';
  forum: boolean;
  /** How the bot stands in it. */
  bot: Standing;
  /** Persons in it by id; the first made it. */
  members: number[];
  kicked: number[];
  /** A group that was upgraded answers with the id of the supergroup it became. */
  upgradedTo?: number;
};

export type Topic = {
  group: number;
  id: number;
  name: string;
  icon_color: number;
  icon_custom_emoji_id?: string;
  closed: boolean;
};

export type Chat = Person | Group;

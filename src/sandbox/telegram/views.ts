import { isGroup } from './groups.ts';
import type { Button, Chat, Json, Person, StoredMessage } from './shapes.ts';

/** A person as a `User` of the Bot API. */
export function personUser({ id, name, language }: Person): Json {
  return { id, is_bot: false, first_name: name, language_code: language };
}

/** The private chat with a person as a `Chat` of the Bot API. */
export function privateChat({ id, name }: Person): Json {
  return { id, first_name: name, type: 'private' };
}

/** Any chat as a `Chat` of the Bot API. */
export function chatView(chat: Chat): Json {
  if (!isGroup(chat)) return privateChat(chat);
  const { id, title, type, forum } = chat;
  return { id, title, type, ...(forum ? { is_forum: true } : {}) };
}

/** Somebody's standing in a chat as a `ChatMember` of the Bot API. */
export function memberView(user: Json, status: string): Json {
  return { user, status, ...(status === 'kicked' ? { until_date: 0 } : {}) };
}

type Around = { chat: Json; from: Json; repliedTo: Json | null };

/** A `Message` of the Bot API, as methods answer it and updates carry it. */
export function messageView(message: StoredMessage, { chat, from, repliedTo }: Around): Json {
  const { id, at, editedAt, content, keyboard, album } = message;
  const thread = content.forum_topic_created ? id : message.thread;
  return {
    message_id: id,
    ...(thread === undefined ? {} : { message_thread_id: thread, is_topic_message: true }),
    from,
    chat,
    date: seconds(at),
    ...(editedAt === undefined ? {} : { edit_date: seconds(editedAt) }),
    ...(album === undefined ? {} : { media_group_id: album }),
    ...(repliedTo ? { reply_to_message: repliedTo } : {}),
    ...content,
    ...(keyboard ? { reply_markup: keyboard } : {}),
  };
}

/** The buttons a person sees: an invoice without a keyboard of its own has Telegram's Pay button. */
export function shownButtons({ keyboard, content }: StoredMessage): Button[][] {
  if (keyboard) return keyboard.inline_keyboard;
  return content.invoice ? [[{ text: `Pay ⭐${content.invoice.total_amount}`, pay: true }]] : [];
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

import { type BotIdentity, botUser } from './bot-identity.ts';
import type { Button, Json, Person, StoredMessage } from './shapes.ts';

/** A person as a `User` of the Bot API. */
export function personUser({ id, name, language }: Person): Json {
  return { id, is_bot: false, first_name: name, language_code: language };
}

/** The private chat with a person as a `Chat` of the Bot API. */
export function privateChat({ id, name }: Person): Json {
  return { id, first_name: name, type: 'private' };
}

/** A `Message` of the Bot API, as methods answer it and updates carry it. */
export function messageView(message: StoredMessage, person: Person, bot: BotIdentity): Json {
  const { id, at, editedAt, content, keyboard } = message;
  return {
    message_id: id,
    from: message.from === 'bot' ? botUser(bot) : personUser(person),
    chat: privateChat(person),
    date: seconds(at),
    ...(editedAt === undefined ? {} : { edit_date: seconds(editedAt) }),
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

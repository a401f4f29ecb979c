import type { InlineKeyboardMarkup, MessageEntity } from 'grammy/types';

/** A text with its styles and buttons: what a message, a card or the home shows. */
export type Screen = {
  text: string;
  entities?: MessageEntity[];
  reply_markup?: InlineKeyboardMarkup;
};

import type { ConversationFlavor } from '@grammyjs/conversations';
import type { Context } from 'grammy';
import type { Tap } from './callback-data.ts';
import type { Translate } from './texts.ts';

/** What every handler of the shop finds on its context. */
type ShopFlavor = {
  /** The words in the person's language. */
  t: Translate;
  /** The button that was pressed; null = no button, or one that is out of date. */
  tap: Tap | null;
};

/** `conversation` is there below the admins' composer alone. */
export type ShopContext = ConversationFlavor<Context & ShopFlavor>;

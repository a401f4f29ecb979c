import type { ConversationFlavor } from '@grammyjs/conversations';
import type { MenuFlavor } from '@grammyjs/menu';
import type { Context } from 'grammy';
import type { Customer } from '../model/customer.ts';
import type { Role } from '../model/role.ts';
import type { Tap } from './callback-data.ts';
import type { Translate } from './texts.ts';

/** What every handler of the shop finds on its context. */
type ShopFlavor = {
  /** The words in the person's language. */
  t: Translate;
  /** The button that was pressed; null = no button, or one that is out of date. */
  tap: Tap | null;
  /** What the person may do. */
  role: Role;
  /** The person, as read when the update was taken up. */
  customer: Customer;
};

/** `conversation` is there below the admins' composer alone, `menu` in the handlers of a menu's buttons alone. */
export type ShopContext = ConversationFlavor<Context & ShopFlavor & MenuFlavor>;

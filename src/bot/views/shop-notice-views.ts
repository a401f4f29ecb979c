import type { MessageData } from '../../services/messages/message-kinds.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { letter, tidy } from './fit-to.ts';
import { bold, richLines, richText } from './rich-text.ts';
import type { Screen } from './screen.ts';

/** Words of the staff, under the shop's name, as they were typed. */
export function fromShopView({ shop, text }: MessageData['from-shop'], t: Translate): Screen {
  const title = bold(t('from-shop-title', { shop: tidy(shop) }));
  return withHome(richLines([title], [], [letter(text)]), t);
}

/** What the person may do in the shop now. */
export const roleChangedView = ({ role }: MessageData['role-changed'], t: Translate): Screen =>
  richText(role === null ? t('role-taken') : t('role-given', { role: t(`role-${role}`) }));

/** The shop ended an unpaid order. */
export const orderCancelledView = ({ orderId }: MessageData['order-cancelled'], t: Translate): Screen =>
  withHome(richText(t('order-cancelled-by-shop', { order: orderId })), t);

/** What was given for nothing could not be made. */
export const freeEndedView = ({ orderId, isTrial }: MessageData['free-ended'], t: Translate): Screen =>
  withHome(richText(t(isTrial ? 'free-ended-trial' : 'free-ended-gift', { order: orderId })), t);

/** The customer is stopped, or no more. */
export const suspensionView = (words: 'customer-suspended' | 'customer-unsuspended', t: Translate): Screen =>
  withHome(richText(t(words)), t);

function withHome(words: Screen, t: Translate): Screen {
  const rows = [[tapButton(t('button-home'), { screen: 'home-new' })]];
  return { ...words, reply_markup: { inline_keyboard: rows } };
}

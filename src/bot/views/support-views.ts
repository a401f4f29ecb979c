import type { SupportView } from '../../services/delivery/views.ts';
import type { SupportPart } from '../../services/messages/message-kinds.ts';
import type { Shop } from '../../services/ports/shop.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { tidy, tidyLines } from './fit-to.ts';
import { bold, type Piece, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';
import { waysBack } from './ways.ts';

/** What a message row of support shows of its message. */
export type SupportSaid = { message: SupportView; part: SupportPart['part'] };

/** Asks a customer for one message to the shop. */
export function supportAskView({ supportContact }: Pick<Shop, 'supportContact'>, t: Translate): Screen {
  const contact =
    supportContact === null ? [] : [[], [t('support-contact', { contact: tidy(supportContact, 300) })]];
  return {
    ...richLines([bold(t('support-title'))], [t('support-ask')], ...contact),
    reply_markup: { inline_keyboard: [waysBack(t, { screen: 'more' })] },
  };
}

/** For the staff: who writes, and what; [Reply] stands where the name does. */
export function supportQuestionView({ message, part }: SupportSaid, t: Translate): Screen {
  const { messageId, customerId, name, username, text } = message;
  const who = username === null ? tidy(name) : `${tidy(name)} @${tidy(username)}`;
  const head: Piece[] = [bold(t('support-from', { name: who, id: String(customerId) }))];
  const reply = tapButton(t('support-reply-button'), { screen: 'support-reply', messageId });
  return {
    ...richLines(...parts({ head, text, part })),
    ...(part === 'text' ? {} : { reply_markup: { inline_keyboard: [[reply]] } }),
  };
}

/** For the customer: what the shop answered. */
export function supportAnswerView({ message: { text }, part }: SupportSaid, t: Translate): Screen {
  const rows = [
    [
      tapButton(t('support-again-button'), { screen: 'support-new' }),
      tapButton(t('button-home'), { screen: 'home-new' }),
    ],
  ];
  return {
    ...richLines(...parts({ head: [bold(t('support-answer-title'))], text, part })),
    ...(part === 'head' ? {} : { reply_markup: { inline_keyboard: rows } }),
  };
}

/** Asks a member of the staff for the answer. */
export const supportReplyAskView = ({ name }: SupportView, t: Translate): Screen =>
  richLines([t('support-reply-ask', { name: tidy(name) })]);

function parts({ head, text, part }: { head: Piece[]; text: string; part: SupportPart['part'] }): Piece[][] {
  const said: Piece[] = [tidyLines(text)];
  if (part === 'head') return [head];
  return part === 'text' ? [said] : [head, [], said];
}

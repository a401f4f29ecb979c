import type { MessageData } from '../../services/messages/message-kinds.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { tidy } from './fit-to.ts';
import { bold, richLines } from './rich-text.ts';
import type { Screen } from './screen.ts';

/** What a person who came too late may wish: to be told, or not any more. */
export type WaitShown = { planId: number; waits: boolean };

/** A screen with that wish as its first button. */
export function withWait(screen: Screen, { planId, waits }: WaitShown, t: Translate): Screen {
  const button = waits
    ? tapButton(t('button-wait-end'), { screen: 'plan-wait-end', planId })
    : tapButton(t('button-wait'), { screen: 'plan-wait', planId });
  const rows = screen.reply_markup?.inline_keyboard ?? [];
  return { ...screen, reply_markup: { inline_keyboard: [[button], ...rows] } };
}

/** Told once: it opens the plan in a message of its own, because this one has to stay. */
export function planBackView({ planId, plan }: MessageData['plan-back'], t: Translate): Screen {
  const open = tapButton(t('button-plan-open'), { screen: 'plan-open', planId });
  const home = tapButton(t('button-home'), { screen: 'home-new' });
  return {
    ...richLines([bold(t('plan-back-title', { plan: tidy(plan) }))], [t('plan-back')]),
    reply_markup: { inline_keyboard: [[{ ...open, style: 'success' }], [home]] },
  };
}

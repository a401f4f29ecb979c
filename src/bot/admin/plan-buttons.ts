import type { InlineKeyboardButton } from 'grammy/types';
import { wantsOwnInbound } from '../../model/provision-settings.ts';
import type { PlanView } from '../../services/fleet/views.ts';
import type { Translate } from '../texts.ts';
import { inRows, tapButton } from '../views/buttons.ts';
import { dangerButton } from './admin-buttons.ts';

/** A plan, its place among `count` from 0, and the nonce of this drawing. `note` = what has just been done. */
export type PlanShown = {
  plan: PlanView;
  place: number;
  count: number;
  nonce: string;
  /** The bot's name in Telegram. */
  bot: string;
  note?: string | null;
};

/** Under a plan's card. Switches say what they will do, so that a second press changes nothing back. */
export function planButtons(t: Translate, shown: PlanShown): InlineKeyboardButton[][] {
  const { planId } = shown.plan;
  const edit = (field: string) =>
    tapButton(t(`plan-button-${field}`), { screen: 'plan-edit', planId, field });
  return [
    ...inRows([
      tapButton(t('plan-button-price'), { screen: 'plan-price', planId }),
      ...[
        'fee',
        'name',
        'description',
        'category',
        'days',
        'traffic',
        'devices',
        'seats',
        'trial',
        'moves',
        'pause',
        'packs',
        'extra',
      ].map(edit),
      ...switches(t, shown),
    ]),
    ...arrowsOf(t, shown),
    [
      tapButton(t('plan-button-preferred'), { screen: 'plan-preferred', planId, page: 0 }),
      tapButton(t('plan-button-pool'), { screen: 'plan-pool', planId, page: 0 }),
    ],
    [
      tapButton(t('plan-button-clone'), { screen: 'plan-clone', planId, nonce: shown.nonce }),
      dangerButton(t('plan-button-delete'), { screen: 'plan-delete', planId }),
    ],
    [tapButton(t('button-back'), { screen: 'plans-admin', page: 0 })],
  ];
}

function switches(t: Translate, { plan }: PlanShown): InlineKeyboardButton[] {
  const { planId, onSale, autoProvision, renewable, renewalRule } = plan;
  const isOwn = wantsOwnInbound(plan.type);
  const to = (is: boolean) => (is ? 0 : 1);
  return [
    tapButton(t(onSale ? 'plan-button-hide' : 'plan-button-show'), {
      screen: 'plan-sale',
      planId,
      on: to(onSale),
    }),
    tapButton(t(autoProvision ? 'plan-button-by-hand' : 'plan-button-auto'), {
      screen: 'plan-auto',
      planId,
      on: to(autoProvision),
    }),
    tapButton(t(renewable ? 'plan-button-once' : 'plan-button-renewable'), {
      screen: 'plan-renewable',
      planId,
      on: to(renewable),
    }),
    tapButton(t(renewalRule === 'keep' ? 'plan-button-drop' : 'plan-button-keep'), {
      screen: 'plan-rule',
      planId,
      on: to(renewalRule === 'keep'),
    }),
    tapButton(t(isOwn ? 'plan-button-shared' : 'plan-button-own'), {
      screen: 'plan-own',
      planId,
      on: to(isOwn),
    }),
  ];
}

function arrowsOf(t: Translate, { plan, place, count }: PlanShown): InlineKeyboardButton[][] {
  const move = (label: string, to: number) =>
    tapButton(t(label), { screen: 'plan-move', planId: plan.planId, from: place, to });
  const up = place > 0 ? [move('plan-button-up', place - 1)] : [];
  const down = place < count - 1 ? [move('plan-button-down', place + 1)] : [];
  return up.length + down.length > 0 ? [[...up, ...down]] : [];
}

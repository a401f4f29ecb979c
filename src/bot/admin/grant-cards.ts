import type { PlanView } from '../../services/fleet/views.ts';
import type { CustomerLine, CustomerView, Listed } from '../../services/staff/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { listArrows } from '../views/list-arrows.ts';
import { pageButtons, pageOf } from '../views/page-of.ts';
import { bold, code, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { termWords, trafficWords } from '../views/words.ts';
import { noteLines } from './server-cards.ts';

const PLANS_PER_PAGE = 8;
const NAME_LIMIT = 40;

/** `/grant` without a name: to whom? The newest customers; others are named in the command. */
export function grantPeopleCard(t: Translate, list: Listed<CustomerLine>): Screen {
  const people = list.items.map(({ customerId, name }) => [
    tapButton(`${tidy(name, NAME_LIMIT)} · ${customerId}`, { screen: 'grant', customerId, page: 0 }),
  ]);
  const none = list.items.length > 0 ? [] : [[t('customers-none')]];
  const turn = listArrows(t, list, (page) => ({ screen: 'grant-people', page }));
  const back = [tapButton(t('button-back'), { screen: 'admin' })];
  return {
    ...richLines([bold(t('grant-whom'))], [t('grant-usage')], ...none),
    reply_markup: { inline_keyboard: [...people, ...turn, back] },
  };
}

/** To whom, the plans that are on sale, and what has to be said first; null = nothing. */
export type GrantChoice = {
  person: CustomerView;
  plans: readonly PlanView[];
  page: number;
  note: string | null;
};

/** Which plan? One without a seat says so on its button. */
export function grantPlansCard(t: Translate, { person, plans, page: asked, note }: GrantChoice): Screen {
  const { customerId } = person;
  const page = pageOf(plans, { page: asked, size: PLANS_PER_PAGE });
  const lines: Piece[][] = [
    ...noteLines(note),
    [bold(t('grant-title', { person: tidy(person.name) })), ' ', code(String(customerId))],
    [t(plans.length === 0 ? 'grant-no-plans' : 'grant-choose')],
  ];
  const rows = page.items.map((plan) => [
    tapButton(planLabel(t, plan), { screen: 'grant-plan', customerId, planId: plan.planId }),
  ]);
  const turn = pageButtons(page, t, (there) => ({ screen: 'grant', customerId, page: there }));
  const back = [tapButton(t('button-back'), { screen: 'customer', customerId })];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: [...rows, ...turn, back] } };
}

/** What is about to be given; `seatsLeft` null = without limit, `nonce` is minted for this drawing. */
export type GrantQuestion = { person: CustomerView; plan: PlanView; seatsLeft: number | null; nonce: string };

/** Asked before anything is given. Without a seat there is nothing to press but the way back. */
export function grantSureCard(t: Translate, { person, plan, seatsLeft, nonce }: GrantQuestion): Screen {
  const { customerId } = person;
  const { planId } = plan;
  const lines: Piece[][] = [
    [bold(t('grant-sure', { person: tidy(person.name) })), ' ', code(String(customerId))],
    [
      t('grant-plan', {
        plan: tidy(plan.name),
        term: termWords(t, plan.durationDays),
        traffic: trafficWords(t, plan.dataLimitGb),
      }),
    ],
    [t('grant-server', { server: tidy(plan.server, NAME_LIMIT) })],
    [seatsWords(t, seatsLeft)],
    [t('grant-what')],
    ...(person.suspendedAt === null ? [] : [[t('customer-is-suspended', { at: person.suspendedAt })]]),
    ...(person.hasBlocked ? [[t('customer-has-blocked')]] : []),
  ];
  const give = tapButton(t('grant-button-yes'), { screen: 'grant-yes', customerId, planId, nonce });
  const yes = seatsLeft === 0 ? [] : [[{ ...give, style: 'success' as const }]];
  const back = [tapButton(t('button-back'), { screen: 'grant', customerId, page: 0 })];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: [...yes, back] } };
}

/** It is given: the same place leads to its order and its customer. */
export function grantDoneCard(t: Translate, done: { customerId: number; orderId: string }): Screen {
  const { customerId, orderId } = done;
  const ways = [
    tapButton(t('orders-button', { order: orderId }), { screen: 'order', orderId }),
    tapButton(t('order-button-customer'), { screen: 'customer', customerId }),
  ];
  return {
    ...richLines([t('grant-done')], [t('grant-undo')]),
    reply_markup: { inline_keyboard: [ways] },
  };
}

function planLabel(t: Translate, { name, server, unavailable }: PlanView): string {
  const words = { plan: tidy(name, NAME_LIMIT), server: tidy(server, 20) };
  if (unavailable === null) return t('grant-plan-button', words);
  return t('grant-plan-button-off', { ...words, state: t(`plan-state-${unavailable}`) });
}

const seatsWords = (t: Translate, left: number | null): string =>
  left === null ? t('grant-seats-free') : t('grant-seats', { left: String(left) });

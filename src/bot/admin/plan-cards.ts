import type { PlanView } from '../../services/fleet/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { termWords, trafficWords } from '../views/words.ts';
import { moneyWords } from './money-words.ts';

/** So that the list fits one message, and its buttons one keyboard (A2). */
const MOST_PLANS = 25;

/** /plans: every plan with its price, its sales and a button that hides or shows it. */
export function plansCard(t: Translate, plans: readonly PlanView[]): Screen {
  if (plans.length === 0) return { text: t('plans-admin-empty') };
  const shown = plans.slice(0, MOST_PLANS);
  const more = plans.length - shown.length;
  const lines: Piece[][] = [
    [bold(t('plans-admin-title'))],
    ...shown.flatMap((plan) => planLines(t, plan)),
    ...(more > 0 ? [[t('admin-more', { count: more })]] : []),
  ];
  const buttons = shown.map((plan) => [toggleButton(t, plan)]);
  return { ...richLines(...lines), reply_markup: { inline_keyboard: buttons } };
}

/** What the button of this plan says as things stand; an older screen may still say the other. */
export const toggleLabel = (t: Translate, plan: PlanView): string => toggleButton(t, plan).text;

function planLines(t: Translate, plan: PlanView): Piece[][] {
  const offer = t('plan-admin-offer', {
    term: termWords(t, plan.durationDays),
    traffic: trafficWords(t, plan.dataLimitGb),
    price: moneyWords(plan.priceMinor, plan.currency),
    stars: String(plan.stars),
    server: tidy(plan.server, 30),
  });
  const sales = t('plan-admin-sales', {
    clients: String(plan.currentClients),
    seats: plan.maxClients === null ? '∞' : String(plan.maxClients),
    state: stateWords(t, plan),
  });
  return [[], [bold(tidy(plan.name))], [offer], [sales]];
}

function stateWords(t: Translate, plan: PlanView): string {
  if (!plan.onSale) return t('plan-state-hidden');
  return plan.unavailable === null ? t('plan-state-on-sale') : t(`plan-state-${plan.unavailable}`);
}

const toggleButton = (t: Translate, plan: PlanView) =>
  tapButton(toggleWords(t, plan), { screen: 'plan-toggle', planId: plan.planId });

const toggleWords = (t: Translate, { name, onSale }: PlanView): string =>
  t(onSale ? 'plan-button-hide' : 'plan-button-show', { name: tidy(name) });

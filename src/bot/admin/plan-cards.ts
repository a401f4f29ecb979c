import { wantsOwnInbound } from '../../model/provision-settings.ts';
import type { PlanView } from '../../services/fleet/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { moneyWords } from '../views/money-words.ts';
import { pageButtons, pageOf } from '../views/page-of.ts';
import { bold, code, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { termWords, trafficWords } from '../views/words.ts';
import { dangerButton } from './admin-buttons.ts';
import { loadBar } from './load-bar.ts';
import { type PlanShown, planButtons } from './plan-buttons.ts';
import { emptyCard, noteLines } from './server-cards.ts';

const PLANS_PER_PAGE = 10;
const NAME_LIMIT = 40;

/** /plans: every plan with its price and its sales; a press opens its card. */
export function plansCard(
  t: Translate,
  { plans, page: asked, note = null }: { plans: readonly PlanView[]; page: number; note?: string | null },
): Screen {
  if (plans.length === 0) return emptyCard(t, [note, t('plans-admin-empty')]);
  const page = pageOf(plans, { page: asked, size: PLANS_PER_PAGE });
  const lines: Piece[][] = [
    ...noteLines(note),
    [bold(t('plans-admin-title'))],
    ...page.items.flatMap((plan) => planLines(t, plan)),
  ];
  const rows = [
    ...page.items.map(({ planId, name }) => [tapButton(tidy(name), { screen: 'plan', planId })]),
    ...pageButtons(page, t, (there) => ({ screen: 'plans-admin', page: there })),
    [tapButton(t('button-back'), { screen: 'admin' })],
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: rows } };
}

/** One plan: all that is sold with it, and what can be changed. */
export function planCard(t: Translate, shown: PlanShown): Screen {
  const { plan, note = null } = shown;
  const lines: Piece[][] = [
    ...noteLines(note),
    [bold(tidy(plan.name))],
    [stateWords(t, plan)],
    [offerWords(t, plan)],
    ...(plan.setupFeeMinor > 0n ? [[feeWords(t, plan)]] : []),
    [devicesWords(t, plan)],
    ...selfServiceLines(t, plan),
    [t('plan-admin-load', { load: loadBar(plan.currentClients, plan.maxClients) })],
    [t('plan-admin-place', { place: String(shown.place + 1), count: String(shown.count) })],
    ...(plan.category === null ? [] : [[t('plan-admin-category', { category: tidy(plan.category) })]]),
    ...(plan.description === null ? [] : [[tidy(plan.description, 300)]]),
    [t(plan.autoProvision ? 'plan-admin-auto' : 'plan-admin-by-hand')],
    ...(wantsOwnInbound(plan.type) ? [[t('plan-admin-own')]] : []),
    [t(plan.renewable ? `plan-admin-renewable-${plan.renewalRule}` : 'plan-admin-once')],
    [preferredWords(t, plan)],
    ...(plan.pool.length === 0 ? [] : [[t('plan-admin-pool', { servers: poolWords(plan) })]]),
    ...linkLines(shown, t),
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: planButtons(t, shown) } };
}

/** For a channel or a site: it opens the plan where it is paid. */
const linkLines = ({ plan: { onSale, planId }, bot }: PlanShown, t: Translate): Piece[][] =>
  onSale ? [[t('plan-admin-link')], [code(`https://t.me/${bot}?start=plan_${planId}`)]] : [];

/** What its customers may do by themselves. */
const selfServiceLines = (t: Translate, plan: PlanView): Piece[][] => [
  [t('plan-admin-moves', { count: plan.movesPerPeriod })],
  ...(plan.trialDays > 0 ? [[trialWords(t, plan)]] : []),
  ...(plan.maxPauseDays > 0 ? [[t('plan-admin-pause', { count: plan.maxPauseDays })]] : []),
  ...(plan.extraDevices === null ? [] : [[t('plan-admin-extra', { extra: plan.extraDevices })]]),
  ...(plan.trafficPacks === null ? [] : [[t('plan-admin-packs', { packs: plan.trafficPacks })]]),
];

/** Where the staff delivers, nobody would have the key at once that a trial promises. */
const trialWords = (t: Translate, { trialDays, autoProvision }: PlanView): string =>
  t(autoProvision ? 'plan-admin-trial' : 'plan-admin-trial-off', { count: trialDays });

/** Asked before a plan is removed. */
export function planDeleteCard(t: Translate, { planId, name }: PlanView): Screen {
  const yes = dangerButton(t('plan-button-delete-yes'), { screen: 'plan-delete-yes', planId });
  const back = tapButton(t('button-back'), { screen: 'plan', planId });
  const lines: Piece[][] = [[bold(t('plan-delete-sure', { name: tidy(name) }))], [t('plan-delete-what')]];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: [[yes], [back]] } };
}

function planLines(t: Translate, plan: PlanView): Piece[][] {
  const sales = t('plan-admin-sales', {
    clients: String(plan.currentClients),
    seats: plan.maxClients === null ? '∞' : String(plan.maxClients),
    state: stateWords(t, plan),
  });
  return [[], [bold(tidy(plan.name))], [offerWords(t, plan)], [sales]];
}

const offerWords = (t: Translate, plan: PlanView): string =>
  t('plan-admin-offer', {
    term: termWords(t, plan.durationDays),
    traffic: trafficWords(t, plan.dataLimitGb),
    price: moneyWords(plan.priceMinor, plan.currency),
    stars: String(plan.stars),
    server: tidy(plan.server, 30),
  });

const feeWords = (t: Translate, { setupFeeMinor, currency }: PlanView): string =>
  t('plan-admin-fee', { fee: moneyWords(setupFeeMinor, currency) });

const devicesWords = (t: Translate, { connections }: PlanView): string =>
  connections === null ? t('plan-admin-any-devices') : t('devices', { count: connections });

const preferredWords = (t: Translate, { preferred }: PlanView): string =>
  preferred === null
    ? t('plan-admin-no-preference')
    : t('plan-admin-preferred', { inbound: tidy(preferred.label, NAME_LIMIT) });

/** A plan of a hundred servers still fits its card. */
function poolWords({ pool }: PlanView): string {
  return tidy(pool.map(({ server }) => tidy(server, 20)).join(', '), 200);
}

function stateWords(t: Translate, plan: PlanView): string {
  if (!plan.onSale) return t('plan-state-hidden');
  return plan.unavailable === null ? t('plan-state-on-sale') : t(`plan-state-${plan.unavailable}`);
}

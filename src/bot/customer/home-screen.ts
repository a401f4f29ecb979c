import { type Choice, nextStep } from '../../services/catalog/browse.ts';
import { trialRulesOf } from '../../services/ports/shop.ts';
import type { ShopContext } from '../shop-context.ts';
import { browseView, PLANS_PER_PAGE } from '../views/browse-view.ts';
import { homeView } from '../views/home-view.ts';
import { payView } from '../views/pay-view.ts';
import { withWait } from '../views/plan-wait-views.ts';
import type { Screen } from '../views/screen.ts';
import { trialsView } from '../views/trial-views.ts';
import type { CustomerParts } from './customer-parts.ts';

/** The home screen as it is now, with nonces of its own. `note` comes first; `page` counts from 0. */
export async function homeScreen(
  ctx: ShopContext,
  { services, shop, ids }: CustomerParts,
  { note = null, page = 0 }: { note?: string | null; page?: number } = {},
): Promise<Screen> {
  const offers = await services.catalog.offers();
  const trials = { offers: await services.catalog.trials(ctx.customer.id, offers), nonce: ids.nonce() };
  const bought = await services.catalog.buyAgain(ctx.customer.id, offers);
  const { name: shopName, supportContact } = shop;
  const isSuspended = ctx.customer.isSuspended();
  const state = await services.catalog.maintenance();
  const maintenance = state && { words: state.words, isStaff: ctx.role !== 'customer' };
  const nonces = { plans: ids.nonce(), again: ids.nonce() };
  const terms = termsOf(ctx, shop);
  const balance = await services.checkout.balance(ctx.customer.id);
  return homeView(
    {
      shopName,
      balance,
      supportContact,
      offers,
      bought,
      trials,
      isSuspended,
      maintenance,
      nonces,
      terms,
      page,
      note,
    },
    ctx.t,
  );
}

/** What the shop's own links say behind `?start=`: one plan. */
const PLAN_LINK = /^plan_([1-9]\d{0,8})$/;

/** Where a link of the shop leads: the plan that it names, or the home. */
export async function linkedScreen(ctx: ShopContext, parts: CustomerParts, start: string): Promise<Screen> {
  const [, planId] = PLAN_LINK.exec(start) ?? [];
  return planId === undefined ? homeScreen(ctx, parts) : planScreen(ctx, parts, Number(planId));
}

/** One plan to be paid; the home where it cannot be bought now, and for whom nothing is sold to. */
export async function planScreen(ctx: ShopContext, parts: CustomerParts, planId: number): Promise<Screen> {
  if (await isClosed(ctx, parts)) return homeScreen(ctx, parts);
  const screen = await payScreen(ctx, parts, { planId, nonce: parts.ids.nonce(), always: true });
  return screen ?? tooLateScreen(ctx, parts, { planId, note: ctx.t('plan-link-over') });
}

/** The home for who came too late for a plan: with one press they are told when it is back. */
export async function tooLateScreen(
  ctx: ShopContext,
  parts: CustomerParts,
  { planId, note = null }: { planId: number; note?: string | null },
): Promise<Screen> {
  const home = await homeScreen(ctx, parts, { note });
  const offer = (await parts.services.catalog.offers()).find((each) => each.planId === planId);
  const isAway = offer !== undefined && offer.availability !== 'on-sale';
  return isAway ? withWait(home, { planId, waits: false }, ctx.t) : home;
}

async function isClosed({ customer, role }: ShopContext, { services }: CustomerParts): Promise<boolean> {
  return customer.isSuspended() || (role === 'customer' && (await services.catalog.maintenance()) !== null);
}

/** A step behind the home, drawn with a nonce of its own; the home itself where nothing of the choice is left. */
export async function browseScreen(
  ctx: ShopContext,
  parts: CustomerParts,
  { choice, page }: { choice: Choice; page: number },
): Promise<Screen> {
  const step = nextStep(await parts.services.catalog.offers(), choice, PLANS_PER_PAGE);
  const isFirst = Object.values(step.choice).every((key) => key === null);
  if (isFirst) return homeScreen(ctx, parts);
  const terms = termsOf(ctx, parts.shop);
  return browseView({ step, page, nonce: parts.ids.nonce(), terms }, ctx.t);
}

/** A plan about to be paid: for how many keys, and whether it is drawn where there is only one way to pay too. */
type Payable = { planId: number; nonce: string; units?: number; always?: boolean };

/** How this plan can be paid; null = it cannot be bought; or, unless `always`, the balance pays nothing of it. */
export async function payScreen(
  ctx: ShopContext,
  { services, shop }: CustomerParts,
  { planId, nonce, units = 1, always = false }: Payable,
): Promise<Screen | null> {
  const balance = await services.checkout.balance(ctx.customer.id);
  if (balance.minor === 0n && !always) return null;
  const offer = (await services.catalog.offers()).find((each) => each.planId === planId);
  if (offer?.availability !== 'on-sale' || offer.priceMinor === 0n) return null;
  const choices = await services.catalog.unitsOf({ planId, customerId: ctx.customer.id });
  const shown = choices.includes(units) ? units : 1;
  const terms = termsOf(ctx, shop);
  return payView({ offer, balance, nonce, terms, units: shown, choices }, ctx.t);
}

/** What this person may try for nothing; the home where that is nothing any more. */
export async function trialsScreen(ctx: ShopContext, parts: CustomerParts, page: number): Promise<Screen> {
  const { catalog } = parts.services;
  const offers = await catalog.trials(ctx.customer.id, await catalog.offers());
  if (offers.length === 0) return homeScreen(ctx, parts);
  const nonce = parts.ids.nonce();
  const { scope } = trialRulesOf(parts.shop);
  return trialsView({ offers, nonce, page, terms: termsOf(ctx, parts.shop), scope }, ctx.t);
}

const termsOf = (
  { customer }: ShopContext,
  { termsVersion }: Pick<CustomerParts['shop'], 'termsVersion'>,
) => ({
  version: termsVersion,
  accepted: customer.termsVersion,
});

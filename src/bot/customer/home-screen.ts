import { type Choice, nextStep } from '../../services/catalog/browse.ts';
import type { ShopContext } from '../shop-context.ts';
import { browseView, PLANS_PER_PAGE } from '../views/browse-view.ts';
import { homeView } from '../views/home-view.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';

/** The home screen as it is now, with nonces of its own. `note` comes first; `page` counts from 0. */
export async function homeScreen(
  ctx: ShopContext,
  { services, shop, ids }: CustomerParts,
  { note = null, page = 0 }: { note?: string | null; page?: number } = {},
): Promise<Screen> {
  const offers = await services.catalog.offers();
  const bought = await services.catalog.buyAgain(ctx.customer.id, offers);
  const { name: shopName, supportContact } = shop;
  const isSuspended = ctx.customer.isSuspended();
  const state = await services.catalog.maintenance();
  const maintenance = state && { words: state.words, isStaff: ctx.role !== 'customer' };
  const nonces = { plans: ids.nonce(), again: ids.nonce() };
  const terms = termsOf(ctx, shop);
  return homeView(
    { shopName, supportContact, offers, bought, isSuspended, maintenance, nonces, terms, page, note },
    ctx.t,
  );
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

const termsOf = (
  { customer }: ShopContext,
  { termsVersion }: Pick<CustomerParts['shop'], 'termsVersion'>,
) => ({
  version: termsVersion,
  accepted: customer.termsVersion,
});

import type { ShopContext } from '../shop-context.ts';
import { homeView } from '../views/home-view.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';

/** The home screen as it is now, with a nonce of its own. `note` comes first; `page` counts from 0. */
export async function homeScreen(
  ctx: ShopContext,
  { services, shop, ids }: CustomerParts,
  { note = null, page = 0 }: { note?: string | null; page?: number } = {},
): Promise<Screen> {
  const offers = await services.catalog.offers();
  const { name: shopName, termsVersion } = shop;
  return homeView({ shopName, termsVersion, offers, nonce: ids.nonce(), page, note }, ctx.t);
}

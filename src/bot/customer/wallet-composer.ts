import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { answerTap } from '../show.ts';
import type { Screen } from '../views/screen.ts';
import { walletView } from '../views/wallet-views.ts';
import type { CustomerParts } from './customer-parts.ts';
import { newHome, showHome } from './home-message.ts';

const MOVES_PER_PAGE = 8;

/** /balance: what a person has in the shop, and how it came there (SPEC 149). */
export function walletComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  composer.command('balance', async (ctx) => newHome(ctx, parts, await walletScreen(ctx, parts)));
  onTap(composer, 'wallet', async (ctx, { page }) => {
    await answerTap(ctx);
    await showHome(ctx, parts, await walletScreen(ctx, parts, page));
  });
  onTap(composer, 'wallet-new', async (ctx) => {
    await answerTap(ctx);
    await newHome(ctx, parts, await walletScreen(ctx, parts));
  });
  return composer;
}

/** A page of the person's own balance; pages count from 0. */
export async function walletScreen(
  ctx: ShopContext,
  { services: { checkout } }: CustomerParts,
  page = 0,
): Promise<Screen> {
  const customerId = ctx.customer.id;
  const balance = await checkout.balance(customerId);
  const history = await checkout.balanceMoves({ customerId, page, size: MOVES_PER_PAGE });
  return walletView({ balance, history }, ctx.t);
}

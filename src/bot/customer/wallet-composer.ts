import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import type { Screen } from '../views/screen.ts';
import { topUpView } from '../views/top-up-views.ts';
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
  onTap(composer, 'topup', async (ctx) => {
    await answerTap(ctx);
    await showHome(ctx, parts, await topUpScreen(ctx, parts));
  });
  onTap(composer, 'topup-new', async (ctx) => {
    await answerTap(ctx);
    await newHome(ctx, parts, await topUpScreen(ctx, parts));
  });
  onTap(composer, 'topup-pay', (ctx, { shown, nonce }) => topUp(ctx, parts, { shown, nonce }));
  return composer;
}

/** What can be chosen; where the shop offers nothing any more, the balance itself. */
async function topUpScreen(ctx: ShopContext, parts: CustomerParts): Promise<Screen> {
  const { services, ids } = parts;
  const offers = services.checkout.topUps.offers();
  if (offers.length === 0) return walletScreen(ctx, parts);
  const balance = await services.checkout.balance(ctx.customer.id);
  return topUpView({ offers, balance, nonce: ids.nonce() }, ctx.t);
}

/** The invoice is queued by the service, so that it cannot be lost. */
async function topUp(
  ctx: ShopContext,
  parts: CustomerParts,
  { shown, nonce }: { shown: number; nonce: string },
): Promise<void> {
  const request = { customerId: ctx.customer.id, nonce, minor: BigInt(shown) };
  const placed = await parts.services.checkout.topUps.place(request);
  if (placed.ok) return answerTap(ctx, ctx.t('buy-started'));
  await alertTap(ctx, ctx.t(`refusal-${placed.refusal.code}`));
  await showHome(ctx, parts, await topUpScreen(ctx, parts));
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
  return walletView({ balance, history, canTopUp: checkout.topUps.offers().length > 0 }, ctx.t);
}

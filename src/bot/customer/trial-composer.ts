import { Composer } from 'grammy';
import type { Tap } from '../callback-data.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import type { CustomerParts } from './customer-parts.ts';
import { showHome } from './home-message.ts';
import { homeScreen, trialsScreen } from './home-screen.ts';

/** Trying a plan for nothing: the key comes by itself, as that of a purchase does (SPEC 192). */
export function trialComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, 'tries', async (ctx, { page }) => {
    await answerTap(ctx);
    await showHome(ctx, parts, await trialsScreen(ctx, parts, page));
  });
  onTap(composer, 'try', (ctx, tap) => take(ctx, parts, tap));
  return composer;
}

/** The screen is drawn anew either way: what it offered is taken, or was not so any more. */
async function take(
  ctx: ShopContext,
  parts: CustomerParts,
  { planId, days: shown, nonce }: Tap<'try'>,
): Promise<void> {
  const request = { customerId: ctx.customer.id, planId, shown, nonce };
  const taken = await parts.services.checkout.trials.take(request);
  const note = taken.ok ? ctx.t('trial-started') : null;
  if (taken.ok) await answerTap(ctx, ctx.t('trial-started'));
  else await alertTap(ctx, ctx.t(`refusal-${taken.refusal.code}`));
  await showHome(ctx, parts, await homeScreen(ctx, parts, { note }));
}

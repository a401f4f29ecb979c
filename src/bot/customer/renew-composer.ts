import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { renewalView } from '../views/renewal-views.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';
import { newHome, showHome } from './home-message.ts';

/** Renewing an access: what it gives and costs (SPEC 196). */
export function renewComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, 'renew', (ctx, { clientId }) => preview(ctx, parts, clientId));
  return composer;
}

async function preview(ctx: ShopContext, parts: CustomerParts, clientId: number): Promise<void> {
  const offer = await parts.services.checkout.renewals.offer({ clientId, customerId: ctx.customer.id });
  if (!offer.ok) return alertTap(ctx, ctx.t(`refusal-${offer.refusal.code}`));
  await answerTap(ctx);
  await showBeside(ctx, parts, renewalView(offer.value, ctx.t, parts.clock.now()));
}

/** The same button stands under notices, which stay as they are, and on the person's home. */
function showBeside(ctx: ShopContext, parts: CustomerParts, screen: Screen): Promise<void> {
  const isHome = ctx.callbackQuery?.message?.message_id === ctx.customer.homeMessageId;
  return isHome ? showHome(ctx, parts, screen) : newHome(ctx, parts, screen);
}

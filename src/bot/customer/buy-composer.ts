import { Composer, GrammyError } from 'grammy';
import type { OrderView } from '../../services/checkout/views.ts';
import type { Tap } from '../callback-data.ts';
import { onTap } from '../on-tap.ts';
import { pressedLabel } from '../pressed-label.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import type { CustomerParts } from './customer-parts.ts';
import { newHome, showHome } from './home-message.ts';
import { homeScreen } from './home-screen.ts';

/** Buying and changing one's mind. The invoice itself is queued with the order, so that it cannot be lost. */
export function buyComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, 'buy', (ctx, tap) => buy(ctx, parts, tap));
  onTap(composer, 'cancel', (ctx, tap) => cancel(ctx, parts, tap));
  return composer;
}

async function buy(ctx: ShopContext, parts: CustomerParts, { planId, nonce }: Tap<'buy'>): Promise<void> {
  const { checkout } = parts.services;
  const placed = await checkout.placeOrder({ customerId: ctx.customer.id, planId, quantity: 1, nonce });
  if (!placed.ok) return refuse(ctx, parts, `refusal-${placed.refusal.code}`);
  const order = await checkout.order(placed.value.orderId);
  if (order?.status !== 'pending_payment' || order.planId !== planId)
    return refuse(ctx, parts, 'used-screen');
  if (isPriceOnButton(ctx, order)) return answerTap(ctx, ctx.t('buy-started'));
  await alertTap(ctx, ctx.t('price-changed', { stars: order.stars }));
}

/** False = the screen was drawn before the price was changed; the invoice asks for the new one. */
function isPriceOnButton(ctx: ShopContext, { stars }: OrderView): boolean {
  const label = pressedLabel(ctx);
  return !label?.includes('⭐') || label.includes(ctx.t('price-stars', { stars }));
}

/** The screen is drawn anew: what it promised was not true any more. */
async function refuse(ctx: ShopContext, parts: CustomerParts, id: string): Promise<void> {
  await alertTap(ctx, ctx.t(id));
  await showHome(ctx, parts, await homeScreen(ctx, parts));
}

async function cancel(ctx: ShopContext, parts: CustomerParts, { orderId }: Tap<'cancel'>): Promise<void> {
  const customerId = ctx.customer.id;
  const cancelled = await parts.services.checkout.cancelOrder({ orderId, customerId });
  if (!cancelled.ok) return alertTap(ctx, ctx.t(`refusal-${cancelled.refusal.code}`));
  await answerTap(ctx, ctx.t('order-cancelled'));
  await dropInvoice(ctx);
  await newHome(ctx, parts, await homeScreen(ctx, parts, { note: ctx.t('order-cancelled') }));
}

/** An invoice cannot lose its Pay button, so it goes; one that stays would only be refused at the pre-checkout. */
async function dropInvoice(ctx: ShopContext): Promise<void> {
  try {
    await ctx.deleteMessage();
  } catch (error) {
    if (!(error instanceof GrammyError && error.error_code === 400)) throw error;
  }
}

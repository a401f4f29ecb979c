import { Composer, GrammyError } from 'grammy';
import type { Tap } from '../callback-data.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap, say, show } from '../show.ts';
import type { CustomerParts } from './customer-parts.ts';
import { homeScreen } from './home-screen.ts';

/** Buying and changing one's mind. The invoice itself is queued with the order, so that it cannot be lost. */
export function buyComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, 'buy', (ctx, tap) => buy(ctx, parts, tap));
  onTap(composer, 'cancel', (ctx, tap) => cancel(ctx, parts, tap));
  return composer;
}

async function buy(ctx: ShopContext, parts: CustomerParts, { planId, nonce }: Tap<'buy'>): Promise<void> {
  const customerId = personOf(ctx);
  const placed = await parts.services.checkout.placeOrder({ customerId, planId, quantity: 1, nonce });
  if (!placed.ok) return refuse(ctx, parts, `refusal-${placed.refusal.code}`);
  if (await isChosen(parts, { planId, orderId: placed.value.orderId }))
    return answerTap(ctx, ctx.t('buy-started'));
  return refuse(ctx, parts, 'used-screen');
}

/** False = the screen was used before, for another plan or for an order that is over: its nonce still names that one. */
async function isChosen(
  { services }: CustomerParts,
  { planId, orderId }: { planId: number; orderId: string },
): Promise<boolean> {
  const order = await services.checkout.order(orderId);
  return order?.status === 'pending_payment' && order.planId === planId;
}

/** The screen is drawn anew: what it promised was not true any more. */
async function refuse(ctx: ShopContext, parts: CustomerParts, id: string): Promise<void> {
  await alertTap(ctx, ctx.t(id));
  await show(ctx, await homeScreen(ctx, parts), parts.clock.now());
}

async function cancel(ctx: ShopContext, parts: CustomerParts, { orderId }: Tap<'cancel'>): Promise<void> {
  const cancelled = await parts.services.checkout.cancelOrder({ orderId, customerId: personOf(ctx) });
  if (!cancelled.ok) return alertTap(ctx, ctx.t(`refusal-${cancelled.refusal.code}`));
  await answerTap(ctx, ctx.t('order-cancelled'));
  await dropInvoice(ctx);
  await say(ctx, await homeScreen(ctx, parts, { note: ctx.t('order-cancelled') }));
}

/** An invoice cannot lose its Pay button, so it goes; one that stays would only be refused at the pre-checkout. */
async function dropInvoice(ctx: ShopContext): Promise<void> {
  try {
    await ctx.deleteMessage();
  } catch (error) {
    if (!(error instanceof GrammyError && error.error_code === 400)) throw error;
  }
}

/** A press always has a person. */
const personOf = (ctx: ShopContext): number => ctx.from?.id ?? 0;

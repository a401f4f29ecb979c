import { Composer, GrammyError } from 'grammy';
import type { PlacedOrder } from '../../services/checkout/placed-order.ts';
import type { Tap } from '../callback-data.ts';
import { onTap } from '../on-tap.ts';
import { pressedLabel } from '../pressed-label.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { moneyWords } from '../views/money-words.ts';
import type { CustomerParts } from './customer-parts.ts';
import { newHome, showHome } from './home-message.ts';
import { homeScreen, payScreen, tooLateScreen } from './home-screen.ts';

/** Buying and changing one's mind. The invoice itself is queued with the order, so that it cannot be lost. */
export function buyComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, 'buy', (ctx, tap) => choose(ctx, parts, tap));
  onTap(composer, 'buy-stars', (ctx, tap) => buy(ctx, parts, tap));
  onTap(composer, 'buy-balance', (ctx, tap) => buyFromBalance(ctx, parts, tap));
  onTap(composer, 'cancel', (ctx, tap) => cancel(ctx, parts, tap));
  return composer;
}

/** Who has a balance is asked how to pay; everybody else gets the invoice at once. */
async function choose(ctx: ShopContext, parts: CustomerParts, tap: Tap<'buy'>): Promise<void> {
  const screen = await payScreen(ctx, parts, tap);
  if (screen === null) return buy(ctx, parts, tap);
  await answerTap(ctx);
  await showHome(ctx, parts, screen);
}

type Choice = { planId: number; nonce: string };

async function buy(ctx: ShopContext, parts: CustomerParts, { planId, nonce }: Choice): Promise<void> {
  const { checkout } = parts.services;
  const placed = await checkout.placeOrder({ customerId: ctx.customer.id, planId, quantity: 1, nonce });
  if (!placed.ok) return refuseSale(ctx, parts, { planId, code: placed.refusal.code });
  const order = await checkout.placedOrder(placed.value.orderId);
  const isThis = order?.planId === planId && order.fromBalance === null;
  if (order?.status !== 'pending_payment' || !isThis) return refuse(ctx, parts, 'used-screen');
  if (isPriceOnButton(ctx, order)) return answerTap(ctx, ctx.t('buy-started'));
  await alertTap(ctx, ctx.t('price-changed', { stars: order.askedStars }));
}

async function buyFromBalance(
  ctx: ShopContext,
  parts: CustomerParts,
  { planId, nonce, shown }: Tap<'buy-balance'>,
): Promise<void> {
  const { checkout } = parts.services;
  const request = { customerId: ctx.customer.id, planId, quantity: 1, nonce, shown };
  const placed = await checkout.placeOrder({ ...request, pay: 'balance' });
  if (!placed.ok) return refuseBalance(ctx, parts, { planId, code: placed.refusal.code });
  const order = await checkout.placedOrder(placed.value.orderId);
  if (order?.planId !== planId || order.fromBalance === null) return refuse(ctx, parts, 'used-screen');
  if (order.status !== 'pending_payment') return tellPaid(ctx, parts, order);
  if (isPriceOnButton(ctx, order)) return answerTap(ctx, ctx.t('buy-started'));
  await alertTap(ctx, ctx.t('price-changed', { stars: order.askedStars }));
}

/** The card tells the rest in a message of its own. */
async function tellPaid(ctx: ShopContext, parts: CustomerParts, { fromBalance }: PlacedOrder): Promise<void> {
  const { minor = 0n, currency = '' } = fromBalance ?? {};
  const note = ctx.t('paid-from-balance', { amount: moneyWords(minor, currency) });
  await answerTap(ctx, note);
  await showHome(ctx, parts, await homeScreen(ctx, parts, { note }));
}

/** What changed is shown at once, on the same screen where it can still be paid so. */
async function refuseBalance(
  ctx: ShopContext,
  parts: CustomerParts,
  { planId, code }: { planId: number; code: string },
): Promise<void> {
  if (code !== 'balance-changed') return refuse(ctx, parts, `refusal-${code}`);
  await alertTap(ctx, ctx.t('refusal-balance-changed'));
  const screen = await payScreen(ctx, parts, { planId, nonce: parts.ids.nonce() });
  await showHome(ctx, parts, screen ?? (await homeScreen(ctx, parts)));
}

/** False = the screen was drawn before the price was changed; the invoice asks for the new one. */
function isPriceOnButton(ctx: ShopContext, { askedStars: stars }: PlacedOrder): boolean {
  const label = pressedLabel(ctx);
  return !label?.includes('⭐') || namesPrice(label, ctx.t('price-stars', { stars }));
}

/** `150 ⭐` names no 50. */
const namesPrice = (label: string, price: string): boolean =>
  label.split(price).some((before, at, parts) => at < parts.length - 1 && !/\d[.,\s]?$/.test(before));

/** As `refuse`; who came too late for the plan may wait for it. */
async function refuseSale(
  ctx: ShopContext,
  parts: CustomerParts,
  { planId, code }: { planId: number; code: string },
): Promise<void> {
  await alertTap(ctx, ctx.t(`refusal-${code}`));
  await showHome(ctx, parts, await tooLateScreen(ctx, parts, { planId }));
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

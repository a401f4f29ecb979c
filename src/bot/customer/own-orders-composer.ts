import { Composer } from 'grammy';
import type { Tap } from '../callback-data.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { cancelAskView, ownOrdersView, receiptView } from '../views/own-order-views.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';
import { newHome, showHome } from './home-message.ts';

/** One press, and what it may use. */
type At = { ctx: ShopContext; parts: CustomerParts };

const ORDERS_PER_PAGE = 5;

/** My orders: the list, one order as a receipt, paying and cancelling one that is open (SPEC 150). */
export function ownOrdersComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  // For the staff the same word means every order: theirs comes before this one.
  composer.command('orders', async (ctx) => newHome(ctx, parts, await ownOrdersScreen(ctx, parts)));
  onTap(composer, 'own-orders', async (ctx, { page }) => {
    await answerTap(ctx);
    await showHome(ctx, parts, await ownOrdersScreen(ctx, parts, page));
  });
  onTap(composer, 'own-order', (ctx, { orderId }) => openOrder({ ctx, parts }, orderId));
  onTap(composer, 'own-order-pay', (ctx, tap) => pay({ ctx, parts }, tap));
  onTap(composer, 'own-order-cancel', (ctx, { orderId }) => askCancel({ ctx, parts }, orderId));
  onTap(composer, 'own-order-cancel-yes', (ctx, { orderId }) => cancel({ ctx, parts }, orderId));
  return composer;
}

/** A page of the person's own orders; pages count from 0. */
export async function ownOrdersScreen(
  ctx: ShopContext,
  { services }: CustomerParts,
  page = 0,
): Promise<Screen> {
  const of = { customerId: ctx.customer.id, page, size: ORDERS_PER_PAGE };
  return ownOrdersView(await services.checkout.ownOrders(of), ctx.t);
}

async function openOrder({ ctx, parts }: At, orderId: string): Promise<void> {
  const receipt = await ownReceipt({ ctx, parts }, orderId);
  if (!receipt) return refuse({ ctx, parts }, 'refusal-order-not-found');
  await answerTap(ctx);
  await showHome(ctx, parts, receiptView(receipt, parts.ids.nonce(), ctx.t));
}

async function pay({ ctx, parts }: At, { orderId, nonce }: Tap<'own-order-pay'>): Promise<void> {
  const customerId = ctx.customer.id;
  const asked = await parts.services.checkout.invoiceAgain({ orderId, customerId, nonce });
  if (asked.ok) return answerTap(ctx, ctx.t('invoice-again'));
  await alertTap(ctx, ctx.t(`refusal-${asked.refusal.code}`));
  await redraw({ ctx, parts }, orderId);
}

/** Nothing ends before the second press. */
async function askCancel({ ctx, parts }: At, orderId: string): Promise<void> {
  const receipt = await ownReceipt({ ctx, parts }, orderId);
  if (!receipt?.payableUntil) return refuse({ ctx, parts }, 'refusal-order-not-open');
  await answerTap(ctx);
  await showHome(ctx, parts, cancelAskView(receipt, ctx.t));
}

async function cancel({ ctx, parts }: At, orderId: string): Promise<void> {
  const customerId = ctx.customer.id;
  const cancelled = await parts.services.checkout.cancelOrder({ orderId, customerId });
  if (cancelled.ok) await answerTap(ctx, ctx.t('order-cancelled'));
  else await alertTap(ctx, ctx.t(`refusal-${cancelled.refusal.code}`));
  await redraw({ ctx, parts }, orderId);
}

async function refuse({ ctx, parts }: At, id: string): Promise<void> {
  await alertTap(ctx, ctx.t(id));
  await showHome(ctx, parts, await ownOrdersScreen(ctx, parts));
}

/** The order as it is now; the list where it is not this person's. */
async function redraw({ ctx, parts }: At, orderId: string): Promise<void> {
  const receipt = await ownReceipt({ ctx, parts }, orderId);
  const screen = receipt ? receiptView(receipt, parts.ids.nonce(), ctx.t) : await ownOrdersScreen(ctx, parts);
  await showHome(ctx, parts, screen);
}

const ownReceipt = ({ ctx, parts }: At, orderId: string) =>
  parts.services.checkout.receipt({ orderId, customerId: ctx.customer.id });

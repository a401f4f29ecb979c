import type { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap, show } from '../show.ts';
import { fitTo } from '../views/fit-to.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { isRefundable, orderCard, ordersCard, refundCard } from './order-cards.ts';

/** One press or command, and what it may use. */
type At = { ctx: ShopContext; needs: AdminNeeds };

const QUERY_LIMIT = 64;

/** /orders: find, look at, retry, refund. */
export function orderScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  admin.command('orders', (ctx) => showOrders({ ctx, needs }, fitTo(ctx.match.trim(), QUERY_LIMIT)));
  onTap(admin, 'orders', async (ctx) => {
    await answerTap(ctx);
    await showOrders({ ctx, needs }, '');
  });
  onTap(admin, 'order', async (ctx, { orderId }) => {
    await answerTap(ctx);
    await showOrder({ ctx, needs }, orderId);
  });
  onTap(admin, 'order-retry', (ctx, { orderId }) => retry({ ctx, needs }, orderId));
  onTap(admin, 'order-refund', (ctx, { orderId }) => askRefund({ ctx, needs }, orderId));
  onTap(admin, 'order-refund-yes', (ctx, { orderId }) => refund({ ctx, needs }, orderId));
}

async function showOrders({ ctx, needs }: At, query: string): Promise<void> {
  const orders = await needs.services.checkout.findOrders(query);
  await show(ctx, ordersCard(ctx.t, orders, query), needs.clock.now());
}

async function retry(at: At, orderId: string): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.provisioning.retryOrder({ orderId, actorId: ctx.from?.id ?? 0 });
  if (answer.ok) await answerTap(ctx, ctx.t('order-retried', { count: answer.value.units }));
  else await alertTap(ctx, ctx.t(`refusal-${answer.refusal.code}`));
  await showOrder(at, orderId);
}

/** Nothing moves before the second press. */
async function askRefund(at: At, orderId: string): Promise<void> {
  const { ctx, needs } = at;
  const order = await needs.services.checkout.order(orderId);
  if (!order || !isRefundable(order)) return refuseRefund(at, orderId);
  await answerTap(ctx);
  await show(ctx, refundCard(ctx.t, order), needs.clock.now());
}

async function refund(at: At, orderId: string): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.checkout.refundOrder({ orderId, actorId: ctx.from?.id ?? 0 });
  if (!answer.ok) return refuseRefund(at, orderId);
  await answerTap(ctx, ctx.t('order-refunded', { stars: String(answer.value.stars) }));
  await showOrder(at, orderId);
}

async function refuseRefund(at: At, orderId: string): Promise<void> {
  await alertTap(at.ctx, at.ctx.t('refusal-not-refundable'));
  await showOrder(at, orderId);
}

async function showOrder({ ctx, needs }: At, orderId: string): Promise<void> {
  const order = await needs.services.checkout.order(orderId);
  const card = order ? orderCard(ctx.t, order) : { text: ctx.t('order-gone') };
  await show(ctx, card, needs.clock.now());
}

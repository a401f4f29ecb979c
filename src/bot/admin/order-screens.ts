import type { Composer } from 'grammy';
import { ORDER_FILTERS, type OrderFilter } from '../../services/checkout/views.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { backWords } from '../views/back-words.ts';
import { tapButton } from '../views/buttons.ts';
import { fitTo } from '../views/fit-to.ts';
import type { Screen } from '../views/screen.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { cancelCard, isRefundable, orderCard, orderListCard, ordersCard, refundCard } from './order-cards.ts';
import { type At, actorOf, showStaff, turnTo } from './show-staff.ts';

const QUERY_LIMIT = 64;

/** /orders and /approvals: find, look at, approve, retry, refund, cancel. */
export function orderScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  admin.command('orders', (ctx) => showOrders({ ctx, needs }, fitTo(ctx.match.trim(), QUERY_LIMIT)));
  admin.command('approvals', (ctx) => showApprovals({ ctx, needs }));
  onTap(admin, 'orders', (ctx) => turnToList({ ctx, needs }, EVERYTHING));
  onTap(admin, 'orders-list', (ctx, { filter, page }) =>
    turnToList({ ctx, needs }, { ...EVERYTHING, filter: filterOf(filter), page }),
  );
  onTap(admin, 'customer-orders', (ctx, { customerId, page }) =>
    turnToList({ ctx, needs }, { ...EVERYTHING, page, customerId }),
  );
  onTap(admin, 'client-orders', (ctx, { clientId, page }) =>
    turnToList({ ctx, needs }, { ...EVERYTHING, page, clientId }),
  );
  onTap(admin, 'order', async (ctx, { orderId }) => {
    await answerTap(ctx);
    await showOrder({ ctx, needs }, orderId);
  });
  onTap(admin, 'order-retry', (ctx, { orderId }) => retry({ ctx, needs }, orderId));
  onTap(admin, 'order-approve', (ctx, { orderId }) => approve({ ctx, needs }, orderId));
  onTap(admin, 'order-refund', (ctx, { orderId }) => askRefund({ ctx, needs }, orderId));
  onTap(admin, 'order-refund-yes', (ctx, { orderId }) => refund({ ctx, needs }, orderId));
  onTap(admin, 'order-cancel', (ctx, { orderId }) => askCancel({ ctx, needs }, orderId));
  onTap(admin, 'order-cancel-yes', (ctx, { orderId }) => cancel({ ctx, needs }, orderId));
}

type Asked = { filter: OrderFilter; page: number; customerId: number | null; clientId: number | null };

const EVERYTHING: Asked = { filter: 'all', page: 0, customerId: null, clientId: null };

/** A filter of an older version shows everything. */
const filterOf = (word: string): OrderFilter => ORDER_FILTERS.find((filter) => filter === word) ?? 'all';

/** The newest orders, or those that a query finds. */
export async function showOrders(at: At, query: string): Promise<void> {
  if (query === '') return showList(at, EVERYTHING);
  await showStaff(at, ordersCard(at.ctx.t, await at.needs.services.checkout.findOrders(query), query));
}

/** Paid orders that wait for a yes. */
export const showApprovals = (at: At): Promise<void> => showList(at, { ...EVERYTHING, filter: 'held' });

async function turnToList(at: At, asked: Asked): Promise<void> {
  await answerTap(at.ctx);
  await showList(at, asked);
}

async function showList(at: At, asked: Asked): Promise<void> {
  const list = await at.needs.services.checkout.listOrders(asked);
  await showStaff(at, orderListCard(at.ctx.t, { list, ...asked }));
}

async function approve(at: At, orderId: string): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.provisioning.approveOrder({ orderId, actorId: actorOf(at) });
  if (answer.ok) await answerTap(ctx, ctx.t('order-approved'));
  else await alertTap(ctx, ctx.t(`refusal-${answer.refusal.code}`));
  await showOrder(at, orderId);
}

async function askCancel(at: At, orderId: string): Promise<void> {
  const order = await at.needs.services.checkout.order(orderId);
  if (order?.status === 'pending_payment') return turnTo(at, cancelCard(at.ctx.t, order));
  await alertTap(at.ctx, at.ctx.t('refusal-order-not-open'));
  await showOrder(at, orderId);
}

async function cancel(at: At, orderId: string): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.checkout.cancelForCustomer({ orderId, actorId: actorOf(at) });
  if (answer.ok) await answerTap(ctx, ctx.t('order-cancelled-for-customer'));
  else await alertTap(ctx, ctx.t(`refusal-${answer.refusal.code}`));
  await showOrder(at, orderId);
}

async function retry(at: At, orderId: string): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.provisioning.retryOrder({ orderId, actorId: actorOf(at) });
  if (answer.ok) await answerTap(ctx, ctx.t('order-retried', { count: answer.value.units }));
  else await alertTap(ctx, ctx.t(`refusal-${answer.refusal.code}`));
  await showOrder(at, orderId);
}

/** Nothing moves before the second press. */
async function askRefund(at: At, orderId: string): Promise<void> {
  const { ctx, needs } = at;
  const order = await needs.services.checkout.order(orderId);
  if (!order || !isRefundable(order)) return refuseRefund(at, { orderId, code: 'not-refundable' });
  await turnTo(at, refundCard(ctx.t, order));
}

async function refund(at: At, orderId: string): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.checkout.refundOrder({ orderId, actorId: actorOf(at) });
  if (!answer.ok) return refuseRefund(at, { orderId, code: answer.refusal.code });
  await answerTap(ctx, ctx.t('order-refunded', { back: backWords(ctx.t, answer.value) }));
  await showOrder(at, orderId);
}

async function refuseRefund(at: At, { orderId, code }: { orderId: string; code: string }): Promise<void> {
  await alertTap(at.ctx, at.ctx.t(`refusal-${code}`));
  await showOrder(at, orderId);
}

async function showOrder(at: At, orderId: string): Promise<void> {
  const { ctx, needs } = at;
  const order = await needs.services.checkout.order(orderId);
  await showStaff(at, order ? orderCard(ctx.t, order) : goneCard(ctx));
}

const goneCard = ({ t }: ShopContext): Screen => ({
  text: t('order-gone'),
  reply_markup: { inline_keyboard: [[tapButton(t('button-back'), { screen: 'orders' })]] },
});

import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Charge, Refund } from '../../model/payment.ts';
import type { RefundReason } from '../messages/message-kinds.ts';
import { queueMessage } from '../messages/queue-message.ts';
import type { CheckoutNeeds } from './needs.ts';

export type RefundOrder = {
  charge: Charge;
  orderId: string | null;
  reason: RefundReason;
  /** The ledger account that the money leaves. */
  from: 'revenue' | 'unallocated';
  dueAt: Date;
};

/**
 * Writes down that a charge goes back, before Telegram is asked, and tells the person who paid. Telegram gives whole
 * charges back only.
 */
export async function startRefund(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  refund: RefundOrder,
): Promise<void> {
  const now = needs.clock.now();
  const { charge, orderId, reason } = refund;
  charge.startRefund();
  em.create(Refund, {
    id: needs.ids.id(),
    charge,
    amount: charge.amount,
    reason,
    fromAccount: refund.from,
    dueAt: refund.dueAt,
    createdAt: now,
  });
  await em.flush();
  await queueMessage(
    em,
    { shop: needs.shop, now },
    {
      chatId: charge.payerId,
      kind: 'refund-started',
      data: { orderId, stars: Number(charge.amount), reason },
      key: `refund-started:${charge.id}`,
    },
  );
}

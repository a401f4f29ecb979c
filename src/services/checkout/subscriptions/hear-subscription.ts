import { Payment } from '../../../model/payment.ts';
import { StarSubscription } from '../../../model/star-subscription.ts';
import { parseInvoicePayload } from '../invoice-payload.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { lockBought } from '../purchases/bought.ts';

/** What Telegram tells of a subscription, which it names by the payload of its invoice alone. */
export type SubscriptionNews = {
  payload: string;
  payerId: number;
  state: 'canceled' | 'active' | 'failed';
};

/**
 * Its payer ended it in Telegram, or took it up again; told twice it is the same. A charge that failed changes nothing
 * yet: Telegram tries again for a while, and whether it came is looked up at its end.
 */
export async function hearSubscription(needs: CheckoutNeeds, news: SubscriptionNews): Promise<void> {
  const paymentId = parseInvoicePayload(news.payload)?.paymentId;
  if (paymentId === undefined || news.state === 'failed') return;
  await needs.work.do(async (em) => {
    const payment = await em.findOne(Payment, paymentId);
    if (!payment) return;
    const orderId = payment.order.id;
    await lockBought(em, orderId);
    const of = { order: orderId, customer: news.payerId, status: { $ne: 'ended' } } as const;
    const [subscription] = await em.find(StarSubscription, of, { orderBy: { isBarred: 'asc' } });
    if (news.state === 'canceled') subscription?.wasCancelled();
    else subscription?.wasTakenUp();
    await em.flush();
  });
}

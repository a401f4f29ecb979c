import { OrderPurchase } from '../../../model/order-purchase.ts';
import { Payment } from '../../../model/payment.ts';
import type { Result } from '../../../model/result.ts';
import type { Money } from '../../../model/values/money.ts';
import { balanceOf } from '../../ledger/wallet.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { askedStars } from '../order-money-views.ts';
import {
  type NotToppedUp,
  placeTopUp,
  type TopUpOffer,
  type TopUpRequest,
  topUpOffers,
} from './place-top-up.ts';

/** What a paid top-up brought, and what the balance holds now. */
export type TopUpNews = { orderId: string; amount: Money; stars: number; balance: Money };

/** Money for a person's balance in the shop, paid in Stars (SPEC 216). */
export class TopUpDesk {
  private readonly needs: CheckoutNeeds;

  constructor(needs: CheckoutNeeds) {
    this.needs = needs;
  }

  /** The amounts that can be chosen, with their Stars; empty = none is offered. */
  offers(): TopUpOffer[] {
    return topUpOffers(this.needs.shop);
  }

  /** Orders one of these amounts and queues its invoice. Once per nonce. */
  place(request: TopUpRequest): Promise<Result<{ orderId: string }, NotToppedUp>> {
    return placeTopUp(this.needs, request);
  }

  /** null = it is not paid, or its money went back. */
  async news(orderId: string): Promise<TopUpNews | null> {
    const em = this.needs.work.read();
    const purchase = await em.findOne(OrderPurchase, { order: orderId }, { populate: ['order'] });
    if (!purchase?.isInForce()) return null;
    const { customer, total, currency } = purchase.order;
    return {
      orderId,
      amount: { minor: total, currency },
      stars: askedStars(await em.find(Payment, { order: orderId })),
      balance: { minor: await balanceOf(em, { customerId: customer.id, currency }), currency },
    };
  }
}

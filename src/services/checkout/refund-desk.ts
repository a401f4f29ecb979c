import { Refund } from '../../model/payment.ts';
import type { Result } from '../../model/result.ts';
import type { Money } from '../../model/values/money.ts';
import { creditRefund, type NotCredited, worthOfCharge } from './credit-refund.ts';
import { type RefundRetry, refundTrouble, retryRefund } from './money-trouble.ts';
import type { CheckoutNeeds } from './needs.ts';
import type { RefundTrouble } from './views.ts';

/** Refunds that were given up: Telegram refuses them, or did not answer often enough (RELIABILITY 43). */
export class RefundDesk {
  private readonly needs: CheckoutNeeds;

  constructor(needs: CheckoutNeeds) {
    this.needs = needs;
  }

  /** One of them, and what its Stars were worth; null = there is no such refund. */
  async find(refundId: string): Promise<{ trouble: RefundTrouble; worth: Money } | null> {
    const em = this.needs.work.read();
    const refund = await em.findOne(Refund, refundId, { populate: ['charge.payment.order'] });
    if (!refund) return null;
    return { trouble: refundTrouble(refund), worth: await worthOfCharge(this.needs, em, refund.charge) };
  }

  /** Asks Telegram once more. */
  async retry(request: RefundRetry): Promise<Result<{ refundId: string }, { code: 'refund-not-failed' }>> {
    const answer = await retryRefund(this.needs, request);
    if (answer.ok) this.needs.wakes.refunds();
    return answer;
  }

  /** Gives what its Stars were worth to the payer's balance instead; Telegram is not asked any more. */
  credit(request: RefundRetry): Promise<Result<Money, NotCredited>> {
    return creditRefund(this.needs, request);
  }
}

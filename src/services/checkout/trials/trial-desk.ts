import type { Result } from '../../../model/result.ts';
import { alertStaff } from '../../messages/queue-message.ts';
import { crashPoint } from '../../ports/crash-point.ts';
import { trialRulesOf } from '../../ports/shop.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { type NotTried, type TrialRequest, takeTrial } from './take-trial.ts';

/** A plan for a few days and for nothing, once (SPEC 8). */
export class TrialDesk {
  private readonly needs: CheckoutNeeds;

  constructor(needs: CheckoutNeeds) {
    this.needs = needs;
  }

  /** Gives this person the trial of a plan; delivered like a sale. A second call with the same nonce gives nothing more. */
  async take(request: TrialRequest): Promise<Result<{ orderId: string }, NotTried>> {
    const taken = await takeTrial(this.needs, request);
    crashPoint('order.placed');
    if (!taken.ok && taken.refusal.code === 'trials-over') await this.tellStaff();
    if (!taken.ok) return taken;
    this.needs.wakes.sender();
    this.needs.wakes.orderPaid(taken.value.orderId);
    return taken;
  }

  /** Once a day; not where the shop gives none at all. */
  private async tellStaff(): Promise<void> {
    const { work, clock, shop, wakes } = this.needs;
    const now = clock.now();
    const count = trialRulesOf(shop).mostPerDay ?? 0;
    if (count === 0) return;
    const key = `trials-over:${now.toISOString().slice(0, 'yyyy-mm-dd'.length)}`;
    await work.do((em) => alertStaff(em, { shop, now }, { key, data: { code: 'trials-over', count } }));
    wakes.sender();
  }
}

import type { Result } from '../../../model/result.ts';
import { crashPoint } from '../../ports/crash-point.ts';
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
    if (!taken.ok) return taken;
    this.needs.wakes.sender();
    this.needs.wakes.orderPaid(taken.value.orderId);
    return taken;
  }
}

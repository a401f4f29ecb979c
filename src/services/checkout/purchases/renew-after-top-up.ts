import type { CheckoutNeeds } from '../needs.ts';
import { renewDue } from './renew-due.ts';

/** What of this person waited for the money is renewed now; where that fails, the sweep tries it again and the money is safe. */
export async function renewAfterTopUp(needs: CheckoutNeeds, customerId: number): Promise<void> {
  if (needs.renewsByItself === false) return;
  try {
    await renewDue(needs, { customerId });
  } catch (error) {
    needs.log.warn('renewal.after-top-up-failed', { error });
  }
}

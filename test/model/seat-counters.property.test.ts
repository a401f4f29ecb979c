import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anInbound, aPlan } from '../support/builders.ts';

const runs = (numRuns: number) => ({ numRuns });
/** Where the condition is met, the claim has to be true. */
const implies = (condition: boolean, claim: () => boolean) => expect(!condition || claim()).toBe(true);

describe('the counters of seats', () => {
  const steps = fc.array(fc.constantFrom(1, 1, 2, 3, -1, -1, 0), { maxLength: 40 });

  it('stay within their bounds whatever is taken and given back, and close and open the inbound with it', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(null, 0, 1, 5), (taken, limit) => {
        const inbound = anInbound({ capacity: limit });
        const plan = aPlan({ maxClients: limit });
        for (const step of taken) {
          expect(take(inbound, step)).toBe(take(plan, step));

          const { currentClients } = inbound;
          expect(currentClients).toBe(plan.currentClients);
          expect(currentClients).toBeGreaterThanOrEqual(0);
          expect(currentClients).toBeLessThanOrEqual(limit ?? Number.POSITIVE_INFINITY);
          expect(inbound.getAvailableCapacity()).toBe(limit === null ? null : limit - currentClients);
          expect(inbound.getCapacityUtilization()).toBeGreaterThanOrEqual(0);
          expect(inbound.getCapacityUtilization()).toBeLessThanOrEqual(100);
          implies(Boolean(limit), () => (inbound.status === 'full') === (currentClients === limit));
        }
      }),
      runs(500),
    );
  });

  type Counter = {
    currentClients: number;
    incrementClients(quantity: number): void;
    decrementClients(): void;
  };

  /** false = it was refused, and nothing changed. */
  function take(counter: Counter, step: number): boolean {
    const before = counter.currentClients;
    try {
      if (step < 0) counter.decrementClients();
      else counter.incrementClients(step);
      return true;
    } catch {
      expect(counter.currentClients).toBe(before);
      return false;
    }
  }
});

import { LockMode } from '@mikro-orm/core';
import type { OrderServerClient } from '../../model/order-server-client.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import type { ProvisioningNeeds } from './needs.ts';

/** How long the delivery of a plan's unit took. */
export type DeliveryTime = { planId: number; seconds: number };

/** Of the units that are completed now. */
export const deliveryTimes = (units: Iterable<OrderServerClient>): DeliveryTime[] =>
  [...units].flatMap(({ provisionStatus, provisionDurationSeconds: seconds, orderItem }) =>
    provisionStatus === 'completed' && seconds !== null ? [{ planId: orderItem.plan.id, seconds }] : [],
  );

/**
 * Adds deliveries to the figures of their plans, in a transaction of its own: plans are locked before orders, and the
 * customers' keys must not wait for a statistic. What a crash loses here is one sample.
 */
export async function measurePlans(needs: ProvisioningNeeds, times: readonly DeliveryTime[]): Promise<void> {
  if (times.length === 0) return;
  const at = needs.clock.now();
  const ids = [...new Set(times.map(({ planId }) => planId))];
  await needs.work.do(async (em) => {
    const plans = await em.find(
      ServerPlan,
      { id: { $in: ids } },
      { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
    );
    for (const plan of plans) {
      const own = times.filter(({ planId }) => planId === plan.id);
      for (const { seconds } of own) plan.updatePerformanceMetrics(seconds, at);
    }
    await em.flush();
  });
}

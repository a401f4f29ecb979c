import type { OrderServerClient } from '../../model/order-server-client.ts';
import { count, observe } from '../ports/meter.ts';
import type { ProvisioningNeeds } from './needs.ts';

/** What a transaction made of some units, for the figures of this process. */
export type Told = {
  readonly completed: readonly { unitId: string; server: string; seconds: number | null }[];
  /** Causes of attempts that failed, and of those that were the last. */
  readonly failed: readonly string[];
  readonly givenUp: readonly string[];
  readonly orders: number;
};

/** Taken down inside the transaction and counted behind it, for it may run twice; `orders` = complete from now on. */
export function countable(units: Iterable<OrderServerClient>, orders: number): Told {
  const all = [...units];
  const causes = (statuses: readonly OrderServerClient['provisionStatus'][]) =>
    all
      .filter(({ provisionStatus }) => statuses.includes(provisionStatus))
      .map(({ provisionErrorCode }) => provisionErrorCode ?? 'none');
  return {
    completed: all
      .filter(({ provisionStatus }) => provisionStatus === 'completed')
      .map((unit) => ({
        unitId: unit.id,
        server: unit.inbound.server.name,
        seconds: unit.provisionDurationSeconds,
      })),
    failed: causes(['pending', 'provisioning', 'failed']),
    givenUp: causes(['failed']),
    orders,
  };
}

/** Counts them, and has those that were completed looked at once more. */
export function tellUnits(needs: ProvisioningNeeds, { completed, failed, givenUp, orders }: Told): void {
  if (completed.length > 0) needs.completed?.(completed.map(({ unitId }) => unitId));
  for (const { server, seconds } of completed) {
    count('shop_units_delivered_total', { server });
    if (seconds !== null) observe('shop_provisioning_seconds', { server }, seconds);
  }
  for (const cause of failed) count('shop_attempts_failed_total', { cause });
  for (const cause of givenUp) count('shop_units_failed_total', { cause });
  if (orders > 0) count('shop_orders_delivered_total', {}, orders);
}

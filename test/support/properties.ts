import type { SqlEntityManager } from '@mikro-orm/sql';
import fc from 'fast-check';
import type { Database } from '../../src/db/open-database.ts';
import { OrderServerClient } from '../../src/model/order-server-client.ts';
import { ServerInbound } from '../../src/model/server-inbound.ts';
import { ServerPlan } from '../../src/model/server-plan.ts';

/** Checks 500 states, each in a transaction that is rolled back: every one finds the tables empty. */
export const forAny = <State>(
  database: Database,
  states: fc.Arbitrary<State>,
  check: (em: SqlEntityManager, state: State) => Promise<void>,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(states, async (state) => {
      const em = database.em();
      await em.begin();
      try {
        await check(em, state);
      } finally {
        await em.rollback();
      }
    }),
    { numRuns: 500 },
  );

/** `usual` six times of seven: a state where everything is odd at once sells nothing and proves nothing. */
export const mostly = <Value>(usual: Value, all: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...all) });

/** Everything about seats that the database knows, read past the entities that `em` has loaded. */
export async function storedSeats(em: SqlEntityManager) {
  const reader = em.fork({ keepTransactionContext: true });
  return seatsOf({
    plans: await reader.findAll(ServerPlan),
    inbounds: await reader.findAll(ServerInbound),
    units: await reader.findAll(OrderServerClient),
  });
}

type Holders = { plans: ServerPlan[]; inbounds: ServerInbound[]; units: OrderServerClient[] };

export const seatsOf = ({ plans, inbounds, units }: Holders) => ({
  plans: new Map(plans.map((each) => [each.id, each.currentClients])),
  inbounds: new Map(inbounds.map((each) => [each.id, { taken: each.currentClients, status: each.status }])),
  units: new Map(units.map((each) => [each.id, { status: each.provisionStatus, dueAt: each.dueAt }])),
});

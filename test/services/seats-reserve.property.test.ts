import type { SqlEntityManager } from '@mikro-orm/sql';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { INBOUND_STATUSES } from '../../src/model/inbound-columns.ts';
import type { ProvisioningRules } from '../../src/model/provision-settings.ts';
import { SERVER_HEALTH } from '../../src/model/server-columns.ts';
import type { ServerInbound } from '../../src/model/server-inbound.ts';
import type { ServerPlan } from '../../src/model/server-plan.ts';
import { ServerPlanPool } from '../../src/model/server-plan-pool.ts';
import { bytes } from '../../src/model/values/traffic.ts';
import { reserveSeats } from '../../src/services/seats/reserve-seats.ts';
import { anInbound, aPlan, aServer } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { forAny, mostly, seatsOf, storedSeats } from '../support/properties.ts';

it('the database sells the very seats that the model would sell, at home first and then along the pool', async () => {
  await forAny(await openTestDatabase(), markets, async (em, { quantity, ...market }) => {
    const { plan, homes } = await openMarket(em, market);
    const chosen = plan.hasCapacity(quantity) ? bestOfHomes(plan, homes, quantity) : null;

    const seats = await reserveSeats(em, { planId: plan.id, quantity });

    expect(seats.ok ? seats.value.inboundId : null).toBe(chosen?.id ?? null);
    if (!chosen) return;
    plan.incrementClients(quantity);
    chosen.incrementClients(quantity);
    expect(await storedSeats(em)).toEqual(seatsOf({ plans: [plan], inbounds: homes.flat(), units: [] }));
  });
}, 120_000);

function bestOfHomes(plan: ServerPlan, homes: ServerInbound[][], quantity: number): ServerInbound | null {
  for (const inbounds of homes) {
    const best = plan.getBestInbound(inbounds, quantity);
    if (best) return best;
  }
  return null;
}

/** Few and even numbers, so that inbounds are often equally full and the last rules of the choice decide. */
const limits = fc.constantFrom(null, null, 2, 2, 4, 4, 0);
const counts = fc.constantFrom(1, 1, 2, 2, 3);
const EXBIBYTE = 2n ** 60n;

const homes = fc.record({
  server: fc.record({
    autoProvisioning: mostly(true, [false]),
    healthStatus: mostly('healthy', SERVER_HEALTH),
    maxClientsPerInbound: limits,
  }),
  inbounds: fc.array(
    fc.record({
      capacity: limits,
      taken: counts,
      provisioningEnabled: mostly(true, [false]),
      status: mostly('active', INBOUND_STATUSES),
      provisioningRules: mostly<ProvisioningRules | null>(null, [
        { planTypes: ['dedicated'] },
        { planTypes: ['single', 'shared'] },
        { maxPerCustomer: 1 },
      ]),
      trafficLimit: fc.constantFrom(null, bytes(EXBIBYTE)),
      trafficUsed: mostly(bytes(EXBIBYTE - 1n), [bytes(EXBIBYTE)]),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  byDefault: fc.nat(3),
});

const markets = fc.record({
  quantity: mostly(1, [-1, 0, 2, 3]),
  plan: fc.record({ maxClients: mostly(null, [0, 2, 4]), taken: counts, prefersDefault: fc.boolean() }),
  own: homes,
  pool: fc.array(homes, { maxLength: 2 }),
  /** The pool's servers are written down in another order than they are asked in. */
  reversed: fc.boolean(),
  preferred: fc.nat(6),
});

type Market = typeof markets extends fc.Arbitrary<infer State> ? Omit<State, 'quantity'> : never;

async function openMarket(em: SqlEntityManager, market: Market) {
  const ranked = [market.own, ...market.pool];
  const opened = new Map(
    (market.reversed ? [...ranked].reverse() : ranked).map((home) => [home, open(home)]),
  );
  const homesByRank = ranked.map((home) => opened.get(home) ?? []);
  await em.persist([...opened.values()].flat()).flush();
  const [own = []] = homesByRank;
  const { maxClients, taken, prefersDefault } = market.plan;
  const plan = aPlan({
    server: own[0]?.server,
    maxClients,
    provisionSettings: prefersDefault ? { preferDefaultInbound: true } : null,
    currentClients: Math.min(taken, maxClients ?? taken),
    preferredInbound: own[market.preferred] ?? null,
  });
  const pool = homesByRank
    .slice(1)
    .map((inbounds, place) =>
      Object.assign(new ServerPlanPool(), { plan, server: inbounds[0]?.server, rank: place + 1 }),
    );
  await em.persist([plan, ...pool]).flush();
  return { plan, homes: homesByRank };
}

function open({ server: state, inbounds, byDefault }: Market['own']): ServerInbound[] {
  const server = aServer(state);
  return inbounds.map(({ taken, ...inbound }, place) =>
    anInbound({
      ...inbound,
      server,
      currentClients: Math.min(taken, inbound.capacity ?? taken),
      isDefault: place === byDefault,
    }),
  );
}

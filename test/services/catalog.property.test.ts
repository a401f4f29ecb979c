import type { SqlEntityManager } from '@mikro-orm/sql';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INBOUND_STATUSES } from '../../src/model/inbound-columns.ts';
import type { ProvisioningRules } from '../../src/model/provision-settings.ts';
import { SERVER_HEALTH } from '../../src/model/server-columns.ts';
import type { ServerInbound } from '../../src/model/server-inbound.ts';
import type { ServerPlan } from '../../src/model/server-plan.ts';
import { ServerPlanPool } from '../../src/model/server-plan-pool.ts';
import { bytes } from '../../src/model/values/traffic.ts';
import { CatalogService } from '../../src/services/catalog/catalog-service.ts';
import type { Availability } from '../../src/services/catalog/plan-offer.ts';
import { reserveSeats } from '../../src/services/seats/reserve-seats.ts';
import { anInbound, aPlan, aServer } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { forAny, mostly } from '../support/properties.ts';
import { SHOP } from '../support/shop.ts';

const homes = fc.record({
  server: fc.record({
    autoProvisioning: mostly(true, [false]),
    healthStatus: mostly('healthy', SERVER_HEALTH),
    maxClientsPerInbound: fc.constantFrom(null, null, 1, 0),
  }),
  inbounds: fc.array(
    fc.record({
      capacity: fc.constantFrom(null, 1, 2, 0),
      taken: fc.constantFrom(0, 1, 2),
      provisioningEnabled: mostly(true, [false]),
      status: mostly('active', INBOUND_STATUSES),
      trafficLimit: fc.constantFrom(null, bytes(10n)),
      trafficUsed: mostly(bytes(9n), [bytes(10n)]),
      provisioningRules: mostly<ProvisioningRules | null>(null, [
        { planTypes: ['dedicated'] },
        { planTypes: ['shared', 'single'] },
        {},
      ]),
    }),
    { maxLength: 2 },
  ),
});
type Home = typeof homes extends fc.Arbitrary<infer State> ? State : never;

const markets = fc.record({
  plan: fc.record({
    maxClients: mostly(null, [0, 2]),
    taken: fc.constantFrom(0, 2),
    isActive: mostly(true, [false]),
    onSale: mostly(true, [false]),
  }),
  own: homes,
  pool: fc.array(homes, { maxLength: 2 }),
});
type Market = typeof markets extends fc.Arbitrary<infer State> ? State : never;

const open = ({ server: state, inbounds }: Home) => {
  const server = aServer(state);
  const opened = inbounds.map(({ taken, ...inbound }) =>
    anInbound({ ...inbound, server, currentClients: Math.min(taken, inbound.capacity ?? taken) }),
  );
  return { server, inbounds: opened };
};

async function openMarket(em: SqlEntityManager, { plan: state, own, pool }: Market) {
  const places = [own, ...pool].map(open);
  const { taken, ...rest } = state;
  const plan = aPlan({
    ...rest,
    server: places[0]?.server,
    currentClients: Math.min(taken, state.maxClients ?? taken),
  });
  const pooled = places
    .slice(1)
    .map(({ server }, place) => Object.assign(new ServerPlanPool(), { plan, server, rank: place + 1 }));
  const inbounds = places.flatMap((place) => place.inbounds);
  await em.persist([...places.map(({ server }) => server), ...inbounds, plan, ...pooled]).flush();
  return { plan, inbounds, servers: places.map(({ server }) => server) };
}

/** What the model says; a server of the pool counts like the plan's own. */
function expected(
  plan: ServerPlan,
  { inbounds, servers }: { inbounds: ServerInbound[]; servers: { canProvision(): boolean }[] },
): Availability | null {
  switch (plan.isAvailable(inbounds)) {
    case 'inactive':
    case 'not-on-sale':
      return null;
    case 'out-of-stock':
      return 'sold-out';
    case null:
      return 'on-sale';
    default:
      return servers.some((server) => server.canProvision()) ? 'sold-out' : 'server-away';
  }
}

/** What a buyer would be told. */
async function reserved(em: SqlEntityManager, planId: number): Promise<Availability> {
  const seats = await reserveSeats(em, { planId, quantity: 1 });
  if (seats.ok) return 'on-sale';
  return seats.refusal.code === 'no-seat' ? 'sold-out' : 'server-away';
}

describe('the catalogue', () => {
  it('offers in one statement what the model would offer, and what can really be reserved', async () => {
    await forAny(await openTestDatabase(), markets, async (em, market) => {
      const { plan, inbounds, servers } = await openMarket(em, market);
      const never = () => Promise.reject();
      const work = { read: () => em, run: never, do: never, alone: never };

      const offers = await new CatalogService({ work, shop: SHOP }).offers();

      const wanted = expected(plan, { inbounds, servers });
      expect(offers.map(({ availability }) => availability)).toEqual(wanted === null ? [] : [wanted]);
      if (wanted === null) return;
      expect(offers).toMatchObject([{ planId: plan.id, stars: 150, priceMinor: 300n, country: 'DE' }]);
      expect(await reserved(em, plan.id)).toBe(wanted);
    });
  }, 120_000);
});

import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { lockSeats, releaseSeats } from '../../src/services/seats/seat-statements.ts';
import { aCustomer } from '../support/builders.ts';
import { openTestServer, workOn } from '../support/database.ts';
import { openShop, type Shop } from '../support/shop.ts';

describe('selling to a crowd at the same moment', () => {
  let database: Database;
  beforeEach(async (test) => {
    database = await openTestServer(test);
  });

  it.each([50, 200])('sells the last seat once to %d buyers', async (count) => {
    const shop = await openShop(database, { plans: [{ maxClients: 1 }] });
    const buyers = await crowd(count);

    const answers = await Promise.all(buyers.map((customerId) => shop.buy({ customerId })));

    expect(answers.filter((each) => each.ok)).toHaveLength(1);
    expect(new Set(answers.map((each) => (each.ok ? 'sold' : each.refusal.code)))).toEqual(
      new Set(['sold', 'no-seat']),
    );
    expect(await seatsOf(shop)).toEqual({ held: 1, plans: [1], inbounds: [1] });
  });

  it('sells exactly the ten seats of an inbound to fifty buyers', async () => {
    const shop = await openShop(database, { inbounds: [{ capacity: 10 }] });
    const buyers = await crowd(50);

    const answers = await Promise.all(buyers.map((customerId) => shop.buy({ customerId })));

    expect(answers.filter((each) => each.ok)).toHaveLength(10);
    expect(await seatsOf(shop)).toEqual({ held: 10, plans: [10], inbounds: [10] });
  });

  it.each([
    { rule: 'by its own limit', limit: { inbounds: [{ capacity: 1 }] } },
    { rule: 'by its server’s limit', limit: { server: { maxClientsPerInbound: 1 } } },
  ])(
    'sells the last seat of an inbound once, $rule, though every buyer wants another plan',
    async ({ limit }) => {
      const shop = await openShop(database, { ...limit, plans: times(20, () => ({})) });
      const buyers = await crowd(20);

      const answers = await Promise.all(
        shop.planIds.map((planId, place) => shop.buy({ planId, customerId: buyers[place] })),
      );

      expect(answers.filter((each) => each.ok)).toHaveLength(1);
      expect(await seatsOf(shop)).toMatchObject({ held: 1, inbounds: [1] });
    },
  );

  it('leaves no seat unsold that somebody wanted', async () => {
    const shop = await openShop(database, {
      plans: times(20, () => ({})),
      inbounds: times(3, () => ({ capacity: 6 })),
    });
    const buyers = await crowd(20);

    const answers = await Promise.all(
      shop.planIds.map((planId, place) => shop.buy({ planId, customerId: buyers[place] })),
    );

    expect(answers.filter((each) => each.ok)).toHaveLength(18);
    expect(await seatsOf(shop)).toMatchObject({ held: 18, inbounds: [6, 6, 6] });
  });

  it('spreads the buyers evenly over equal inbounds', async () => {
    const shop = await openShop(database, { inbounds: times(4, () => ({})) });
    const buyers = await crowd(20);

    await Promise.all(buyers.map((customerId) => shop.buy({ customerId })));

    expect(await seatsOf(shop)).toMatchObject({ inbounds: [5, 5, 5, 5] });
  });

  it('frees the seat of an order once, however many hands release it', async () => {
    const shop = await openShop(database);
    await shop.buy({ quantity: 20 });
    const { orderId } = await shop.order();

    await Promise.all(
      times(20, () =>
        workOn(database).do(async (em) => {
          await lockSeats(em, orderId);
          await releaseSeats(em, orderId);
        }),
      ),
    );

    expect(await seatsOf(shop)).toEqual({ held: 20, plans: [20], inbounds: [20] });
  });

  it('counts right while some buy and others cancel', async () => {
    const shop = await openShop(database, { plans: [{}, {}], inbounds: times(3, () => ({ capacity: 10 })) });
    const buyers = await crowd(20);
    const buyAndRegret = async (planId: number, customerId: number) => {
      const answer = await shop.buy({ planId, quantity: 2, customerId });
      if (!answer.ok) return;
      const regret = () => shop.cancel(answer.value, customerId);
      await Promise.all([regret(), shop.buy({ planId, customerId }), regret()]);
    };

    await Promise.all(buyers.flatMap((buyer) => shop.planIds.map((planId) => buyAndRegret(planId, buyer))));

    const { held, plans, inbounds } = await seatsOf(shop);
    expect(held).toBeGreaterThan(0);
    expect([sum(plans), sum(inbounds)]).toEqual([held, held]);
    expect(await counterDrift(database.em())).toEqual([]);
  });

  /** People of their own: nobody may have more than three open orders. */
  async function crowd(count: number): Promise<number[]> {
    const customers = times(count, (place) => aCustomer({ id: 6_000_000_000 + place }));
    await database.em().persist(customers).flush();
    return customers.map((each) => each.id);
  }
});

const times = <Value>(count: number, make: (place: number) => Value): Value[] =>
  Array.from({ length: count }, (_, place) => make(place));

const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);

async function seatsOf(shop: Shop) {
  return {
    held: (await shop.units()).filter((each) => each.holdsSeat()).length,
    plans: (await shop.plans()).map((each) => each.currentClients),
    inbounds: (await shop.inbounds()).map((each) => each.currentClients),
  };
}

import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { hours, minutes } from '../../src/model/values/period.ts';
import type { Placed } from '../../src/services/checkout/place-order.ts';
import { approveOrder } from '../../src/services/provisioning/approve-order.ts';
import { ANN } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { placeUnit } from '../support/delivered.ts';
import { OWNER, openShop, type Shop } from '../support/shop.ts';

let database: Database;
let shop: Shop;

beforeEach(async () => {
  database = await openTestDatabase();
  shop = await openShop(database, { plans: [{}, { autoProvision: false }] });
});

describe('an order that is not delivered a day after it was paid', () => {
  it('is given back by itself, and not before', async () => {
    const placed = await paidOrder();
    shop.clock.moveTo(hours(24) - 1);
    const early = await shop.checkout.giveBackOverdue();
    shop.clock.moveTo(hours(24));

    const late = await shop.checkout.giveBackOverdue();
    await shop.checkout.runRefunds();

    expect([early, late]).toEqual([0, 1]);
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'refunded' });
    expect(shop.stars.asked).toEqual(['paid-with']);
  });

  it.each(['pending', 'provisioning', 'failed'] as const)(
    'has the share of a unit that is %s brought to the balance where the rest was delivered',
    async (provisionStatus) => {
      const placed = await paidOrder(2);
      const [first, second] = await shop.units();
      await placeUnit(database, first?.id ?? '', { provisionStatus: 'completed' });
      await placeUnit(database, second?.id ?? '', { provisionStatus });
      await database.em().execute(`update orders set status = 'partial'`);
      shop.clock.moveTo(hours(24));

      await shop.checkout.giveBackOverdue();

      expect(await shop.orderRow(placed)).toMatchObject({ status: 'completed' });
      expect(await shop.balances()).toMatchObject({ [`customer:${ANN}`]: 300 });
    },
  );

  it('is told to its customer and to the staff, with what went back', async () => {
    const placed = await paidOrder();
    shop.clock.moveTo(hours(24));

    await shop.checkout.giveBackOverdue();

    const of = { orderId: placed.orderId, stars: 150, reason: 'not-delivered' };
    expect(await shop.messages('refund-started')).toMatchObject([{ chatId: ANN, data: of }]);
    expect(await shop.messages('alert')).toMatchObject([
      { chatId: OWNER, data: { code: 'given-back', ...of, units: 1, of: 1, person: 'Ann', minor: '0' } },
    ]);
  });

  it('is given back once, however often the sweep comes', async () => {
    await paidOrder();
    shop.clock.moveTo(hours(24));

    const answers = [await shop.checkout.giveBackOverdue(), await shop.checkout.giveBackOverdue()];

    expect(answers).toEqual([1, 0]);
  });

  it('is left alone in the first minutes of a process: what came meanwhile is delivered first', async () => {
    await paidOrder();
    shop.clock.moveTo(hours(24));
    const restarted = shop.restarted();

    const early = await restarted.giveBackOverdue();
    shop.clock.moveTo(hours(24) + minutes(2));
    const late = await restarted.giveBackOverdue();

    expect([early, late]).toEqual([0, 1]);
  });
});

describe('an order that the staff has to approve', () => {
  it('waits for the staff as long as it takes, and has its day from their yes on', async () => {
    const placed = await shop.order({ planId: shop.planIds[1] ?? 0 });
    await shop.pay(placed);
    shop.clock.moveTo(hours(72));
    const held = await shop.checkout.giveBackOverdue();
    await approve(placed);
    shop.clock.moveTo(hours(95));
    const early = await shop.checkout.giveBackOverdue();
    shop.clock.moveTo(hours(96));
    const late = await shop.checkout.giveBackOverdue();

    expect([held, early, late]).toEqual([0, 0, 1]);
  });
});

async function paidOrder(quantity = 1): Promise<Placed> {
  const placed = await shop.order({ quantity });
  await shop.pay(placed, { chargeId: 'paid-with', amount: BigInt(150 * quantity) });
  return placed;
}

const approve = ({ orderId }: Placed) =>
  shop.needs.work.run((em) => approveOrder(em, { orderId, actorId: OWNER }, shop.clock.now()));

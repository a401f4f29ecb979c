import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { minutes } from '../../src/model/values/period.ts';
import type { Placed } from '../../src/services/checkout/place-order.ts';
import { auditShop, isBroken } from '../../src/services/upkeep/audit.ts';
import { openTestDatabase } from '../support/database.ts';
import { OWNER, openShop, type Shop } from '../support/shop.ts';
import { fillWallet, ledgerBalances } from '../support/wallet.ts';

type Act =
  | { act: 'fill'; minor: number }
  | { act: 'buy'; quantity: number; pay: 'stars' | 'balance' }
  | { act: 'pay' | 'cancel' | 'refund' | 'give-back'; order: number; to: 'original' | 'wallet' }
  | { act: 'wait' };

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ act: fc.constant('fill' as const), minor: fc.integer({ min: 1, max: 1000 }) }),
  fc.record({
    act: fc.constant('buy' as const),
    quantity: fc.integer({ min: 1, max: 3 }),
    pay: fc.constantFrom('stars' as const, 'balance' as const),
  }),
  fc.record({
    act: fc.constantFrom('pay' as const, 'cancel' as const, 'refund' as const, 'give-back' as const),
    order: fc.nat(5),
    to: fc.constantFrom('original' as const, 'wallet' as const),
  }),
  fc.constant({ act: 'wait' as const }),
);

it('nobody falls below zero, every journal sums to zero and every balance is the sum of its postings, whatever is done', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 5, maxLength: 15 }), async (run) => {
      const database = await openTestDatabase();
      const shop = await openShop(database);
      const orders: Placed[] = [];
      let waited = 0;
      for (const step of run) {
        if (step.act === 'wait') waited += minutes(15);
        shop.clock.moveTo(waited);
        await take({ database, shop, orders }, step);
      }
      await expectSound(database, shop);
    }),
    { numRuns: 15 },
  );
}, 180_000);

type Scene = { database: Database; shop: Shop; orders: Placed[] };

async function take({ database, shop, orders }: Scene, step: Act): Promise<void> {
  switch (step.act) {
    case 'fill':
      await fillWallet(database, BigInt(step.minor));
      return;
    case 'buy': {
      const placed = await shop.buy({ quantity: step.quantity, pay: step.pay });
      if (placed.ok) orders.push(placed.value);
      return;
    }
    case 'wait':
      await shop.checkout.releaseHolds();
      await shop.checkout.runRefunds();
      return;
    default: {
      const placed = orders[step.order % Math.max(1, orders.length)];
      if (placed) await touch(shop, placed, step);
    }
  }
}

async function touch(
  shop: Shop,
  placed: Placed,
  { act, to }: Extract<Act, { order: number }>,
): Promise<void> {
  const { orderId } = placed;
  if (act === 'cancel') await shop.cancel(placed);
  if (act === 'refund') await shop.checkout.refundOrder({ orderId, actorId: OWNER });
  if (act === 'give-back') await giveBack(shop, orderId, to);
  if (act === 'pay') {
    const { amount, provider } = await shop.payment(placed);
    if (provider === 'stars') await shop.pay(placed, { amount });
  }
}

/** To the balance one unit goes, back the way it came the rest. */
async function giveBack(shop: Shop, orderId: string, to: 'original' | 'wallet'): Promise<void> {
  const [unit] = (await shop.units()).filter(
    ({ orderItem, provisionStatus }) => orderItem.order.id === orderId && provisionStatus === 'pending',
  );
  const unitIds = to === 'wallet' && unit ? { unitIds: [unit.id] } : {};
  await shop.checkout.giveBack({ orderId, ...unitIds, reason: 'not-delivered', actorId: null, to });
}

/** What came in is somewhere: with customers, held, with the shop, or on its way back. */
async function expectSound(database: Database, shop: Shop): Promise<void> {
  const balances = await ledgerBalances(database);
  const below = Object.entries(balances).filter(([name, minor]) => /customer|held/.test(name) && minor < 0);
  const audit = await auditShop(database.em(), shop.clock.now());

  expect(below).toEqual([]);
  expect(isBroken(audit), audit.details.join('\n')).toBe(false);
}

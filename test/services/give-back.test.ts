import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { AuditEntry } from '../../src/model/audit-entry.ts';
import type { ProvisionStatus } from '../../src/model/order-server-client.ts';
import { Tombstone } from '../../src/model/panel-lane.ts';
import { OrderCard } from '../../src/model/telegram.ts';
import type { GiveBack } from '../../src/services/checkout/give-back.ts';
import type { Placed } from '../../src/services/checkout/place-order.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { ANN } from '../support/builders.ts';
import { openTestDatabase, openTestServer } from '../support/database.ts';
import { placeUnit } from '../support/delivered.ts';
import { OWNER, openShop, type Shop } from '../support/shop.ts';
import { ledgerBalances } from '../support/wallet.ts';

const WALLET = `customer:${ANN}`;

let database: Database;
let shop: Shop;

const open = async () => {
  database = await openTestDatabase();
  shop = await openShop(database);
};

describe('giving back an order of which nothing is delivered', () => {
  beforeEach(open);

  it('returns the whole charge to Telegram, ends its units and frees their seats', async () => {
    const placed = await paidOrder(['pending']);

    const answer = await giveBack(placed);
    await shop.checkout.runRefunds();

    expect(answer).toEqual({ ok: true, value: { stars: 150, credited: { minor: 0n, currency: 'USD' } } });
    expect(shop.stars.asked).toEqual(['paid-with']);
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'refunded' });
    expect(await shop.payment(placed)).toMatchObject({ status: 'refunded' });
    expect(await statuses()).toEqual(['cancelled']);
    expect(await shop.balances()).toEqual({ 'psp:stars': -150, refunds: 150 });
    expect(await counterDrift(database.em())).toEqual([]);
  });

  it('tells the customer why, and turns the card', async () => {
    const placed = await paidOrder(['pending']);

    await giveBack(placed);

    expect(await shop.messages('refund-started')).toMatchObject([
      { chatId: ANN, data: { orderId: placed.orderId, stars: 150, reason: 'not-delivered' } },
    ]);
    expect(await cards()).toMatchObject([{ stage: 'refunded' }]);
  });

  it('brings the price to the balance where the staff says so', async () => {
    const placed = await paidOrder(['failed', 'failed']);

    const answer = await giveBack(placed, { to: 'wallet', actorId: OWNER });

    expect(answer).toEqual({ ok: true, value: { stars: 0, credited: { minor: 600n, currency: 'USD' } } });
    expect(await balances()).toMatchObject({ [`USD ${WALLET}`]: 600, 'USD revenue': -600 });
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'refunded' });
    expect(shop.stars.asked).toEqual([]);
  });

  it('leaves a tombstone where a panel was asked: what appears there late is removed', async () => {
    const placed = await paidOrder(['provisioning']);
    const [unit] = await shop.units();

    await giveBack(placed);

    const tombstones = await database.em().findAll(Tombstone);
    expect(tombstones.map(({ email }) => email)).toEqual([unit?.serverClient?.email]);
    expect(shop.wakes.heard).toContain(`lane ${shop.serverId}`);
  });
});

describe('giving back what is missing of an order', () => {
  beforeEach(open);

  it('brings its share of the price to the balance and completes the order', async () => {
    const placed = await paidOrder(['completed', 'completed', 'failed']);

    const answer = await giveBack(placed);

    expect(answer).toEqual({ ok: true, value: { stars: 0, credited: { minor: 300n, currency: 'USD' } } });
    expect(await statuses()).toEqual(['completed', 'completed', 'cancelled']);
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'completed', completedAt: expect.any(Date) });
    expect(await balances()).toEqual({
      'XTR psp:stars': -450,
      'XTR revenue': 450,
      'USD revenue': -300,
      [`USD ${WALLET}`]: 300,
    });
    expect(shop.stars.asked).toEqual([]);
    expect(await counterDrift(database.em())).toEqual([]);
  });

  it('tells the customer how much, for how many, and why; the card is ready', async () => {
    const placed = await paidOrder(['completed', 'failed']);

    await giveBack(placed, { reason: 'customer' });

    const data = {
      orderId: placed.orderId,
      minor: '300',
      currency: 'USD',
      units: 1,
      of: 2,
      reason: 'customer',
    };
    expect(await shop.messages('credited')).toMatchObject([{ chatId: ANN, data }]);
    expect(await cards()).toMatchObject([{ stage: 'ready' }]);
  });

  it('leaves the other units at work where only some are named', async () => {
    const placed = await paidOrder(['completed', 'pending', 'failed']);
    const [, , failed] = await shop.units();

    const answer = await giveBack(placed, { unitIds: [failed?.id ?? ''] });

    expect(answer).toMatchObject({ value: { stars: 0, credited: { minor: 300n } } });
    expect(await statuses()).toEqual(['completed', 'pending', 'cancelled']);
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'partial' });
    expect(await counterDrift(database.em())).toEqual([]);
  });

  it('brings the rest to the balance too where a part went there before: Telegram returns whole charges', async () => {
    const placed = await paidOrder(['pending', 'failed']);
    const [, failed] = await shop.units();
    await giveBack(placed, { unitIds: [failed?.id ?? ''] });

    await giveBack(placed, { to: 'original' });

    expect(await shop.refunds()).toEqual([]);
    expect(await balances()).toMatchObject({ [`USD ${WALLET}`]: 600 });
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'refunded' });
  });

  it('is written into the audit log where the staff did it', async () => {
    const placed = await paidOrder(['completed', 'failed']);

    await giveBack(placed, { actorId: OWNER });

    expect(await database.em().findAll(AuditEntry)).toMatchObject([
      {
        actorId: OWNER,
        action: 'order.give-back',
        target: placed.orderId,
        before: { status: 'partial' },
        after: { status: 'completed', units: 1, creditedMinor: '300' },
      },
    ]);
  });
});

describe('giving back', () => {
  beforeEach(open);

  it('is done once', async () => {
    const placed = await paidOrder(['completed', 'failed']);
    await giveBack(placed);

    const again = await giveBack(placed);

    expect(again).toEqual({ ok: false, refusal: { code: 'nothing-to-give-back' } });
    expect(await balances()).toMatchObject({ [`USD ${WALLET}`]: 300 });
  });

  it('is refused for what is delivered, unpaid or unknown', async () => {
    const delivered = await paidOrder(['completed']);
    const unpaid = await shop.order();
    const unknown = { orderId: 'nothing', paymentId: '' };

    const answers = [await giveBack(delivered), await giveBack(unpaid), await giveBack(unknown)];

    expect(answers.map((answer) => answer.ok)).toEqual([false, false, false]);
  });
});

describe('refunding an order of which a part was given back', () => {
  beforeEach(open);

  it('brings the rest to the balance when the access is off, and never more than was paid', async () => {
    const placed = await paidOrder(['completed', 'failed']);
    await giveBack(placed);

    const answer = await shop.checkout.refundOrder({ orderId: placed.orderId, actorId: OWNER });
    const early = await shop.checkout.runRefunds();
    shop.clock.moveTo(600_000);
    const late = await shop.checkout.runRefunds();

    expect(answer).toMatchObject({ ok: true, value: { stars: 0, credited: { minor: 300n } } });
    expect([early, late]).toEqual([0, 1]);
    expect(shop.stars.asked).toEqual([]);
    expect(await balances()).toMatchObject({ [`USD ${WALLET}`]: 600, 'USD revenue': -600 });
    expect((await shop.units())[0]?.serverClient).toMatchObject({ wanted: 'deleted' });
  });
});

describe('two hands that give back at once', () => {
  it('give back once', async (test) => {
    database = await openTestServer(test);
    shop = await openShop(database);
    const placed = await paidOrder(['completed', 'failed', 'pending']);

    const answers = await Promise.all(Array.from({ length: 10 }, () => giveBack(placed)));

    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(await balances()).toMatchObject({ [`USD ${WALLET}`]: 600 });
    expect(await counterDrift(database.em())).toEqual([]);
  });
});

const giveBack = ({ orderId }: Placed, change: Partial<GiveBack> = {}) =>
  shop.checkout.giveBack({ orderId, reason: 'not-delivered', actorId: null, to: 'original', ...change });

/** Paid with one charge; a unit for each status, each of which was tried on a panel. */
async function paidOrder(units: readonly ProvisionStatus[]): Promise<Placed> {
  const quantity = units.length;
  const placed = await shop.order({ quantity });
  await shop.pay(placed, { chargeId: 'paid-with', amount: BigInt(150 * quantity) });
  const rows = (await shop.units()).filter((unit) => unit.orderItem.order.id === placed.orderId);
  for (const [place, provisionStatus] of units.entries())
    await placeUnit(database, rows[place]?.id ?? '', { provisionStatus });
  const status = units.every((each) => each === 'completed')
    ? 'completed'
    : units.includes('completed')
      ? 'partial'
      : 'processing';
  await database.em().execute('update orders set status = ? where id = ?', [status, placed.orderId]);
  return placed;
}

const statuses = async () => (await shop.units()).map((unit) => unit.provisionStatus);
const cards = () => database.em().findAll(OrderCard);
const balances = () => ledgerBalances(database);

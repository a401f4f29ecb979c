import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { Payment } from '../../src/model/payment.ts';
import { OrderCard } from '../../src/model/telegram.ts';
import { minutes } from '../../src/model/values/period.ts';
import type { Placed } from '../../src/services/checkout/place-order.ts';
import { auditShop, isBroken } from '../../src/services/upkeep/audit.ts';
import { ANN, BOB } from '../support/builders.ts';
import { openTestDatabase, openTestServer } from '../support/database.ts';
import { placeUnit } from '../support/delivered.ts';
import { countedIds } from '../support/ids.ts';
import { OWNER, openShop, type Shop } from '../support/shop.ts';
import { fillWallet, ledgerBalances } from '../support/wallet.ts';

const WALLET = `USD customer:${ANN}`;

let database: Database;
let shop: Shop;

const open = async () => {
  database = await openTestDatabase();
  shop = await openShop(database, { plans: [{}, { autoProvision: false }] });
};

describe('paying a plan of 3.00 from the balance', () => {
  beforeEach(open);

  it('is done at once: the order is paid, its unit is due, the card begins, no invoice is sent', async () => {
    await fillWallet(database, 500n);

    const placed = await shop.order({ pay: 'balance', shown: 300 });

    expect(await shop.orderRow(placed)).toMatchObject({ status: 'paid', reservedUntil: null });
    expect(await shop.units()).toMatchObject([{ provisionStatus: 'pending' }]);
    expect(await payments()).toMatchObject([
      { provider: 'wallet', status: 'settled', amount: 300n, currency: 'USD' },
    ]);
    expect(await balances()).toEqual({ 'USD psp:card': -500, [WALLET]: 200, 'USD revenue': 300 });
    expect(await database.em().findAll(OrderCard)).toMatchObject([{ stage: 'paid' }]);
    expect(await shop.messages('invoice')).toEqual([]);
    expect(shop.wakes.heard).toContain(`paid ${placed.orderId}`);
    await expectSound();
  });

  it('waits for the staff where the plan is confirmed by hand', async () => {
    await fillWallet(database, 300n);

    const placed = await shop.order({ pay: 'balance', planId: shop.planIds[1] });

    expect(await shop.orderRow(placed)).toMatchObject({ status: 'processing', heldAt: expect.any(Date) });
    expect(await database.em().findAll(OrderCard)).toMatchObject([{ stage: 'approval' }]);
  });

  it('buys once on one screen, however often it is pressed', async () => {
    await fillWallet(database, 900n);
    const nonce = countedIds.nonce();

    const first = await shop.order({ pay: 'balance', nonce });
    const second = await shop.order({ pay: 'balance', nonce });

    expect(second.orderId).toBe(first.orderId);
    expect(await balances()).toMatchObject({ [WALLET]: 600 });
  });

  it('is refused where nothing is there, and nothing of the attempt stays', async () => {
    const answer = await shop.buy({ pay: 'balance' });

    expect(answer).toEqual({ ok: false, refusal: { code: 'balance-too-low' } });
    expect(await shop.units()).toEqual([]);
    expect(await shop.plans()).toMatchObject([{ currentClients: 0 }, {}]);
  });

  it('never takes another sum than the screen said', async () => {
    await fillWallet(database, 200n);

    const answer = await shop.buy({ pay: 'balance', shown: 300 });

    expect(answer).toEqual({ ok: false, refusal: { code: 'balance-changed' } });
    expect(await balances()).toMatchObject({ [WALLET]: 200 });
    expect(await shop.units()).toEqual([]);
  });

  it('takes nothing of another person’s balance', async () => {
    await fillWallet(database, 500n, BOB);

    const answer = await shop.buy({ pay: 'balance' });

    expect(answer).toMatchObject({ ok: false });
    expect(await balances()).toMatchObject({ [`USD customer:${BOB}`]: 500 });
  });

  it('passes three of twenty taps with money for three, one after the other', async () => {
    await fillWallet(database, 1000n);

    const answers = [];
    for (let tap = 0; tap < 20; tap++) answers.push(await shop.buy({ pay: 'balance', shown: 300 }));

    expect(answers.filter((answer) => answer.ok)).toHaveLength(3);
    expect(await balances()).toMatchObject({ [WALLET]: 100, 'USD revenue': 900 });
    await expectSound();
  });
});

describe('paying a part from the balance', () => {
  beforeEach(open);

  it('holds that part and asks Stars for the rest, rounded up', async () => {
    await fillWallet(database, 101n);

    const placed = await shop.order({ pay: 'balance', shown: 101 });

    expect(await shop.orderRow(placed)).toMatchObject({ status: 'pending_payment' });
    expect(await shop.payment(placed)).toMatchObject({ provider: 'stars', amount: 100n, status: 'created' });
    expect(await balances()).toEqual({ 'USD psp:card': -101, 'USD held': 101 });
    expect(await shop.messages('invoice')).toHaveLength(1);
  });

  it('lets Telegram take exactly the rest', async () => {
    const placed = await partOrder();

    expect(await shop.admit(placed, { amount: 150n })).toEqual({
      ok: false,
      refusal: { code: 'wrong-amount' },
    });
    expect(await shop.admit(placed, { amount: 100n })).toMatchObject({ ok: true });
  });

  it('is the shop’s when the Stars came', async () => {
    const placed = await partOrder();

    await shop.pay(placed, { amount: 100n });

    expect(await shop.orderRow(placed)).toMatchObject({ status: 'paid' });
    expect((await payments()).map(({ status }) => status)).toEqual(['settled', 'settled']);
    expect(await balances()).toEqual({
      'USD psp:card': -100,
      'USD revenue': 100,
      'XTR psp:stars': -100,
      'XTR revenue': 100,
    });
    await expectSound();
  });

  it.each(['expire', 'cancel'] as const)('comes back to the balance with the seats: %s', async (end) => {
    const placed = await partOrder();

    await giveUp(placed, end);

    expect(await balances()).toEqual({ 'USD psp:card': -100, [WALLET]: 100 });
    expect((await payments()).map(({ status }) => status)).toEqual(['expired', 'expired']);
    expect(await shop.units()).toMatchObject([{ provisionStatus: 'cancelled' }]);
    await expectSound();
  });

  it('is taken again where the Stars came late', async () => {
    const placed = await partOrder();
    await giveUp(placed, 'expire');

    const confirmed = await shop.pay(placed, { amount: 100n });

    expect(confirmed).toMatchObject({ outcome: 'settled' });
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'paid' });
    expect(await balances()).toMatchObject({ 'USD revenue': 100, 'XTR revenue': 100 });
    await expectSound();
  });

  it('sends the Stars back where they came late and the balance was spent', async () => {
    const placed = await partOrder();
    await giveUp(placed, 'expire');
    await fillWallet(database, 250n);
    await shop.order({ pay: 'balance', shown: 300 });

    const confirmed = await shop.pay(placed, { amount: 100n, chargeId: 'late' });
    await shop.checkout.runRefunds();

    expect(confirmed).toMatchObject({ outcome: 'late-refunded' });
    expect(shop.stars.asked).toEqual(['late']);
    expect(await shop.orderRow(placed)).toMatchObject({ status: 'expired' });
    expect(await balances()).toMatchObject({ [WALLET]: 50 });
    await expectSound();
  });

  it('sends a second invoice for the rest alone', async () => {
    const { orderId } = await partOrder();

    const again = await shop.checkout.invoiceAgain({ orderId, customerId: ANN, nonce: 'again' });

    expect(again).toEqual({ ok: true, value: { stars: 100 } });
  });
});

describe('refunding what a balance paid', () => {
  beforeEach(open);

  it('brings it back to the balance', async () => {
    await fillWallet(database, 300n);
    const placed = await shop.order({ pay: 'balance' });

    const answer = await refund(placed);

    expect(answer).toMatchObject({ value: { stars: 0, credited: { minor: 300n, currency: 'USD' } } });
    expect(await balances()).toEqual({ 'USD psp:card': -300, [WALLET]: 300 });
    expect(await payments()).toMatchObject([{ status: 'refunded' }]);
    expect(await shop.messages('credited')).toMatchObject([
      { chatId: ANN, data: { minor: '300', reason: 'admin' } },
    ]);
    await expectSound();
  });

  it('sends the Stars to Telegram and the rest to the balance', async () => {
    const placed = await partOrder();
    await shop.pay(placed, { amount: 100n, chargeId: 'paid-with' });

    const answer = await refund(placed);
    await shop.checkout.runRefunds();

    expect(answer).toMatchObject({ value: { stars: 100, credited: { minor: 100n } } });
    expect(shop.stars.asked).toEqual(['paid-with']);
    expect(await balances()).toMatchObject({ [WALLET]: 100, 'XTR refunds': 100 });
    expect((await payments()).map(({ status }) => status)).toEqual(['refunded', 'refunded']);
    await expectSound();
  });

  it('waits for the switch-off of a delivered access, and deletes it after', async () => {
    await fillWallet(database, 300n);
    const placed = await shop.order({ pay: 'balance' });
    const [unit] = await shop.units();
    await placeUnit(database, unit?.id ?? '', { provisionStatus: 'completed' });
    await database.em().execute(`update orders set status = 'completed'`);

    await refund(placed);
    const early = await balances();
    shop.clock.moveTo(minutes(10));
    await shop.checkout.runRefunds();

    expect(early).not.toHaveProperty([WALLET]);
    expect(await balances()).toMatchObject({ [WALLET]: 300 });
    expect((await shop.units())[0]?.serverClient).toMatchObject({ wanted: 'deleted' });
  });
});

describe('many hands at one balance', () => {
  beforeEach(async (test) => {
    database = await openTestServer(test);
    shop = await openShop(database);
    await fillWallet(database, 1000n);
  });

  it('let three of twenty taps pass with money for three', async () => {
    const taps = Array.from({ length: 20 }, () => shop.buy({ pay: 'balance', shown: 300 }));

    const answers = await Promise.all(taps);

    expect(answers.filter((answer) => answer.ok)).toHaveLength(3);
    const refusals = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal.code]));
    expect(new Set(refusals)).toEqual(new Set(['balance-changed']));
    expect(await balances()).toMatchObject({ [WALLET]: 100, 'USD revenue': 900 });
    await expectSound();
  });

  it('buy once with one screen', async () => {
    const nonce = countedIds.nonce();

    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.buy({ pay: 'balance', nonce })));

    expect(new Set(answers.map((answer) => answer.ok && answer.value.orderId)).size).toBe(1);
    expect(await balances()).toMatchObject({ [WALLET]: 700 });
  });

  it('end an unpaid part order once, whoever ends it', async () => {
    const placed = await shop.order({ pay: 'balance', quantity: 5 });
    shop.clock.moveTo(minutes(15));

    await Promise.all([giveUp(placed, 'cancel'), shop.checkout.releaseHolds(), giveUp(placed, 'cancel')]);

    expect(await balances()).toEqual({ 'USD psp:card': -1000, [WALLET]: 1000 });
  });
});

/** 1.00 of 3.00 from the balance, 100 Stars to come. */
async function partOrder(): Promise<Placed> {
  await fillWallet(database, 100n);
  return shop.order({ pay: 'balance', shown: 100 });
}

async function giveUp(placed: Placed, end: 'expire' | 'cancel'): Promise<void> {
  if (end === 'cancel') await shop.cancel(placed);
  else {
    shop.clock.moveTo(minutes(15));
    await shop.checkout.releaseHolds();
  }
}

const refund = ({ orderId }: Placed) => shop.checkout.refundOrder({ orderId, actorId: OWNER });
const payments = () => database.em().findAll(Payment, { orderBy: { createdAt: 'asc', id: 'asc' } });
const balances = () => ledgerBalances(database);

async function expectSound(): Promise<void> {
  const audit = await auditShop(database.em(), shop.clock.now());
  expect(isBroken(audit), audit.details.join('\n')).toBe(false);
}

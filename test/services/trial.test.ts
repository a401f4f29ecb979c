import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { Order } from '../../src/model/order.ts';
import { between, days, milliseconds, minutes } from '../../src/model/values/period.ts';
import type { TrialRules } from '../../src/model/values/trial-rules.ts';
import { CatalogService } from '../../src/services/catalog/catalog-service.ts';
import { CheckoutService } from '../../src/services/checkout/checkout-service.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { MaintenanceDesk } from '../../src/services/staff/maintenance-desk.ts';
import { brokenPromises } from '../../src/services/upkeep/audit.ts';
import { openTestDatabase, openTestServer } from '../support/database.ts';
import { expectDeliveredOnce } from '../support/expect-delivered-once.ts';
import { countedIds } from '../support/ids.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { chargeOf } from '../support/renewing.ts';
import { shop as facts, OWNER } from '../support/shop-process.ts';
import { StarsLedger } from '../support/stars-ledger.ts';
import { upkeepOf } from '../support/upkeep.ts';
import { fillWallet } from '../support/wallet.ts';

const ANNA = 77;
const BORIS = 78;
const GIB = 1024 ** 3;

let database: Database;
let shop: PanelShop;
let stars: StarsLedger;
let lifecycle: ClientLifecycleService;

async function open(on?: Database): Promise<void> {
  database = on ?? (await openTestDatabase());
  stars = new StarsLedger();
  const opened = await PanelShop.open({ stars, database });
  onTestFinished(() => opened.end());
  shop = opened;
  lifecycle = new ClientLifecycleService(shop.main.needs);
  await shop.meet(ANNA);
  await offers(3);
}

/** The same shop with other rules. */
const shopThat = ({ trials }: { trials: TrialRules }) =>
  new CheckoutService({ ...shop.main.needs, stars, startedAt: shop.clock.now(), shop: { ...facts, trials } });

type Wish = Partial<{ nonce: string; customerId: number; planId: number; shown: number }>;
const take = (wish: Wish = {}, { checkout }: Pick<PanelShop, 'checkout'> = shop) =>
  checkout.trials.take({
    nonce: countedIds.nonce(),
    customerId: ANNA,
    planId: shop.planId,
    shown: 3,
    ...wish,
  });
async function taken(wish: Wish = {}): Promise<string> {
  const answer = await take(wish);
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value.orderId;
}
async function tried(wish: Wish = {}): Promise<string> {
  const orderId = await taken(wish);
  await shop.main.provisioning.processOrder(orderId);
  return orderId;
}
const offers = (trialDays: number, planId = shop.planId) =>
  shop.rows(sql`update server_plans set trial_days = ${trialDays} where id = ${planId} returning id`);
const plan = (change: string) =>
  shop.rows(`update server_plans set ${change} where id = ${shop.planId} returning id`);
const orders = () => shop.work.read().findAll(Order);
const seats = async () =>
  (
    await shop.row<{ taken: number }>(sql`select current_clients as taken from server_plans
    where id = ${shop.planId}`)
  ).taken;
const audit = async () => brokenPromises(await upkeepOf(shop, stars).audit());
const wake = () => shop.main.lanes.wake(shop.serverId);
const onPanel = async () => (await shop.panel.clients())[0];
const refused = (code: string) => ({ ok: false, refusal: expect.objectContaining({ code }) });

async function expectNothingGiven(): Promise<void> {
  expect(await orders()).toEqual([]);
  expect(await shop.rows(sql`select order_id from free_trials`)).toEqual([]);
  expect(await counterDrift(shop.work.read())).toEqual([]);
}

describe('a free trial', () => {
  beforeEach(() => open());
  afterEach(async () => expect(await audit()).toBe(0));

  it('is delivered on the panel once, for its own days and with what the plan gives, and nothing is booked', async () => {
    const orderId = await tried();

    await expectDeliveredOnce(shop, orderId);
    const { expiresAt, trafficLimit, autoRenew, isTrial } = await shop.client(orderId);
    expect(expiresAt && between(shop.clock.now(), expiresAt)).toBeGreaterThan(days(3) - 60_000);
    expect(expiresAt && between(shop.clock.now(), expiresAt)).toBeLessThanOrEqual(days(3));
    expect({ trafficLimit, autoRenew, isTrial }).toEqual({
      trafficLimit: BigInt(50 * GIB),
      autoRenew: false,
      isTrial: true,
    });
    expect(await orders()).toMatchObject([
      { origin: 'trial', status: 'completed', total: 0n, totalStars: 0 },
    ]);
    expect(await shop.rows(sql`select id from payments`)).toEqual([]);
    expect(await shop.rows(sql`select id from ledger_journals`)).toEqual([]);
    expect(await shop.messages('invoice')).toEqual([]);
    expect(shop.wakes).toContain(`order ${orderId}`);
  });

  it('costs nothing though its plan has a set-up fee', async () => {
    await plan('setup_fee_minor = 500');

    await tried();

    expect(await orders()).toMatchObject([{ total: 0n, totalStars: 0 }]);
  });

  it('ends like any access: told, off, and its seat free when the grace is over', async () => {
    const orderId = await tried();
    expect(await seats()).toBe(1);

    shop.pass(milliseconds(days(3) + minutes(1)));
    await lifecycle.run('all');
    expect((await shop.client(orderId)).status).toBe('expired');
    expect(await shop.messages('access-ended')).toHaveLength(1);
    expect(await seats()).toBe(1);

    shop.pass(days(3));
    await lifecycle.run('all');
    await wake();
    expect((await shop.client(orderId)).status).toBe('terminated');
    expect(await shop.panel.clients()).toEqual([]);
    expect(await seats()).toBe(0);
  });

  it('is answered with the same order where one press is handled twice', async () => {
    const first = await taken({ nonce: 'screen-one' });

    expect(await taken({ nonce: 'screen-one' })).toBe(first);
    expect(await orders()).toHaveLength(1);
  });

  it('stands among the customer’s orders with its own days, and is no purchase', async () => {
    const orderId = await tried();

    const own = await shop.checkout.ownOrders({ customerId: ANNA, page: 0, size: 5 });
    expect(own.orders).toMatchObject([{ orderId, stars: 0 }]);
    expect(await shop.checkout.receipt({ orderId, customerId: ANNA })).toMatchObject({ durationDays: 3 });
    expect(await new CatalogService({ work: shop.work, shop: facts }).buyAgain(ANNA, [])).toBeNull();
    expect(await shop.checkout.refundOrder({ orderId, actorId: 9001 })).toMatchObject(
      refused('not-refundable'),
    );
  });
});

describe('a trial that cannot be delivered', () => {
  beforeEach(() => open());
  afterEach(async () => expect(await audit()).toBe(0));

  const again = async () => {
    expect(await seats()).toBe(0);
    expect(await counterDrift(shop.work.read())).toEqual([]);
    expect(await shop.rows(sql`select id from wallet_credits`)).toEqual([]);
    expect(await take()).toMatchObject({ ok: true });
  };

  it('is given up a day later, told without a word of money, and can be had again', async () => {
    const orderId = await taken();
    shop.pass(milliseconds(days(1) + minutes(1)));

    expect(await shop.checkout.giveBackOverdue()).toBe(1);

    expect(await shop.orderStatus(orderId)).toBe('refunded');
    expect(await shop.cardStage(orderId)).toBe('refunded');
    expect((await shop.messages('free-ended')).map(({ data }) => data)).toEqual([{ orderId, isTrial: true }]);
    expect(await shop.messages('refund-started')).toEqual([]);
    expect(await shop.messages('credited')).toEqual([]);
    expect(await shop.alerts()).toEqual(['given-back']);
    await again();
  });

  it.each(['original', 'wallet'] as const)('is ended by the staff (%s), and no money moves', async (to) => {
    const orderId = await taken();

    expect(
      await shop.checkout.giveBack({ orderId, reason: 'not-delivered', actorId: OWNER, to }),
    ).toMatchObject({ ok: true, value: { stars: 0, credited: { minor: 0n } } });
    await again();
  });
});

describe('a second trial is refused', () => {
  beforeEach(() => open());
  afterEach(async () => expect(await audit()).toBe(0));

  it('for the same plan, also long after the first has ended and was deleted', async () => {
    await tried();
    expect(await take()).toMatchObject(refused('trial-used'));
    shop.pass(milliseconds(days(6) + minutes(1)));
    await lifecycle.run('all');
    await lifecycle.run('all');
    await wake();
    expect(await shop.panel.clients()).toEqual([]);
    shop.pass(days(400));

    expect(await take()).toMatchObject(refused('trial-used'));
    expect(await orders()).toHaveLength(1);
  });

  it('after a purchase of the plan was refunded', async () => {
    await tried();
    const bought = await shop.deliveredOrder({ customerId: ANNA });
    expect(await shop.checkout.refundOrder({ orderId: bought, actorId: 9001 })).toMatchObject({ ok: true });
    await wake();
    await shop.checkout.runRefunds();

    expect(await take()).toMatchObject(refused('trial-used'));
  });

  it('though the plan was hidden and shown, renamed or repriced meanwhile', async () => {
    await tried();
    await plan(`on_sale = false`);
    await plan(`on_sale = true, name = 'Another', price_minor = 999, trial_days = 5`);

    expect(await take({ shown: 5 })).toMatchObject(refused('trial-used'));
  });

  it('by the table itself, whatever the program says', async () => {
    const orderId = await tried();
    const again = sql`insert into free_trials (order_id, customer_id, plan_id, is_shop_wide, taken_at)
      select ${await shop.unpaidOrder({ customerId: ANNA })}, customer_id, plan_id, is_shop_wide, taken_at
        from free_trials where order_id = ${orderId} returning order_id`;

    await expect(shop.rows(again)).rejects.toThrow(/free_trials_customer_id_plan_id_unique/);
  });
});

describe('another plan', () => {
  beforeEach(() => open());
  afterEach(async () => expect(await audit()).toBe(0));

  it('has a trial of its own', async () => {
    const other = await shop.newPlan();
    await offers(2, other);
    await tried();

    expect(await take({ planId: other, shown: 2 })).toMatchObject({ ok: true });
  });

  it('has none more where the shop gives one in all, be the first from before that rule', async () => {
    const other = await shop.newPlan();
    await offers(2, other);
    await tried();
    const strict = shopThat({ trials: { scope: 'shop', mostPerDay: null } });

    expect(await take({ planId: other, shown: 2 }, { checkout: strict })).toMatchObject(
      refused('trial-used'),
    );
    await shop.meet(BORIS);
    expect(await take({ customerId: BORIS }, { checkout: strict })).toMatchObject({ ok: true });
    expect(await take({ customerId: BORIS, planId: other, shown: 2 }, { checkout: strict })).toMatchObject(
      refused('trial-used'),
    );
  });
});

describe('no trial is given', () => {
  beforeEach(() => open());
  afterEach(expectNothingGiven);

  it('of a plan that offers none, or is hidden, or is not there', async () => {
    await offers(0);
    expect(await take()).toMatchObject(refused('trial-not-offered'));
    await offers(3);
    await plan('on_sale = false');
    expect(await take()).toMatchObject(refused('plan-not-available'));
    expect(await take({ planId: 4040 })).toMatchObject(refused('plan-not-available'));
  });

  it('of a plan whose orders wait for the staff: nobody would have a key at once', async () => {
    await plan('auto_provision = false');

    expect(await take()).toMatchObject(refused('trial-not-offered'));
  });

  it('of other days than the button said', async () => {
    await offers(1);

    expect(await take({ shown: 3 })).toMatchObject(refused('trial-changed'));
  });

  it('without a seat', async () => {
    await plan('max_clients = 0');

    expect(await take()).toMatchObject(refused('no-seat'));
  });

  it('while its server is out of sale', async () => {
    await shop.rows(sql`update servers set auto_provisioning = false returning id`);

    expect(await take()).toMatchObject(refused('server-away'));
  });

  it('to somebody who is suspended', async () => {
    await shop.rows(
      sql`update customers set suspended_at = ${shop.clock.now()} where id = ${ANNA} returning id`,
    );
    expect(await take()).toMatchObject(refused('customer-suspended'));
  });
});

describe('a trial in the books', () => {
  beforeEach(() => open());

  it('is called wrong where nobody is told to have had it, or money is asked for it', async () => {
    const [lone, paid] = [await taken(), await shop.unpaidOrder({ customerId: BORIS })];
    const findings = async () => (await upkeepOf(shop, stars).audit()).wrongAmounts;
    expect(await findings()).toBe(0);

    await shop.rows(sql`delete from free_trials returning order_id`);
    expect(await findings()).toBe(1);
    await shop.rows(sql`insert into free_trials (order_id, customer_id, plan_id, is_shop_wide, taken_at)
      values (${lone}, ${ANNA}, ${shop.planId}, false, ${shop.clock.now()}) returning order_id`);
    await shop.rows(sql`update payments set order_id = ${lone} where order_id = ${paid} returning id`);
    expect(await findings()).toBe(1);
  });
});

describe('a shop in maintenance', () => {
  beforeEach(() => open());

  it('gives no trials until it opens', async () => {
    const desk = new MaintenanceDesk(shop.main.needs);
    await desk.turnOn({ words: null, actorId: OWNER });
    expect(await take()).toMatchObject(refused('maintenance'));
    await expectNothingGiven();

    await desk.turnOff({ actorId: OWNER });
    expect(await take()).toMatchObject({ ok: true });
  });
});

describe('a shop that limits its trials of a day', () => {
  beforeEach(() => open());

  it('gives so many and no more, and goes on a day later', async () => {
    const checkout = shopThat({ trials: { scope: 'plan', mostPerDay: 2 } });
    for (const customerId of [BORIS, 79, 80]) await shop.meet(customerId);

    expect(await take({ customerId: BORIS }, { checkout })).toMatchObject({ ok: true });
    expect(await take({ customerId: 79 }, { checkout })).toMatchObject({ ok: true });
    expect(await take({ customerId: 80 }, { checkout })).toMatchObject(refused('trials-over'));
    expect(await take({ customerId: 80 }, { checkout })).toMatchObject(refused('trials-over'));
    expect(await shop.alerts(), 'the staff hears of it once').toEqual(['trials-over']);

    shop.pass(days(1));
    expect(await take({ customerId: 80 }, { checkout })).toMatchObject({ ok: true });
  });
});

describe('renewing what was tried', () => {
  beforeEach(() => open());
  afterEach(async () => expect(await audit()).toBe(0));

  const offer = async (clientId: number) => {
    const found = await shop.checkout.renewals.offer({ clientId, customerId: ANNA });
    if (!found.ok) throw new Error(found.refusal.code);
    return found.value;
  };

  it('gives a whole period for the plan’s price, from now on: days of the trial are never added', async () => {
    const orderId = await tried();
    const { id: clientId } = await shop.client(orderId);
    const shown = await offer(clientId);
    expect(shown).toMatchObject({ isTrial: true, terms: { rule: 'drop', days: 30 } });
    expect(shown.stars).toBeGreaterThan(0);

    const placed = await shop.checkout.renewals.place({
      clientId,
      customerId: ANNA,
      nonce: 'renewal1',
      fingerprint: shown.fingerprint,
    });
    if (!placed.ok) throw new Error(placed.refusal.code);
    await shop.checkout.confirmPayment(stars.take(await chargeOf(shop, placed.value.orderId)));
    await wake();

    const client = await shop.client(orderId);
    expect(client.isTrial).toBe(false);
    expect(client.expiresAt && between(shop.clock.now(), client.expiresAt)).toBeLessThanOrEqual(days(30));
    expect(client.trafficLimit).toBe(BigInt(50 * GIB));
    expect((await onPanel())?.expiryTime).toBe(client.expiresAt?.getTime());
    expect((await offer(clientId)).terms.rule).toBe('keep');
  });

  it('keeps the price of the day of the trial', async () => {
    const { id: clientId } = await shop.client(await tried());
    const before = (await offer(clientId)).price;

    await plan('price_minor = 99900');

    expect((await offer(clientId)).price).toEqual(before);
  });

  it('is never done by itself: the first period is bought by hand', async () => {
    const { id: clientId } = await shop.client(await tried());
    await fillWallet(database, 100_000n, ANNA);

    const set = await shop.checkout.renewals.setAuto({ clientId, customerId: ANNA, isOn: true });
    expect(set).toMatchObject(refused('renewal-trial'));
    shop.pass(days(2));
    expect(await shop.checkout.renewals.renewDue()).toBe(0);
  });
});

describe('a trial that many hands ask for at once', () => {
  beforeEach(async (test) => open(await openTestServer(test)));

  it('is one order, one seat and one client, though twenty screens are pressed at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => take()));

    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    for (const answer of answers.filter(({ ok }) => !ok)) expect(answer).toMatchObject(refused('trial-used'));
    expect(await orders()).toHaveLength(1);
    expect(await counterDrift(shop.work.read())).toEqual([]);
    expect(await seats()).toBe(1);
  });

  it('is one for one press that is handled twenty times', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => take({ nonce: 'screen-one' })));

    const ids = answers.map((answer) => (answer.ok ? answer.value.orderId : answer.refusal.code));
    expect(new Set(ids).size).toBe(1);
    expect(await orders()).toHaveLength(1);
  });

  it('is one of all plans where the shop gives one in all', async () => {
    const checkout = shopThat({ trials: { scope: 'shop', mostPerDay: null } });
    const plans = [shop.planId, await shop.newPlan(), await shop.newPlan()];
    for (const planId of plans) await offers(3, planId);

    const answers = await Promise.all(
      Array.from({ length: 18 }, (_, at) => take({ planId: plans[at % 3] ?? 0 }, { checkout })),
    );

    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await counterDrift(shop.work.read())).toEqual([]);
  });

  it('goes to as many as the day has, though twenty people ask at once', async () => {
    const checkout = shopThat({ trials: { scope: 'plan', mostPerDay: 5 } });
    const people = Array.from({ length: 20 }, (_, at) => 100 + at);
    for (const customerId of people) await shop.meet(customerId);

    const answers = await Promise.all(people.map((customerId) => take({ customerId }, { checkout })));

    expect(answers.filter(({ ok }) => ok)).toHaveLength(5);
    expect(await counterDrift(shop.work.read())).toEqual([]);
  });
});

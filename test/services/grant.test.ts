import { sql } from '@mikro-orm/core';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { Order } from '../../src/model/order.ts';
import { minutes } from '../../src/model/values/period.ts';
import { CatalogService } from '../../src/services/catalog/catalog-service.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { UndeliveredDesk } from '../../src/services/staff/undelivered-desk.ts';
import { openTestServer } from '../support/database.ts';
import { expectDeliveredOnce } from '../support/expect-delivered-once.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { shop as facts } from '../support/shop-process.ts';

const ADMIN = 9001;
const ANNA = 77;

let shop: PanelShop;

async function open(database?: Database): Promise<void> {
  const opened = await PanelShop.open(database ? { database } : {});
  onTestFinished(() => opened.end());
  shop = opened;
  await shop.meet(ANNA);
}

const grant = (with_: { nonce?: string; customerId?: number; planId?: number } = {}) =>
  shop.checkout.grantOrder({
    nonce: 'question1',
    customerId: ANNA,
    planId: shop.planId,
    actorId: ADMIN,
    ...with_,
  });

async function given(): Promise<string> {
  const answer = await grant();
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value.orderId;
}

const orders = () => shop.work.read().findAll(Order);
const plan = (change: string) =>
  shop.rows(`update server_plans set ${change} where id = ${shop.planId} returning id`);

async function expectNothingGiven(): Promise<void> {
  expect(await orders()).toEqual([]);
  expect(await shop.rows(sql`select id from audit_log where action = 'order.grant'`)).toEqual([]);
  expect(await counterDrift(shop.work.read())).toEqual([]);
}

describe('access that an admin gives', () => {
  beforeEach(() => open());

  it('is delivered on the panel once, as a paid order is, and nothing is booked', async () => {
    const orderId = await given();
    expect(await shop.cardStage(orderId)).toBe('paid');

    await shop.main.provisioning.processOrder(orderId);

    await expectDeliveredOnce(shop, orderId);
    expect(await shop.orderStatus(orderId)).toBe('completed');
    expect(await orders()).toMatchObject([{ origin: 'grant', total: 0n, totalStars: 0 }]);
    expect(await shop.rows(sql`select id from payments`)).toEqual([]);
    expect(await shop.rows(sql`select id from ledger_journals`)).toEqual([]);
    expect(await shop.messages('invoice')).toEqual([]);
    expect(shop.wakes).toContain(`order ${orderId}`);
  });

  it('needs no second yes where the plan is confirmed by hand', async () => {
    await plan('auto_provision = false');

    const orderId = await given();
    await shop.main.provisioning.processOrder(orderId);

    expect(await shop.orderStatus(orderId)).toBe('completed');
  });

  it('stands among the customer’s own orders for nothing, is no purchase, and has no money to give back', async () => {
    const orderId = await given();
    await shop.main.provisioning.processOrder(orderId);

    const own = await shop.checkout.ownOrders({ customerId: ANNA, page: 0, size: 5 });
    expect(own.orders).toMatchObject([{ orderId, stars: 0 }]);
    expect(await shop.checkout.receipt({ orderId, customerId: ANNA })).toMatchObject({ payments: [] });
    expect(await new CatalogService({ work: shop.work, shop: facts }).buyAgain(ANNA, [])).toBeNull();
    expect(await shop.checkout.refundOrder({ orderId, actorId: ADMIN })).toMatchObject({
      refusal: { code: 'not-refundable' },
    });
    expect(await shop.orderStatus(orderId)).toBe('completed');
  });
});

describe('access that was given and cannot be delivered', () => {
  beforeEach(() => open());

  it('waits in the queue of the staff as one without money, and ends by their hand', async () => {
    const orderId = await given();
    const desk = new UndeliveredDesk(shop.main.needs);
    shop.pass(minutes(3));
    const { items } = await desk.list(0);
    expect(items).toMatchObject([{ orderId, isFree: true, givesBackAt: expect.any(Date) }]);

    expect(
      await shop.checkout.giveBack({ orderId, reason: 'not-delivered', actorId: ADMIN, to: 'original' }),
    ).toMatchObject({ ok: true, value: { stars: 0, credited: { minor: 0n } } });

    expect(await shop.orderStatus(orderId)).toBe('refunded');
    expect(await desk.count()).toBe(0);
    expect(await counterDrift(shop.work.read())).toEqual([]);
    expect((await shop.messages('free-ended')).map(({ data }) => data)).toEqual([
      { orderId, isTrial: false },
    ]);
    expect(await shop.rows(sql`select id from ledger_journals`)).toEqual([]);
  });
});

describe('access that many hands give at once', () => {
  beforeEach(async (test) => open(await openTestServer(test)));

  it('is one order, one seat and one entry of the audit, though its yes comes twenty times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => grant()));

    const ids = answers.map((answer) => (answer.ok ? answer.value.orderId : answer.refusal.code));
    expect(new Set(ids).size).toBe(1);
    expect(await orders()).toHaveLength(1);
    expect(await counterDrift(shop.work.read())).toEqual([]);
    const acts = await shop.rows(sql`select target, after from audit_log where action = 'order.grant'`);
    expect(acts).toMatchObject([{ target: ids[0], after: { person: String(ANNA) } }]);
  });

  it('takes the last seat once, though twenty questions are answered at once', async () => {
    await plan('max_clients = 1');

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, place) => grant({ nonce: `question-${place}` })),
    );

    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'grant-no-seat' } });
    expect(await orders()).toHaveLength(1);
    expect(await counterDrift(shop.work.read())).toEqual([]);
  });
});

describe('nothing is given', () => {
  beforeEach(() => open());

  it('where no seat is left, at the plan or at its inbound', async () => {
    await plan('max_clients = 0');
    expect(await grant()).toMatchObject({ refusal: { code: 'grant-no-seat' } });
    await plan('max_clients = null');
    await shop.rows(sql`update server_inbounds set capacity = 0 returning id`);
    expect(await grant()).toMatchObject({ refusal: { code: 'grant-no-seat' } });
    await expectNothingGiven();
  });

  it('of a plan that is hidden or that there is not', async () => {
    await plan('on_sale = false');
    expect(await grant()).toMatchObject({ refusal: { code: 'grant-plan-off' } });
    expect(await grant({ planId: 4040 })).toMatchObject({ refusal: { code: 'grant-plan-off' } });
    await expectNothingGiven();
  });

  it('while its server is out of sale', async () => {
    await shop.rows(sql`update servers set auto_provisioning = false returning id`);
    expect(await grant()).toMatchObject({ refusal: { code: 'grant-server-away' } });
    await expectNothingGiven();
  });

  it('to somebody who is suspended, or who never pressed Start', async () => {
    await shop.rows(
      sql`update customers set suspended_at = ${shop.clock.now()} where id = ${ANNA} returning id`,
    );
    expect(await grant()).toMatchObject({ refusal: { code: 'grant-person-suspended' } });
    expect(await grant({ customerId: 4040 })).toMatchObject({ refusal: { code: 'person-unknown' } });
    await expectNothingGiven();
  });
});

describe('the seats that are left of a plan', () => {
  beforeEach(() => open());

  it('are the fewer of its quota and its inbounds’ room; no limit anywhere is no limit', async () => {
    await shop.rows(sql`update servers set max_clients_per_inbound = null returning id`);
    await shop.rows(sql`update server_inbounds set capacity = null returning id`);
    await plan('max_clients = null');
    expect(await shop.checkout.seatsLeft(shop.planId)).toBeNull();
    await plan('max_clients = 3');
    expect(await shop.checkout.seatsLeft(shop.planId)).toBe(3);
    await given();
    expect(await shop.checkout.seatsLeft(shop.planId)).toBe(2);
    await shop.rows(
      sql`update server_inbounds set capacity = 1, status = 'full' where current_clients = 1 returning id`,
    );
    await shop.rows(
      sql`update server_inbounds set provisioning_enabled = false where current_clients = 0 returning id`,
    );
    expect(await shop.checkout.seatsLeft(shop.planId)).toBe(0);
  });
});

import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { openSecondServer, type SecondServer } from '../support/second-server.ts';
import { OWNER } from '../support/shop-process.ts';

let shop: PanelShop;
let second: SecondServer;

beforeEach(async () => {
  shop = await PanelShop.open();
  second = await openSecondServer(shop);
});
afterEach(async () => {
  await shop.end();
  await second.panel.end();
});

const elsewhere = async (orderId: string) =>
  shop.main.provisioning.placeElsewhere({ unitId: (await shop.unit(orderId)).id, actorId: OWNER });

/** The panel holds the name of this order's key with other credentials: a person has to decide. */
const inConflict = async () => {
  const orderId = await shop.unpaidOrder();
  const email = `shop-${(await shop.unit(orderId)).id}-1`;
  await shop.panel.ask('clients/add', {
    client: { email, subId: 'strange', enable: true, comment: 'stranger' },
    inboundIds: [1],
  });
  await shop.pay(orderId);
  await shop.main.provisioning.processOrder(orderId);
  return orderId;
};

describe('an admin who puts a key on another server', () => {
  it('has one that was given up delivered there, and the stranger on the first is left alone', async () => {
    const orderId = await inConflict();

    expect(await elsewhere(orderId)).toEqual({ ok: true, value: { server: 'Server 2' } });
    await shop.main.lanes.wake(second.serverId);
    await shop.passAndWake(minutes(2));

    expect(await shop.orderStatus(orderId)).toBe('completed');
    expect((await shop.panel.clients()).map(({ subId }) => subId)).toEqual(['strange']);
    expect(await second.panel.clients()).toHaveLength(1);
    expect(await shop.cardStage(orderId)).toBe('ready');
    expect(await counterDrift(shop.work.read())).toEqual([]);
  });

  it('is written into the audit log, with both servers', async () => {
    const orderId = await shop.paidOrder();

    await elsewhere(orderId);

    expect(
      await shop.rows(
        sql`select actor_id::int as actor, target, before, after from audit_log where action = 'order.move'`,
      ),
    ).toEqual([
      { actor: OWNER, target: orderId, before: { server: 'Amsterdam' }, after: { server: 'Server 2' } },
    ]);
  });

  it('is refused for one that is delivered, and where no other server has a seat', async () => {
    expect(await elsewhere(await shop.deliveredOrder())).toMatchObject({ refusal: { code: 'not-to-move' } });
    const waiting = await shop.paidOrder({ customerId: 2 });
    await shop.rows(
      sql`update server_inbounds set provisioning_enabled = false where server_id = ${second.serverId} returning id`,
    );

    expect(await elsewhere(waiting)).toMatchObject({ refusal: { code: 'no-other-server' } });
    expect(await counterDrift(shop.work.read())).toEqual([]);
  });
});

describe('a key that was given up', () => {
  const backAgain = async () => {
    const now = shop.clock.now();
    await shop.rows(sql`update servers set health_since = ${now} where id = ${shop.serverId} returning id`);
    await shop.main.provisioning.failOver();
  };

  it('is tried again by itself when a server of its plan is back, once per return', async () => {
    for (const panel of [shop.panel, second.panel])
      await panel.fault({ path: 'clients/add', kind: 'words', text: 'inbound not found', times: 1000 });
    const orderId = await shop.deliveredOrder();
    for (let lane = 0; lane < 4; lane++) await shop.main.lanes.wake(second.serverId);
    expect((await shop.unit(orderId)).provisionStatus).toBe('failed');
    await shop.main.provisioning.failOver();
    expect((await shop.unit(orderId)).provisionStatus).toBe('failed');

    shop.pass(minutes(5));
    await backAgain();

    expect((await shop.unit(orderId)).provisionStatus).toBe('pending');
    expect(await shop.cardStage(orderId)).toBe('creating');
  });

  it('after a silence is tried again when the panel answers, though it never was out of sale', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'refuse', times: 1 });
    await second.panel.fault({ path: 'clients/add', kind: 'refuse', times: 1000 });
    const orderId = await shop.deliveredOrder();
    await shop.rows(sql`
      update order_server_clients set provision_status = 'failed', provision_error_code = 'not-sent', due_at = null,
             failed_at = ${shop.clock.now()} returning id`);
    await shop.main.provisioning.failOver();
    const before = (await shop.unit(orderId)).provisionStatus;

    shop.pass(minutes(1));
    const now = shop.clock.now();
    await shop.rows(
      sql`update servers set last_connected_at = ${now} where id = ${shop.serverId} returning id`,
    );
    await shop.main.provisioning.failOver();

    expect([before, (await shop.unit(orderId)).provisionStatus]).toEqual(['failed', 'pending']);
  });

  it('because its name is somebody else’s there is left to the staff', async () => {
    const orderId = await inConflict();

    shop.pass(minutes(5));
    await backAgain();

    expect((await shop.unit(orderId)).provisionStatus).toBe('failed');
  });
});

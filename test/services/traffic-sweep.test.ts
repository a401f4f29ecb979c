import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServerClient } from '../../src/model/server-client.ts';
import { days, hours, minutes, seconds } from '../../src/model/values/period.ts';
import { bytes, gigabytes } from '../../src/model/values/traffic.ts';
import { invoicePayload } from '../../src/services/checkout/invoice-payload.ts';
import { DeliveryService } from '../../src/services/delivery/delivery-service.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import type { UnitOfWork } from '../../src/services/ports/unit-of-work.ts';
import { takeTraffic } from '../../src/services/traffic/take-traffic.ts';
import { PanelShop } from '../support/panel-shop.ts';

const GIB = 1024 ** 3;

let shop: PanelShop;
let lifecycle: ClientLifecycleService;

beforeEach(async () => {
  shop = await PanelShop.open();
  lifecycle = new ClientLifecycleService(shop.main.needs);
});
afterEach(() => shop.end());

const sweep = () => lifecycle.run('traffic');
const uses = async (orderId: string, size: number) =>
  shop.panel.traffic((await shop.client(orderId)).email, size);
const samples = () =>
  shop.rows<{ day: string; bytes: string }>(
    sql`select day::text as day, bytes::text as bytes from client_traffic_days order by client_id, day`,
  );
const told = async () => (await shop.messages('traffic-notice')).map(({ data }) => data.percent);
const wake = () => shop.main.lanes.wake(shop.serverId);

describe('the traffic sweep', () => {
  it('asks a panel once, however many clients it has, and reports one server', async () => {
    const orders = [];
    for (const customerId of [1, 2, 3]) orders.push(await shop.deliveredOrder({ customerId }));
    for (const orderId of orders) await uses(orderId, GIB);
    await shop.panel.forgetCalls();

    const reports = await sweep();

    expect(await shop.panel.calls()).toEqual(['inbounds/list']);
    expect(reports).toMatchObject([{ operation: 'traffic', cause: 'hand', processed: 1, ok: 1, errors: [] }]);
    for (const orderId of orders)
      expect(await shop.client(orderId)).toMatchObject({ trafficUsed: gigabytes(1n) });
  });

  it('keeps what each client used on each day of UTC', async () => {
    const orderId = await shop.deliveredOrder();
    const today = shop.clock.now().toISOString().slice(0, 10);
    await uses(orderId, 3 * GIB);
    await sweep();
    await uses(orderId, GIB);
    await sweep();
    await sweep();
    shop.pass(days(1));
    await uses(orderId, 2 * GIB);
    await sweep();

    const tomorrow = shop.clock.now().toISOString().slice(0, 10);
    expect(await samples()).toEqual([
      { day: today, bytes: String(4 * GIB) },
      { day: tomorrow, bytes: String(2 * GIB) },
    ]);
  });

  it('counts a look of the fleet and a look of its own once', async () => {
    const orderId = await shop.deliveredOrder();
    await uses(orderId, 5 * GIB);

    await Promise.all([sweep(), shop.fleet.watchServers(), sweep()]);

    expect(await shop.client(orderId)).toMatchObject({ trafficUsed: gigabytes(5n) });
    expect((await samples()).map((each) => each.bytes)).toEqual([String(5 * GIB)]);
  });

  it('by the clock leaves out a server that was looked at a moment ago', async () => {
    await shop.fleet.watchServers();
    await shop.panel.forgetCalls();

    await lifecycle.runByClock('traffic', minutes(2));
    expect(await shop.panel.calls()).toEqual([]);

    shop.pass(minutes(3));
    await lifecycle.runByClock('traffic', minutes(2));
    expect(await shop.panel.calls()).toEqual(['inbounds/list']);
  });

  it('switches off who has used everything up, in the same run, and keeps the seat', async () => {
    const orderId = await shop.deliveredOrder();
    await uses(orderId, 50 * GIB);

    await sweep();
    await wake();

    expect(await shop.client(orderId)).toMatchObject({ status: 'suspended', statusReason: 'traffic' });
    expect((await shop.panel.clients())[0]).toMatchObject({ enable: false });
    expect(await told()).toEqual([100]);
    const [seats] = await shop.rows<{ taken: number }>(
      sql`select current_clients as taken from server_inbounds where id = ${(await shop.client(orderId)).inbound.id}`,
    );
    expect(seats?.taken).toBe(1);
  });

  it('switches on again whose limit was raised, and tells its marks anew', async () => {
    const orderId = await shop.deliveredOrder();
    await uses(orderId, 50 * GIB);
    await sweep();
    await wake();
    await shop.rows(
      sql`update server_clients set traffic_limit_mb = traffic_limit_mb * 2 where order_id = ${orderId} returning id`,
    );

    await sweep();
    await wake();

    expect(await shop.client(orderId)).toMatchObject({ status: 'active', trafficNoticed: 0 });
    expect((await shop.panel.clients())[0]).toMatchObject({ enable: true });
    expect(await shop.messages('access-resumed')).toHaveLength(1);
  });

  it('wakes the lane of whom it switches on again only when that is stored', async () => {
    const orderId = await shop.deliveredOrder();
    await uses(orderId, 50 * GIB);
    await sweep();
    await shop.rows(
      sql`update server_clients set traffic_limit_mb = traffic_limit_mb * 2 where order_id = ${orderId} returning id`,
    );
    const { needs } = shop.main;
    let open = 0;
    const early: boolean[] = [];
    const work: UnitOfWork = {
      run: (step) => needs.work.run(step),
      alone: (statement) => needs.work.alone(statement),
      read: () => needs.work.read(),
      do: (step) => {
        open += 1;
        return needs.work.do(step).finally(() => {
          open -= 1;
        });
      },
    };
    const wakes = { ...needs.wakes, lane: () => void early.push(open > 0) };

    await new ClientLifecycleService({ ...needs, work, wakes }).run('traffic');

    expect(early).toEqual([false]);
  });

  it('leaves alone who is not in the list, and who was switched off by an admin stays so', async () => {
    const orderId = await shop.deliveredOrder();
    await uses(orderId, 50 * GIB);
    const { id: clientId, email } = await shop.client(orderId);
    await lifecycle.suspend({ clientId, actorId: 9001, reason: 'admin' });
    await sweep();
    await shop.panel.wipe(email);
    await sweep();

    expect(await shop.client(orderId)).toMatchObject({
      status: 'suspended',
      statusReason: 'admin',
      trafficUsed: gigabytes(50n),
    });
    expect(await told()).toEqual([]);
  });

  it('names a panel that is away in its report, and counts what was missed when it is back', async () => {
    const orderId = await shop.deliveredOrder();
    await uses(orderId, GIB);
    await shop.panel.stop();
    const away = await sweep();
    await shop.panel.start();
    const back = await sweep();

    expect(away).toMatchObject([{ processed: 1, ok: 0, errors: [expect.stringContaining(':')] }]);
    expect(back).toMatchObject([{ processed: 1, ok: 1, errors: [] }]);
    expect(await shop.client(orderId)).toMatchObject({ trafficUsed: gigabytes(1n) });
  });

  it('says only the most urgent of several marks', async () => {
    const orderId = await shop.deliveredOrder();
    await uses(orderId, 49 * GIB);
    await sweep();

    expect(await told()).toEqual([95]);
  });

  it('counts past 2^53 bytes, to the byte', async () => {
    const orderId = await shop.deliveredOrder();
    const client = await shop.client(orderId);
    const used = bytes(2n ** 60n + 1n);
    const look = { serverId: shop.serverId, at: shop.clock.now() };
    await shop.work.do((em) =>
      takeTraffic(em, shop.main.needs, {
        ...look,
        clients: [{ email: client.email, used, lastOnline: null }],
      }),
    );

    expect(await shop.client(orderId)).toMatchObject({ lifetimeTraffic: used, panelTraffic: used });
    expect((await samples()).map((each) => each.bytes)).toEqual([String(2n ** 60n + 1n)]);
  });

  it('switches off by itself who goes on long after the end, where the panel should have done it', async () => {
    const orderId = await shop.deliveredOrder();
    await shop.rows(
      sql`update server_clients set status = 'expired', status_reason = 'expired', expires_at = ${new Date(
        shop.clock.now().getTime() - hours(1),
      )} where order_id = ${orderId} returning id`,
    );
    await uses(orderId, GIB);

    await sweep();

    expect(await shop.client(orderId)).toMatchObject({ status: 'expired', wanted: 'disabled' });
  });
});

describe('a look at My access', () => {
  it('counts nothing that its panel told before the renewal set the counter back', async () => {
    const orderId = await shop.deliveredOrder();
    const { id: clientId } = await shop.client(orderId);
    await uses(orderId, 45 * GIB);
    await sweep();
    const { panel } = shop.main.needs;
    const clientUsage: typeof panel.clientUsage = async (access, place) => {
      const used = await panel.clientUsage(access, place);
      await lifecycle.renew({ clientId, actorId: 9 });
      shop.pass(seconds(1));
      await wake();
      shop.pass(seconds(1));
      return used;
    };
    const delivery = new DeliveryService({
      ...shop.main.needs,
      panel: { ...panel, clientUsage },
      payloadOf: invoicePayload,
    });

    await delivery.access({ clientId, customerId: 1 });

    expect(await shop.client(orderId)).toMatchObject({ trafficUsed: 0n, lifetimeTraffic: gigabytes(45n) });
  });
});

describe('the first connection', () => {
  const connected = () => shop.messages('access-connected');

  it('is told once, whatever is set back later', async () => {
    const orderId = await shop.deliveredOrder();
    await sweep();
    expect(await connected()).toEqual([]);

    await uses(orderId, 1);
    await sweep();
    shop.pass(seconds(30));
    await shop.panel.ask(`clients/resetTraffic/${(await shop.client(orderId)).email}`, {});
    await uses(orderId, 5);
    await sweep();

    expect(await connected()).toHaveLength(1);
  });

  it('is no news of a client that was connected before it came to the shop', async () => {
    const orderId = await shop.deliveredOrder();
    await shop.work.do(async (em) => {
      const client = await em.findOneOrFail(ServerClient, { order: orderId });
      client.connectedAt = shop.clock.now();
      await em.flush();
    });
    await uses(orderId, 1);

    await sweep();

    expect(await connected()).toEqual([]);
  });
});

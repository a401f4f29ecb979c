import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hours, minutes } from '../../src/model/values/period.ts';
import { DeliveryService } from '../../src/services/delivery/delivery-service.ts';
import { FleetService } from '../../src/services/fleet/fleet-service.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { PanelShop } from '../support/panel-shop.ts';

const GIB = 1024 ** 3;

let shop: PanelShop;
let fleet: FleetService;
let delivery: DeliveryService;
let lifecycle: ClientLifecycleService;
let orderId: string;

beforeEach(async () => {
  shop = await PanelShop.open();
  const needs = { ...shop.main.needs, shop: { ...shop.main.needs.shop, autoLifecycle: false } };
  fleet = new FleetService({ ...needs, checkAddress: (url) => ({ ok: true, url }) });
  delivery = new DeliveryService({ ...needs, payloadOf: () => '' });
  lifecycle = new ClientLifecycleService({ ...needs, auto: false });
  orderId = await shop.deliveredOrder();
});
afterEach(() => shop.end());

const uses = async (gib: number) => shop.panel.traffic((await shop.client(orderId)).email, gib * GIB);
const looks = async () => {
  shop.pass(minutes(10));
  await fleet.watchServers();
};
const told = () =>
  shop.rows<{ kind: string }>(
    sql`select kind from outgoing_messages where kind in ('traffic-notice', 'access-connected')`,
  );

describe('a shop in which nothing happens by itself (XUI_AUTO_LIFECYCLE=0)', () => {
  it('counts what is used up at a look at the panel, and neither switches off nor tells', async () => {
    await uses(60);

    await looks();

    expect(await shop.client(orderId)).toMatchObject({ status: 'active', wanted: 'enabled' });
    expect((await shop.client(orderId)).trafficUsed).toBe(BigInt(60 * GIB));
    expect(await told()).toEqual([]);
  });

  it('does not switch off either when the customer looks', async () => {
    await uses(60);
    const { id: clientId } = await shop.client(orderId);

    const seen = await delivery.access({ clientId, customerId: 1 });

    expect(seen).toMatchObject({ ok: true, value: { used: BigInt(60 * GIB) } });
    expect(await shop.client(orderId)).toMatchObject({ status: 'active' });
    expect(await told()).toEqual([]);
  });

  it('does all that was due when the staff says so, each once', async () => {
    await uses(60);
    await looks();

    await lifecycle.run('traffic');
    await lifecycle.run('traffic');

    expect(await shop.client(orderId)).toMatchObject({ status: 'suspended', statusReason: 'traffic' });
    expect((await told()).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['access-connected', 'traffic-notice']),
    );
    expect(await told()).toHaveLength(2);
  });

  it('says 80 per cent when the staff says so, though it was counted before', async () => {
    await uses(41);
    await looks();
    shop.pass(hours(1));

    await lifecycle.run('traffic');

    expect(await told()).toHaveLength(2);
  });
});

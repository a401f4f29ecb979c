import { sql } from '@mikro-orm/core';
import { afterEach, describe, expect, it } from 'vitest';
import { ServerClient } from '../../src/model/server-client.ts';
import { days, later, minutes } from '../../src/model/values/period.ts';
import { bytes } from '../../src/model/values/traffic.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { renewed } from '../support/renewing.ts';

const GIB = 1024 ** 3;
const GENERATIONS = ['2.8', '3.0', '3.1', '3.6'] as const;

let shop: PanelShop;
let orderId: string;

afterEach(() => shop.end());

async function delivered(generation: (typeof GENERATIONS)[number]): Promise<ServerClient> {
  shop = await PanelShop.open({ generation, login: 'password' });
  orderId = await shop.deliveredOrder();
  return shop.client(orderId);
}

const onPanel = async () => (await shop.panel.clients())[0];
const wake = () => shop.main.lanes.wake(shop.serverId);

/** The panel has counted all that was sold, and the shop has switched the access off for it. */
async function usesUp({ id, email }: ServerClient): Promise<void> {
  await shop.panel.traffic(email, 50 * GIB);
  await shop.work.do(async (em) => {
    const row = await em.findOneOrFail(ServerClient, id);
    row.updateTrafficUsage(bytes(BigInt(50 * GIB)), shop.clock.now());
    row.suspend('traffic', shop.clock.now());
    await em.flush();
  });
  await wake();
}

describe.each(GENERATIONS)('a renewal on a panel of %s', (generation) => {
  it('lets a used-up client work again, with the new end and its counter at nothing', async () => {
    const sold = await delivered(generation);
    const end = later(sold.expiresAt ?? shop.clock.now(), days(30));
    await usesUp(sold);
    expect(await onPanel()).toMatchObject({ enable: false });

    await renewed(shop, { clientId: sold.id });
    await wake();

    const panelEnd = (await onPanel())?.expiryTime ?? 0;
    expect(await onPanel()).toMatchObject({ enable: true, up: 0, down: 0, uuid: sold.uuid });
    expect(panelEnd - end.getTime()).toBeGreaterThanOrEqual(0);
    expect(panelEnd - end.getTime()).toBeLessThanOrEqual(minutes(60));
    expect((await onPanel())?.totalGB).toBeGreaterThanOrEqual(50 * GIB);
    expect(await shop.client(orderId)).toMatchObject({ status: 'active', pushDueAt: null, trafficUsed: 0n });
    expect(await shop.panel.clients()).toHaveLength(1);
  });

  it('is done whole where the panel falls silent between reset and update', async () => {
    const sold = await delivered(generation);
    const end = later(sold.expiresAt ?? shop.clock.now(), days(30));
    await renewed(shop, { clientId: sold.id });
    const path = generation === '2.8' || generation === '3.0' ? 'inbounds/updateClient' : 'clients/update';
    await shop.panel.fault({ path, kind: 'html' });
    await wake();
    expect((await shop.client(orderId)).pushDueAt).not.toBeNull();

    await shop.rows(sql`update servers set health_status = 'healthy', probe_due_at = null returning id`);
    await shop.quietTime();
    await shop.passAndWake(minutes(2));

    expect((await onPanel())?.expiryTime ?? 0).toBeGreaterThanOrEqual(end.getTime());
    expect(await shop.client(orderId)).toMatchObject({ pushDueAt: null, expiresAt: end });
  });
});

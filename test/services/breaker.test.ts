import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/model/values/period.ts';
import { expectDeliveredOnce } from '../support/expect-delivered-once.ts';
import { PanelShop } from '../support/panel-shop.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

const breaker = () =>
  shop.row<{ state: string; openings: number }>(sql`
    select breaker_state as state, breaker_openings as openings from panel_lanes where server_id = ${shop.serverId}`);

/** Five calls in a row without an answer. */
const opensByReads = async () => {
  await shop.panel.fault({ path: '', kind: 'refuse', times: 10_000 });
  const orderId = await shop.deliveredOrder();
  while ((await breaker()).state !== 'open') await shop.passAndWake(minutes(1));
  return orderId;
};

describe('the breaker of a panel', () => {
  it('that opens takes the server out of sale at once, with one alert', async () => {
    await opensByReads();

    expect(await shop.health()).toMatchObject({ health: 'offline' });
    expect(await shop.alerts()).toEqual(['server-out']);
    await expect(shop.unpaidOrder({ customerId: 2 })).rejects.toThrow('server-away');
  });

  it('keeps its units from being tried while it is open, and they lose no attempt', async () => {
    const orderId = await opensByReads();
    const { provisionAttempts } = await shop.unit(orderId);
    await shop.panel.forgetCalls();

    await shop.passAndWake(seconds(10));

    expect(await shop.panel.calls()).toEqual([]);
    expect((await shop.unit(orderId)).provisionAttempts).toBe(provisionAttempts);
  });

  it('lets one read through after half a minute; no answer: it waits for twice as long', async () => {
    await opensByReads();
    await shop.panel.forgetCalls();

    shop.pass(seconds(31));
    expect(await shop.main.provisioning.wakeDueLanes()).toBe(1);

    expect(await shop.panel.calls()).toEqual(['inbounds/list']);
    expect(await breaker()).toEqual({ state: 'open', openings: 2 });
    await shop.passAndWake(seconds(31));
    expect(await shop.panel.calls()).toHaveLength(1);
  });

  it('delivers by itself what waited, once that read is answered, and closes', async () => {
    const orderId = await opensByReads();
    await shop.panel.fault({ path: '', kind: 'refuse', times: 0 });

    await shop.passAndWake(seconds(31));
    await shop.passAndWake(seconds(31));
    await shop.quietTime();
    await shop.passAndWake(minutes(1));

    await expectDeliveredOnce(shop, orderId);
    expect(await shop.health()).toEqual({ health: 'healthy', reason: null });
    expect(await shop.alerts()).toEqual(['server-out', 'server-back']);
    await shop.deliveredOrder({ customerId: 2 });
    expect(await breaker()).toEqual({ state: 'closed', openings: 0 });
  });

  it('keeps a server out of sale though a look gets an answer, until its own wait is over', async () => {
    await opensByReads();
    await shop.panel.fault({ path: '', kind: 'refuse', times: 0 });

    shop.pass(seconds(15));
    expect(await shop.fleet.probeServers()).toBe(0);
    expect(await shop.health()).toMatchObject({ health: 'offline' });
    shop.pass(minutes(2));

    expect(await shop.fleet.probeServers()).toBe(1);
    expect((await breaker()).state).toBe('half-open');
  });

  it('opens at once where the panel lets nobody in, and a new test by the staff ends its wait', async () => {
    await shop.panel.fault({ path: '', kind: 'status', status: 401, times: 1000 });
    await shop.deliveredOrder();
    expect(await breaker()).toEqual({ state: 'open', openings: 1 });

    await shop.panel.fault({ path: '', kind: 'status', times: 0 });
    const tested = await shop.fleet.serverDesk.check(shop.serverId);

    expect(tested.ok).toBe(true);
    expect(await shop.health()).toMatchObject({ health: 'healthy' });
    expect((await breaker()).state).toBe('half-open');
  });

  it('stays closed where adds lose their answers and reads are answered in between', async () => {
    for (let customerId = 11; customerId < 20; customerId++) {
      await shop.panel.fault({ path: 'clients/add', kind: 'drop-after-apply', times: 1 });
      await shop.deliveredOrder({ customerId });
      await shop.quietTime();
    }

    expect(await breaker()).toEqual({ state: 'closed', openings: 0 });
    expect(await shop.health()).toMatchObject({ health: 'healthy' });
  });

  it('does not open for a panel that answers, however often it is busy', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'busy', times: 1000 });
    await shop.deliveredOrder();
    for (let round = 0; round < 8; round++) await shop.passAndWake(minutes(1));

    expect((await breaker()).state).toBe('closed');
    expect(await shop.health()).toMatchObject({ health: 'healthy' });
  });
});

describe('writes that have to be repeated', () => {
  it('wait when three of a minute were repeated, and no attempt is lost by it', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'busy', times: 1000 });
    const orderId = await shop.deliveredOrder();
    for (let round = 0; round < 8; round++) {
      await shop.rows(sql`update order_server_clients set due_at = ${shop.clock.now()} returning id`);
      await shop.main.lanes.wake(shop.serverId);
    }

    expect((await shop.panel.writes()).filter((call) => call === 'clients/add')).toHaveLength(4);
    const unit = await shop.unit(orderId);
    expect(unit.provisionAttempts).toBe(4);
    expect(unit.dueAt?.getTime()).toBeGreaterThan(shop.clock.now().getTime() + seconds(40));
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import { expectDeliveredOnce } from '../support/expect-delivered-once.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { TIMES } from '../support/shop-process.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

describe('a panel that cannot be reached', () => {
  it('is out of sale after three silences, is told of once, and delivers when a probe gets through', async () => {
    await shop.panel.stop();
    const orderId = await shop.deliveredOrder();
    expect(await shop.health()).toMatchObject({ health: 'healthy' });
    expect(await shop.unit(orderId)).toMatchObject({
      provisionStatus: 'pending',
      provisionErrorCode: 'not-sent',
    });

    for (let round = 0; round < 4; round++) await shop.passAndWake(minutes(2));
    expect(await shop.health()).toMatchObject({ health: 'offline' });
    expect(await shop.alerts()).toEqual(['server-out']);
    await expect(shop.unpaidOrder({ customerId: 2 })).rejects.toThrow('server-away');

    await shop.panel.start();
    shop.pass(minutes(6));
    expect(await shop.fleet.probeServers()).toBe(1);
    expect(await shop.health()).toEqual({ health: 'healthy', reason: null });
    expect(shop.wakes).toContain(`lane ${shop.serverId}`);
    expect((await shop.unit(orderId)).dueAt?.getTime()).toBeLessThanOrEqual(shop.clock.now().getTime());

    await shop.main.lanes.wake(shop.serverId);
    await expectDeliveredOnce(shop, orderId);
    expect(await shop.alerts()).toEqual(['server-out', 'server-back']);
  });

  it('stays out of sale while the probes do not get through, and no attempt is spent on it', async () => {
    await shop.panel.stop();
    const orderId = await shop.deliveredOrder();
    for (let round = 0; round < 4; round++) await shop.passAndWake(minutes(2));
    const { provisionAttempts } = await shop.unit(orderId);

    shop.pass(minutes(6));
    expect(await shop.fleet.probeServers()).toBe(0);
    await shop.main.lanes.wake(shop.serverId);

    expect(await shop.main.provisioning.wakeDueLanes()).toBe(0);
    expect((await shop.unit(orderId)).provisionAttempts).toBe(provisionAttempts);
    expect(await shop.alerts()).toEqual(['server-out']);
  });

  it('stays in sale when silences are far apart: only three in a row count', async () => {
    for (const customerId of [1, 2, 3, 4]) {
      await shop.panel.fault({ path: 'clients/add', kind: 'html' });
      const orderId = await shop.deliveredOrder({ customerId });
      await shop.recover(orderId);
    }

    expect(await shop.health()).toMatchObject({ health: 'healthy' });
    expect(await shop.alerts()).toEqual([]);
  });
});

describe('an add without a clear answer', () => {
  it.each([
    ['the connection is cut', { kind: 'refuse' }],
    ['the panel hangs', { kind: 'hang', ms: 5000 }],
    ['a proxy answers 502 with a page', { kind: 'html' }],
    ['the panel answers 500', { kind: 'status', status: 500 }],
    ['the database of the panel is locked', { kind: 'busy' }],
    ['the panel answers 503', { kind: 'status', status: 503 }],
  ])('ends with one client and one delivery when %s', async (_, fault) => {
    await shop.panel.fault({ path: 'clients/add', ...fault });

    const orderId = await shop.deliveredOrder();
    await shop.recover(orderId);

    await expectDeliveredOnce(shop, orderId);
    expect(await shop.panel.writes()).toEqual(['clients/add', 'clients/add']);
  });

  it('is adopted by a read, without a second write, when the panel had done it', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'drop-after-apply' });

    const orderId = await shop.deliveredOrder();

    await expectDeliveredOnce(shop, orderId);
    expect(await shop.panel.calls()).toEqual([
      'clients/add',
      'clients/get',
      'clients/subLinks',
      'server/status',
    ]);
    expect((await shop.unit(orderId)).provisionAttempts).toBe(1);
  });

  it('is found later, without a second write, when the read fails as well', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'drop-after-apply' });
    await shop.panel.fault({ path: 'clients/get', kind: 'hang', ms: 3000 });

    const orderId = await shop.deliveredOrder();
    expect(await shop.unit(orderId)).toMatchObject({
      provisionStatus: 'provisioning',
      provisionErrorCode: 'unknown',
    });
    await shop.recover(orderId);

    await expectDeliveredOnce(shop, orderId);
    expect(await shop.panel.writes()).toEqual(['clients/add']);
  });

  it('of a whole group is adopted as a whole', async () => {
    await shop.panel.fault({ path: 'clients/bulkCreate', kind: 'drop-after-apply' });

    const orderId = await shop.deliveredOrder({ quantity: 5 });

    await expectDeliveredOnce(shop, orderId);
    expect(await shop.panel.writes()).toEqual(['clients/bulkCreate']);
  });

  it('is not repeated on an older panel before the quiet time is over', async () => {
    await shop.panelIsOld();
    await shop.panel.fault({ path: 'clients/add', kind: 'refuse' });

    const orderId = await shop.deliveredOrder();
    await vi.waitFor(async () => expect(await shop.orderStatus(orderId)).toBe('completed'), {
      timeout: 8000,
      interval: 50,
    });

    await expectDeliveredOnce(shop, orderId);
    const adds = (await shop.panel.log()).filter(({ path }) => path.endsWith('clients/add'));
    expect(adds).toHaveLength(2);
    expect(Number(adds[1]?.at) - Number(adds[0]?.at)).toBeGreaterThanOrEqual(
      TIMES.write + TIMES.quietExtra - 50,
    );
  });

  it('that is carried out late, inside the quiet time, is adopted and not repeated', async () => {
    await shop.panelIsOld();
    await shop.panel.fault({ path: 'clients/add', kind: 'late', ms: 700 });

    const orderId = await shop.deliveredOrder();
    expect(await shop.panel.clients()).toEqual([]);
    await shop.recover(orderId);

    await expectDeliveredOnce(shop, orderId);
    expect(await shop.panel.writes()).toEqual(['clients/add']);
  });

  it('that is carried out after it was repeated leaves one client on a panel that takes it twice', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'late', ms: 500 });

    const orderId = await shop.deliveredOrder();
    await shop.recover(orderId);
    await vi.waitFor(async () =>
      expect(
        (await shop.panel.log())
          .filter((call) => call.path.endsWith('clients/add'))
          .every((call) => call.applied),
      ).toBe(true),
    );

    await expectDeliveredOnce(shop, orderId);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/model/values/period.ts';
import { CatalogService } from '../../src/services/catalog/catalog-service.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { shop as identity } from '../support/shop-process.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});

afterEach(() => shop.end());

const offers = () => new CatalogService({ work: shop.work, shop: identity }).offers();

describe('watching the servers in sale', () => {
  it('takes one out of sale after three silences in a row, before anybody pays, and tells the owners once', async () => {
    await shop.panel.stop();

    for (let look = 1; look <= 2; look++) await shop.fleet.watchServers();
    expect(await shop.health()).toMatchObject({ health: 'healthy' });
    await shop.fleet.watchServers();
    await shop.fleet.watchServers();

    expect(await shop.health()).toMatchObject({ health: 'offline' });
    expect(await shop.alerts()).toEqual(['server-out']);
    expect(await offers()).toMatchObject([{ availability: 'server-away' }]);
  });

  it('begins to count anew when the panel answers in between', async () => {
    for (const awake of [false, false, true, false, false]) {
      await (awake ? shop.panel.start() : shop.panel.stop());
      await shop.fleet.watchServers();
    }

    expect(await shop.health()).toMatchObject({ health: 'healthy' });
    expect(await shop.alerts()).toEqual([]);
  });

  it('takes one out at once whose core does not run, with the core’s own words', async () => {
    await shop.panel.core('error', 'create service > bad key');

    await shop.fleet.watchServers();

    expect(await shop.health()).toEqual({ health: 'critical', reason: 'create service > bad key' });
  });

  it('takes one out at once that does not let the shop in', async () => {
    await shop.panel.fault({ path: 'server/status', kind: 'status', status: 401 });

    await shop.fleet.watchServers();

    expect(await shop.health()).toMatchObject({ health: 'critical' });
  });
});

describe('looking at a server that is out of sale', () => {
  beforeEach(async () => {
    await shop.panel.core('error', 'bad key');
    await shop.fleet.watchServers();
  });

  it('waits until it is due', async () => {
    await shop.panel.core('running');
    shop.pass(seconds(5));

    expect(await shop.fleet.probeServers()).toBe(0);
    expect(await shop.health()).toMatchObject({ health: 'critical' });
  });

  it('puts it back when its core runs again, and tells the owners', async () => {
    await shop.panel.core('running');
    shop.pass(minutes(1));

    expect(await shop.fleet.probeServers()).toBe(1);

    expect(await shop.health()).toEqual({ health: 'healthy', reason: null });
    expect(await shop.alerts()).toEqual(['server-out', 'server-back']);
    expect(await offers()).toMatchObject([{ availability: 'on-sale' }]);
  });

  it('looks later and later while nothing changes, and says it once', async () => {
    const waits = [];
    for (let look = 0; look < 3; look++) {
      shop.pass(minutes(10));
      await shop.fleet.probeServers();
      waits.push(await untilNextLook());
    }

    expect(waits).toEqual([...waits].sort((one, other) => one - other));
    expect(waits[2]).toBeLessThanOrEqual(minutes(5));
    expect(await shop.alerts()).toEqual(['server-out']);
  });

  it('closes an inbound that went missing meanwhile', async () => {
    await shop.panel.ask('inbounds/del/1', {});
    await shop.panel.core('running');
    shop.pass(minutes(1));

    await shop.fleet.probeServers();

    const [server] = await shop.fleet.servers();
    expect(server?.inbounds.map(({ status }) => status)).toEqual(['error', 'active']);
  });
});

async function untilNextLook(): Promise<number> {
  const { due } = await shop.row<{ due: string }>('select probe_due_at as due from servers');
  return new Date(due).getTime() - shop.clock.now().getTime();
}

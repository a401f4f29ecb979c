import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PanelUnderTest, TROJAN, VLESS } from './panel-under-test.ts';

let world: PanelUnderTest;

beforeEach(async () => {
  world = new PanelUnderTest();
  await world.panel.start();
});
afterEach(() => world.end());

const seed = (clients: number, inbound = VLESS) => world.control('seed', { clients, inbound });
const bodyOf = (email: string) => ({ email, id: '', subId: '', enable: true });

async function took(path: string, body?: unknown): Promise<number> {
  const begun = performance.now();
  await world.ask(path, body);
  return performance.now() - begun;
}

describe('a panel that is filled at once', () => {
  it('holds so many clients more, with counters, and takes others beside them', async () => {
    expect(await (await seed(300)).json()).toEqual({ clients: 300 });
    expect(await (await seed(20, TROJAN)).json()).toEqual({ clients: 20 });

    expect(await world.add({ email: 'resident-000007' })).toMatchObject({ success: false });
    expect(await world.add({ email: 'RESIDENT-000007' })).toMatchObject({ success: false });
    expect(await world.add({ email: 'newcomer' })).toMatchObject({ success: true });

    const { obj } = await world.ask('inbounds/list');
    expect(obj).toMatchObject([
      { settings: { clients: { length: 301 } }, clientStats: { length: 301 } },
      { settings: { clients: { length: 20 } } },
    ]);
  });

  it('is refused for an inbound that is not there', async () => {
    expect((await seed(1, 99)).status).toBe(404);
  });

  it('knows a client by its new name after a change, and no more by the old one', async () => {
    await seed(3);
    await world.ask('clients/update/resident-000002', bodyOf('moved'));

    expect(await world.ask('clients/get/moved')).toMatchObject({ success: true });
    expect(await world.ask('clients/get/resident-000002')).toMatchObject({ success: false });
    expect(await world.add({ email: 'resident-000002' })).toMatchObject({ success: true });
  });
});

describe('a panel with the costs of a real one', () => {
  it('takes longer the more clients there are, and gives them back at once when told so', async () => {
    await seed(2_000);
    expect((await world.control('costs', { model: '3.6' })).status).toBe(200);

    // By PERFORMANCE B3: an add 6 + 0.06 n + 0.006 N, a list 8 + 0.037 N, one client 1 ms.
    expect(await took('clients/add', { client: bodyOf('one'), inboundIds: [VLESS] })).toBeGreaterThan(137);
    expect(await took('clients/add', { client: bodyOf('two'), inboundIds: [TROJAN] })).toBeGreaterThan(17);
    expect(await took('inbounds/list')).toBeGreaterThan(81);

    await world.control('costs', { model: '2.8' });
    expect(await took('inbounds/list')).toBeGreaterThan(46);
  });

  it('does one thing at a time, and adds the way there and back to each call', async () => {
    await seed(1_000);
    await world.control('costs', { model: '3.6', rttMs: 20 });

    const begun = performance.now();
    await Promise.all([world.ask('inbounds/list'), world.ask('inbounds/list')]);

    // Two lists of 45 ms, and the first connection's three ways.
    expect(performance.now() - begun).toBeGreaterThan(2 * 45 + 3 * 20 - 5);
  });

  it('refuses costs that nobody measured', async () => {
    expect((await world.control('costs', { model: '9.9' })).status).toBe(400);
  });
});

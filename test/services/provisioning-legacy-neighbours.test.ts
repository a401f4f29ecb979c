import { sql } from '@mikro-orm/core';
import { afterEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import { expectDeliveredOnce } from '../support/expect-delivered-once.ts';
import { PanelFront } from '../support/panel-front.ts';
import { PanelNeighbour } from '../support/panel-neighbour.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { OWNER } from '../support/shop-process.ts';

let shop: PanelShop;
let neighbour: PanelNeighbour;

const ADD = 'inbounds/addClient';
const GENERATIONS = ['2.8', '3.0'] as const;

const open = async (generation: '2.8' | '3.0') => {
  shop = await PanelShop.open({ generation, login: 'password' });
  neighbour = new PanelNeighbour(shop.panel.address);
};
afterEach(() => shop.end());

const strange = (email: string, more: object = {}) => ({
  id: `00000000-aaaa-4bbb-8ccc-${String(email.length).padStart(12, '0')}`,
  ...{ email, flow: '', enable: true, subId: `strange-${email}`, comment: 'stranger', totalGB: 0 },
  ...more,
});

/** An inbound whose settings nobody can read: others made it, and these panels take it as it comes. */
const brokenInbound = async (): Promise<number> => {
  const body = { remark: 'old tunnel', enable: true, port: 26_001, protocol: 'vless', settings: '{oops' };
  await neighbour.ask('add', {
    ...body,
    streamSettings: '{"network":"tcp","security":"none"}',
    sniffing: '{}',
  });
  const made = (await shop.panel.inbounds()).find(({ remark }) => remark === 'old tunnel');
  return made?.id ?? 0;
};

/** Without the news of the inbound that others made. */
const saleAlerts = async () => (await shop.alerts()).filter((code) => String(code).startsWith('server-'));

/** All sales go to the same inbound. */
const onlyTheFirstInbound = () =>
  shop.rows(sql`update server_inbounds set provisioning_enabled = (remote_id = 1) returning id`);

const want = (orderId: string, wanted: string) =>
  shop.rows(sql`
    update server_clients set wanted = ${wanted}, wanted_rev = wanted_rev + 1, push_due_at = ${shop.clock.now()}
     where order_id = ${orderId} returning id`);

describe.each(GENERATIONS)('a neighbour who writes to a panel of %s at the same time', (generation) => {
  it('wipes the shop’s client out after its success: that is seen at once, and mended by one more write', async () => {
    await open(generation);
    await onlyTheFirstInbound();
    await neighbour.login();
    const orderId = await shop.paidOrder();
    await shop.panel.forgetCalls();
    await shop.panel.fault({ path: ADD, kind: 'interleave', ms: 5000 });

    const theirs = neighbour.add(1, strange('theirs'));
    await expect.poll(async () => (await shop.panel.calls()).length).toBe(1);
    await shop.main.provisioning.processOrder(orderId);
    await theirs;

    expect((await shop.panel.clients()).map(({ comment }) => comment)).toEqual(['stranger']);
    expect(await shop.unit(orderId)).toMatchObject({
      provisionStatus: 'pending',
      provisionErrorCode: 'busy',
    });
    await shop.recover(orderId);
    await expectDeliveredOnce(shop, orderId);
    expect(await shop.panel.writes()).toEqual([ADD, ADD, ADD]); // one is the neighbour's
    expect((await shop.panel.clients()).map(({ comment }) => comment)).toContain('stranger');
  });
});

describe.each(GENERATIONS)('an inbound that others broke on a panel of %s', (generation) => {
  it('is named, the order waits out of sale, and is delivered by itself once that is mended', async () => {
    await open(generation);
    const broken = await brokenInbound();

    const orderId = await shop.deliveredOrder();

    expect(await shop.unit(orderId)).toMatchObject({
      provisionStatus: 'pending',
      provisionErrorCode: 'poisoned',
    });
    const { health, reason } = await shop.health();
    expect(health).toBe('critical');
    expect(reason).toContain(`Inbound #${broken} "old tunnel" is at fault`);
    shop.pass(minutes(6));
    await shop.fleet.probeServers();
    await shop.main.provisioning.wakeDueLanes();
    expect(await shop.health()).toMatchObject({ health: 'critical' });
    expect(await saleAlerts()).toEqual(['server-out']);

    await neighbour.ask(`del/${broken}`, {});
    await shop.recover(orderId);
    await expectDeliveredOnce(shop, orderId);
    expect(await saleAlerts()).toEqual(['server-out', 'server-back']);
  });
});

it('a client without a name on a panel of 2.8 is pointed at, and the order delivered once it is gone', async () => {
  await open('2.8');
  const nameless = { ...strange('nobody'), email: undefined };
  await neighbour.add(2, { ...strange('somebody'), password: 'one' }, { ...nameless, password: 'two' });

  const orderId = await shop.deliveredOrder();

  expect(await shop.unit(orderId)).toMatchObject({ provisionErrorCode: 'poisoned' });
  const { health, reason } = await shop.health();
  expect(health).toBe('critical');
  expect(reason).toMatch(/Inbound #2 ".+" is at fault: client no\. 2 on it has no email/);

  await neighbour.ask('2/delClient/two', {});
  await shop.recover(orderId);
  await expectDeliveredOnce(shop, orderId);
  expect(await saleAlerts()).toEqual(['server-out', 'server-back']);
});

describe.each(GENERATIONS)('what stands on an inbound of others on a panel of %s', (generation) => {
  it('is sold beside where the counters are null, and where numbers are above 2^53', async () => {
    await open(generation);
    await onlyTheFirstInbound();
    await neighbour.add(1, strange('whale', { totalGB: 1 }));
    const before = (await shop.panel.clients()).find(({ email }) => email === 'whale');
    await using front = await new PanelFront(shop.panel.address.url).start();
    front.alter = ({ body }) =>
      body
        .replaceAll(/"clientStats":\[.*?\]/g, '"clientStats":null')
        .replaceAll(/\\"totalGB\\": ?1\b/g, '\\"totalGB\\": 9007199254740993');
    await shop.rows(
      sql`update servers set panel_url = ${front.url} where id = ${shop.serverId} returning id`,
    );

    const orderId = await shop.deliveredOrder();
    await expectDeliveredOnce(shop, orderId);
    expect(await shop.fleet.sync({ serverId: shop.serverId, actorId: OWNER })).toMatchObject({ ok: true });
    for (const wish of ['disabled', 'enabled', 'deleted']) {
      await want(orderId, wish);
      await shop.main.lanes.wake(shop.serverId);
    }

    expect(await shop.client(orderId)).toMatchObject({ status: 'terminated' });
    expect(await shop.panel.clients()).toEqual([before]);
    const theirs = front.sent.filter(({ body }) => body.includes('whale'));
    expect(theirs.filter(({ body }) => !body.includes('9007199254740993'))).toEqual([]);
  });
});

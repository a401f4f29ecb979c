import { setTimeout as delay } from 'node:timers/promises';
import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import { Lane } from '../../src/services/lanes/lane.ts';
import { takeLane } from '../../src/services/lanes/lane-statements.ts';
import { panelAccess } from '../../src/services/lanes/panel-access.ts';
import { beginAttempt } from '../../src/services/provisioning/begin-attempt.ts';
import { dueGroups } from '../../src/services/provisioning/due-units.ts';
import { certificate, pinOf } from '../support/certificate.ts';
import { expectDeliveredOnce } from '../support/expect-delivered-once.ts';
import { PanelFront } from '../support/panel-front.ts';
import { PanelNeighbour } from '../support/panel-neighbour.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { TIMES } from '../support/shop-process.ts';

let shop: PanelShop;

const ADD = 'inbounds/addClient';
const GENERATIONS = ['2.8', '3.0'] as const;

const open = async (generation: '2.6' | '2.8' | '2.9' | '3.0') => {
  shop = await PanelShop.open({ generation, login: 'password' });
};
afterEach(() => shop.end());

const movesBehind = async (front: PanelFront, pin: string | null = null): Promise<void> => {
  await shop.rows(sql`
    update servers set panel_url = ${front.url}, pinned_sha256 = ${pin} where id = ${shop.serverId} returning id`);
};

/** Answers that are none, and what each is taken for. */
const BAD = [
  { name: 'a locked database', fault: { kind: 'busy' }, code: 'busy' },
  {
    name: 'a locked database, in another language',
    fault: { kind: 'words', text: 'Что-то пошло не так (database is locked)' },
    code: 'busy',
  },
  { name: 'too many requests', fault: { kind: 'status', status: 429 }, code: 'busy' },
  { name: 'an empty 500', fault: { kind: 'status', status: 500 }, code: 'unknown' },
  { name: 'a login page with 200', fault: { kind: 'login-page' }, code: 'unknown' },
  { name: 'the page of a proxy', fault: { kind: 'html' }, code: 'unknown' },
];

describe.each(GENERATIONS)('an add to a panel of %s that gets no answer of the panel’s', (generation) => {
  beforeEach(() => open(generation));

  it.each(BAD)('$name: the order is kept, and delivered once when the panel is itself again', async (bad) => {
    await shop.panel.fault({ path: ADD, ...bad.fault });

    const orderId = await shop.deliveredOrder();

    expect(await shop.unit(orderId)).toMatchObject({ provisionErrorCode: bad.code });
    expect(await shop.health()).toMatchObject({ health: 'healthy' });
    await shop.recover(orderId);
    await expectDeliveredOnce(shop, orderId);
    expect(await shop.alerts()).toEqual([]);
  });

  it.each([
    { name: 'the answer was lost', fault: { kind: 'drop-after-apply' } },
    { name: 'the answer was cut', fault: { kind: 'cut' } },
    { name: 'the work was done late', fault: { kind: 'late', ms: 150 } },
  ])('$name: one entry each, by one write', async ({ fault }) => {
    await shop.panel.fault({ path: ADD, ...fault });

    const orderId = await shop.deliveredOrder({ quantity: 2 });
    await shop.recover(orderId);

    await expectDeliveredOnce(shop, orderId);
    expect(await shop.panel.writes()).toEqual([ADD]);
  });

  it.each([...BAD, { name: 'JSON that breaks off', fault: { kind: 'cut' } }])(
    '$name in place of the read-back: what was added is found later, without a second write',
    async ({ fault }) => {
      await shop.panel.fault({ path: 'inbounds/get', ...fault, times: 2 });

      const orderId = await shop.deliveredOrder();
      await shop.recover(orderId);

      await expectDeliveredOnce(shop, orderId);
      expect(await shop.panel.writes()).toEqual([ADD]);
    },
  );
});

describe.each([
  { generation: '2.6', status: 401 },
  { generation: '2.8', status: 404 },
  { generation: '2.9', status: 404 },
  { generation: '3.0', status: 401 },
] as const)('a session that a panel of $generation has forgotten ($status)', ({ generation, status }) => {
  it('is renewed once, and the write that was turned away is repeated', async () => {
    await open(generation);
    await shop.panel.fault({ path: 'server/nothing', kind: 'status', status: 401 });
    await fetch(`${shop.panel.address.url}panel/api/server/nothing`);
    await shop.panel.forgetCalls();

    const orderId = await shop.deliveredOrder();

    await expectDeliveredOnce(shop, orderId);
    const log = await shop.panel.log();
    expect(log[0]).toMatchObject({ path: `panel/api/${ADD}`, status });
    expect((await shop.panel.calls()).filter((call) => call === 'login')).toHaveLength(1);
    expect(await shop.panel.writes()).toEqual([ADD, ADD]);
    expect(await shop.unit(orderId)).toMatchObject({ provisionAttempts: 1 });
  });

  it('is renewed also where it is lost between the write and the look', async () => {
    await open(generation);
    await shop.panel.fault({ path: 'inbounds/get', kind: 'status', status: 307 });

    const orderId = await shop.deliveredOrder();

    await expectDeliveredOnce(shop, orderId);
    expect(await shop.panel.writes()).toEqual([ADD]);
  });
});

describe('a panel of 3.0 that locked the shop’s name out after seven wrong passwords of somebody', () => {
  it('is asked once in ten minutes until it lets the shop in again, and then delivers', async () => {
    await open('3.0');
    const neighbour = new PanelNeighbour(shop.panel.address);
    for (let guess = 0; guess < 7; guess++) expect(await neighbour.login('guess')).toBe(false);
    await shop.panel.forgetCalls();
    await shop.panel.fault({ path: ADD, kind: 'status', status: 401 });

    const orderId = await shop.deliveredOrder();
    expect(await shop.health()).toMatchObject({ health: 'critical' });
    for (let look = 0; look < 3; look++) {
      shop.pass(minutes(3));
      await shop.fleet.probeServers();
    }
    const logins = async () => (await shop.panel.calls()).filter((call) => call === 'login');
    expect(await logins()).toHaveLength(1);
    expect(await shop.orderStatus(orderId)).not.toBe('completed');

    await shop.recover(orderId);
    await expectDeliveredOnce(shop, orderId);
    expect((await logins()).length).toBeLessThanOrEqual(3);
    expect(await shop.alerts()).toEqual(['server-out', 'server-back']);
  });
});

describe.each(GENERATIONS)('a panel of %s whose certificate is another than was pinned', (generation) => {
  const [first, second] = [certificate(), certificate()];

  it.skipIf(first === null && process.env.CI !== 'true')(
    'is sent nothing, is out of sale, and the order waits until the pin is right again [needs openssl]',
    async () => {
      if (first === null || second === null) throw new Error('openssl is missing');
      await open(generation);
      await using front = await new PanelFront(shop.panel.address.url, first).start();
      await movesBehind(front, pinOf(first));
      await expectDeliveredOnce(shop, await shop.deliveredOrder());
      front.show(second);
      front.sent.length = 0;

      const orderId = await shop.deliveredOrder({ customerId: 2 });

      expect(front.sent).toEqual([]);
      expect(await shop.unit(orderId)).toMatchObject({
        provisionStatus: 'pending',
        provisionErrorCode: 'tls',
      });
      expect(await shop.health()).toMatchObject({ health: 'critical' });
      expect(await shop.alerts()).toEqual(['server-out']);

      await movesBehind(front, pinOf(second));
      await shop.recover(orderId);
      expect(await shop.orderStatus(orderId)).toBe('completed');
      expect(await shop.alerts()).toEqual(['server-out', 'server-back']);
    },
  );
});

describe.each(GENERATIONS)(
  'a process that dies between its write to a panel of %s and its record',
  (generation) => {
    it('is followed by one that finds what was written: exactly once', async () => {
      await open(generation);
      const { serverId, work } = shop;
      const orderId = await shop.paidOrder({ quantity: 2 });
      const taken = await takeLane(work.read(), { serverId, holder: 'dead', lease: TIMES.lease });
      const [group] = await dueGroups(work.read(), { serverId }, shop.clock.now());
      if (!taken || !group) throw new Error('nothing to do');
      const lane = new Lane(serverId, taken, { work, times: TIMES });
      const attempts = await beginAttempt(shop.main.needs, lane, group.units);
      await shop.main.needs.panel.addClients(
        panelAccess(group.inbound.server, shop.main.needs.vault),
        group.inbound.remoteId,
        attempts.map(({ wanted }) => wanted),
      );
      await delay(TIMES.lease + 20);

      await shop.main.provisioning.processOrder(orderId);

      await expectDeliveredOnce(shop, orderId);
      expect(await shop.panel.writes()).toEqual([ADD]);
      expect(await shop.unit(orderId)).toMatchObject({ provisionAttempts: 1 });
    });
  },
);

import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, hours, milliseconds } from '../../src/model/values/period.ts';
import { CustomerService } from '../../src/services/delivery/customer-service.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { PanelShop } from '../support/panel-shop.ts';

const GIB = 1024 ** 3;
const DAY_MS = days(1);

let shop: PanelShop;
let lifecycle: ClientLifecycleService;
let customers: CustomerService;
let orderId: string;

beforeEach(async () => {
  shop = await PanelShop.open();
  const facts = { ...shop.main.needs.shop, wakingHours: { from: 9, to: 21 }, timeZone: 'UTC' };
  lifecycle = new ClientLifecycleService({ ...shop.main.needs, shop: facts });
  customers = new CustomerService(shop.main.needs);
  pass(untilHour(12));
  orderId = await shop.deliveredOrder();
});
afterEach(() => shop.end());

const pass = (ms: number) => shop.pass(milliseconds(ms));
/** Milliseconds until it is that hour in UTC. */
const untilHour = (hour: number): number =>
  (hour * hours(1) - (shop.clock.now().getTime() % DAY_MS) + DAY_MS) % DAY_MS;
const uses = async (gib: number) => shop.panel.traffic((await shop.client(orderId)).email, gib * GIB);
const told = async () =>
  (
    await shop.rows<{ kind: string }>(sql`
      select kind || coalesce(' ' || (data->>'days'), '') || coalesce(' ' || (data->>'percent'), '') as kind
        from outgoing_messages where kind in
          ('access-ending', 'access-ended', 'access-gone', 'traffic-notice', 'access-connected') order by id`)
  ).map(({ kind }) => kind);

describe('a notice that can wait', () => {
  it('waits for the morning of its customer, and holds nobody up meanwhile', async () => {
    pass(days(23) + untilHour(23));
    await lifecycle.run('expiring');
    await lifecycle.tick();
    expect(await told()).toEqual([]);

    pass(hours(9));
    await lifecycle.tick();
    expect(await told()).toEqual([]);
    pass(hours(1));
    await lifecycle.tick();
    await lifecycle.tick();

    expect(await told()).toEqual(['access-ending 7']);
  });

  it('comes at once to whom it is day in a zone of their own', async () => {
    await customers.chooseNotices(1, { utcOffset: 600 });
    pass(days(23) + untilHour(23));

    await lifecycle.run('expiring');

    expect(await told()).toEqual(['access-ending 7']);
  });

  it('comes at any hour to whom that is right', async () => {
    await customers.chooseNotices(1, { hours: { from: 0, to: 24 } });
    pass(days(23) + untilHour(3));

    await lifecycle.run('expiring');

    expect(await told()).toEqual(['access-ending 7']);
  });

  it('is not said any more when a renewal came before the morning', async () => {
    pass(days(23) + untilHour(23));
    await lifecycle.run('expiring');
    await lifecycle.renew({ clientId: (await shop.client(orderId)).id, actorId: 9001 });
    pass(untilHour(10));
    await lifecycle.tick();

    expect(await told()).toEqual([]);
  });

  it('about 95 per cent is left out when all was used up before the morning', async () => {
    pass(untilHour(22));
    await uses(48);
    await lifecycle.run('traffic');
    expect(await told()).toEqual(['access-connected']);
    await uses(10);
    await lifecycle.run('traffic');
    pass(untilHour(10));
    await lifecycle.tick();

    expect(await told()).toEqual(['access-connected', 'traffic-notice 100']);
  });
});

describe('a notice whose time would pass in the night', () => {
  it('comes at once, whatever the hour', async () => {
    const client = await shop.client(orderId);
    pass(untilHour(22));
    const soon = new Date(shop.clock.now().getTime() + hours(5));
    await shop.rows(sql`update server_clients set expires_at = ${soon} where id = ${client.id} returning id`);

    await lifecycle.run('expiring');

    expect(await told()).toEqual(['access-ending 1']);
  });
});

describe('a customer who wants only what is essential', () => {
  it('hears of the last day, the end and used-up traffic, and of nothing else', async () => {
    await customers.chooseNotices(1, { muted: true });
    await uses(41);
    await lifecycle.run('traffic');
    for (const step of [days(24), days(3), days(2) + hours(1), days(1)]) {
      pass(step);
      await lifecycle.run('all');
    }

    expect(await told()).toEqual(['access-connected', 'access-ending 1', 'access-ended']);
  });

  it('may change their mind: what is chosen stays, field by field', async () => {
    await customers.chooseNotices(1, { muted: true });
    await customers.chooseNotices(1, { utcOffset: 210 });
    await customers.chooseNotices(1, { hours: { from: 8, to: 23 } });
    await customers.chooseNotices(1, { muted: false });

    expect(await customers.noticeChoice(1)).toEqual({
      muted: false,
      utcOffset: 210,
      hours: { from: 8, to: 23 },
    });
    await shop.meet(2);
    expect(await customers.noticeChoice(2)).toEqual({ muted: false, utcOffset: null, hours: null });
  });
});

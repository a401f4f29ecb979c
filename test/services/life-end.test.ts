import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days, hours, milliseconds, minutes } from '../../src/model/values/period.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { PanelShop } from '../support/panel-shop.ts';

const ADMIN = 9001;

let shop: PanelShop;
let lifecycle: ClientLifecycleService;
let orderId: string;
let clientId: number;

const open = async (setting: Parameters<typeof PanelShop.open>[0] = {}) => {
  shop = await PanelShop.open(setting);
  lifecycle = new ClientLifecycleService(shop.main.needs);
  orderId = await shop.deliveredOrder();
  clientId = (await shop.client(orderId)).id;
};
beforeEach(() => open());
afterEach(() => shop.end());

/** Whole milliseconds, also a sum of periods. */
const pass = (ms: number) => shop.pass(milliseconds(ms));
const client = () => shop.client(orderId);
const wake = () => shop.main.lanes.wake(shop.serverId);
const all = () => lifecycle.run('all');
const seats = async () =>
  (
    await shop.row<{ taken: number }>(sql`
      select current_clients as taken from server_inbounds
       where id = (select inbound_id from server_clients where id = ${clientId})`)
  ).taken;
/** What the customer was told of time, in order. */
const told = async () =>
  (
    await shop.rows<{ kind: string; days: number | null }>(sql`
      select kind, (data->>'days')::int as days from outgoing_messages
       where kind in ('access-ending', 'access-ended', 'access-gone') order by id`)
  ).map(({ kind, days: left }) => (left === null ? kind : `${kind} ${left}`));

describe('the end of an access', () => {
  it('is at the moment that was sold: expired, its seat kept, its customer told once', async () => {
    pass(days(30) - minutes(1));
    await lifecycle.run('expired');
    expect((await client()).status).toBe('active');

    pass(minutes(2));
    await Promise.all([lifecycle.run('expired'), lifecycle.run('expired')]);
    await lifecycle.tick();

    expect(await client()).toMatchObject({ status: 'expired', statusReason: 'expired' });
    expect(await told()).toEqual(['access-ended']);
    expect(await seats()).toBe(1);
  });

  it('needs no write to a panel that runs clients out by itself', async () => {
    await shop.panel.forgetCalls();
    pass(days(30) + minutes(1));

    await lifecycle.run('expired');
    await wake();

    expect(await shop.panel.writes()).toEqual([]);
    expect(await client()).toMatchObject({ wanted: 'enabled', pushDueAt: null });
  });

  it('comes to one whose traffic was used up as well, and is told', async () => {
    await shop.panel.traffic((await client()).email, 50 * 1024 ** 3);
    await lifecycle.run('traffic');
    await wake();
    pass(days(30) + minutes(1));

    await lifecycle.run('expired');

    expect(await client()).toMatchObject({ status: 'expired', wanted: 'disabled' });
    expect(await told()).toEqual(['access-ended']);
  });

  it('leaves what an admin switched off as it is', async () => {
    await lifecycle.suspend({ clientId, actorId: ADMIN, reason: 'admin' });
    pass(days(30) + minutes(1));

    await lifecycle.run('expired');

    expect(await client()).toMatchObject({ status: 'suspended', statusReason: 'admin' });
  });

  it('does not come to what is renewed in the same minute', async () => {
    pass(days(30) - minutes(1));
    await lifecycle.renew({ clientId, actorId: ADMIN });
    pass(minutes(2));

    await lifecycle.run('expired');

    expect((await client()).status).toBe('active');
    expect(await told()).toEqual([]);
  });

  it('is undone by a renewal, with the same key', async () => {
    const { uuid } = await client();
    pass(days(31));
    await lifecycle.run('expired');

    await lifecycle.renew({ clientId, actorId: ADMIN });
    await wake();

    expect(await client()).toMatchObject({ status: 'active' });
    expect((await shop.panel.clients())[0]).toMatchObject({ enable: true, uuid });
  });

  it('is written to a panel that would cut off its other customers, also when it was away at that moment', async () => {
    await shop.end();
    await open({ generation: '3.0', login: 'password' });
    await shop.panel.stop();
    pass(days(30) + minutes(1));
    await lifecycle.run('expired');
    await wake();
    await shop.panel.start();
    await shop.quietTime();

    await shop.passAndWake(minutes(2));

    expect(await client()).toMatchObject({ status: 'expired', wanted: 'disabled', pushDueAt: null });
    expect((await shop.panel.clients())[0]).toMatchObject({ enable: false });
  });
});

describe('the days of grace', () => {
  const passGrace = async () => {
    pass(days(33) + minutes(1));
    await lifecycle.run('expired');
  };

  it('end three days later: deleted on the panel, the seat free once, the customer told, the history kept', async () => {
    pass(days(30) + minutes(1));
    await lifecycle.run('expired');
    pass(days(3));
    await Promise.all([lifecycle.run('expired'), lifecycle.run('expired')]);
    await wake();
    await lifecycle.run('expired');
    await wake();

    expect(await client()).toMatchObject({ status: 'terminated' });
    expect((await client()).statusHistory.map(({ status }) => status)).toEqual([
      'active',
      'expired',
      'terminated',
    ]);
    expect(await shop.panel.clients()).toEqual([]);
    expect(await seats()).toBe(0);
    expect(await counterDrift(shop.work.read())).toEqual([]);
    expect(await told()).toEqual(['access-ended', 'access-gone']);
  });

  it('of what was switched off by an admin end too', async () => {
    await lifecycle.suspend({ clientId, actorId: ADMIN, reason: 'admin' });
    await wake();

    await passGrace();
    await wake();

    expect(await client()).toMatchObject({ status: 'terminated' });
    expect(await seats()).toBe(0);
  });

  it('over with a panel that is away: it waits, and is deleted when the panel is back', async () => {
    await shop.panel.stop();
    await passGrace();
    await wake();
    expect(await seats()).toBe(1);
    await shop.panel.start();

    await shop.passAndWake(minutes(2));

    expect(await client()).toMatchObject({ status: 'terminated' });
    expect(await shop.panel.clients()).toEqual([]);
    expect(await seats()).toBe(0);
  });

  it('over for a client that the panel’s owner has deleted: done', async () => {
    await shop.panel.wipe((await client()).email);

    await passGrace();
    await wake();

    expect(await client()).toMatchObject({ status: 'terminated' });
  });

  it('can be none: at the end it is deleted at once, and said so once', async () => {
    lifecycle = new ClientLifecycleService({
      ...shop.main.needs,
      shop: { ...shop.main.needs.shop, graceDays: 0 },
    });
    pass(days(30) + minutes(1));

    await lifecycle.run('expired');
    await wake();

    expect(await client()).toMatchObject({ status: 'terminated' });
    expect(await told()).toEqual(['access-gone']);
  });
});

describe('the reminders', () => {
  it('come seven, three and one day before the end, each once', async () => {
    const steps = [days(22), days(1) + hours(1), hours(1), days(4), hours(2), days(2), hours(1), hours(22)];
    for (const step of steps) {
      pass(step);
      await lifecycle.run('expiring');
      await lifecycle.run('expiring');
    }

    expect(await told()).toEqual(['access-ending 7', 'access-ending 3', 'access-ending 1']);
  });

  it('say only the most urgent of those that were missed', async () => {
    pass(days(29) + hours(1));
    await lifecycle.run('expiring');

    expect(await told()).toEqual(['access-ending 1']);
  });

  it('are not said twice when the clock goes an hour back', async () => {
    pass(days(27) + minutes(10));
    await all();
    pass(-hours(1));
    await all();
    pass(hours(2));
    await all();

    expect(await told()).toEqual(['access-ending 3']);
  });

  it('come again in a new period', async () => {
    pass(days(24));
    await lifecycle.run('expiring');
    await lifecycle.renew({ clientId, actorId: ADMIN });
    await lifecycle.run('expiring');
    pass(days(30));
    await lifecycle.run('expiring');

    expect(await told()).toEqual(['access-ending 7', 'access-ending 7']);
  });

  it('of a week that was just paid for do not say that a week is left', async () => {
    const planId = await shop.newPlan({ durationDays: 7, name: 'a week' });
    const other = await shop.deliveredOrder({ customerId: 2, planId });
    await lifecycle.run('expiring');
    expect(await told()).toEqual([]);

    pass(days(4) + hours(1));
    await lifecycle.run('expiring');

    expect((await shop.client(other)).endNoticed).toBe(3);
    expect(await told()).toEqual(['access-ending 3']);
  });
});

describe('a clock that jumps forty days ahead', () => {
  it('ends and deletes once, and says one thing', async () => {
    pass(days(40));
    await all();
    await wake();
    await all();
    await wake();

    expect(await client()).toMatchObject({ status: 'terminated' });
    expect(await told()).toEqual(['access-gone']);
    expect(await seats()).toBe(0);
  });
});

describe('a client that cannot be written', () => {
  afterEach(async () => void (await shop.rows(sql`alter table server_clients drop constraint stuck`)));

  it('does not keep the others from their end, and stands in the report', async () => {
    const other = await shop.deliveredOrder({ customerId: 2 });
    await shop.rows(
      sql`alter table server_clients add constraint stuck check (status <> 'expired' or customer_id <> 1)`,
    );
    pass(days(30) + minutes(1));

    const reports = await lifecycle.run('expired');

    expect((await shop.client(other)).status).toBe('expired');
    expect(reports).toMatchObject([
      { processed: 2, ok: 1, errors: [expect.stringContaining(`client ${clientId}`)] },
    ]);
  });
});

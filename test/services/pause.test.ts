import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginPeriod, takePeriodBack } from '../../src/model/client-billing.ts';
import { renewedPeriod } from '../../src/model/renewal.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { ServerPlan } from '../../src/model/server-plan.ts';
import { between, days, hours, milliseconds, minutes } from '../../src/model/values/period.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import { DeliveryService } from '../../src/services/delivery/delivery-service.ts';
import { TroubleService } from '../../src/services/delivery/trouble-service.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { PauseService } from '../../src/services/lifecycle/pause-service.ts';
import { PlacementService } from '../../src/services/provisioning/placement-service.ts';
import { suspendCustomer, unsuspendCustomer } from '../../src/services/staff/suspend-customer.ts';
import { PanelShop } from '../support/panel-shop.ts';

const ADMIN = 9001;
const MOST = 10;

let shop: PanelShop;
let lifecycle: ClientLifecycleService;
let pauses: PauseService;
let orderId: string;
let own: { clientId: number; customerId: number };

beforeEach(async () => {
  shop = await PanelShop.open();
  lifecycle = new ClientLifecycleService(shop.main.needs);
  pauses = new PauseService(shop.main.needs);
  orderId = await shop.deliveredOrder();
  own = { clientId: (await shop.client(orderId)).id, customerId: 1 };
  await allow(MOST);
});
afterEach(() => shop.end());

const allow = (maxPauseDays: number) =>
  shop.work.do(async (em) => {
    for (const plan of await em.find(ServerPlan, {})) plan.amend({ maxPauseDays });
    await em.flush();
  });
const pass = (ms: number) => shop.pass(milliseconds(ms));
const client = () => shop.client(orderId);
const wake = () => shop.main.lanes.wake(shop.serverId);
const onPanel = async () => (await shop.panel.clients())[0];
const change = (act: (client: ServerClient) => void) =>
  shop.work.do(async (em) => {
    act(await em.findOneOrFail(ServerClient, own.clientId));
    await em.flush();
  });
const restNow = async () => {
  const { expiresAt } = await client();
  return expiresAt && wholeDays(expiresAt);
};
/** The clock goes on while a test runs. */
const wholeDays = (until: Date) => Math.round((between(shop.clock.now(), until) / days(1)) * 100) / 100;
const told = async () =>
  (
    await shop.rows<{ kind: string }>(sql`
      select kind from outgoing_messages
       where kind like 'access-%' or kind like 'pause-%' order by id`)
  ).map(({ kind }) => kind);
const codeOf = async (answer: Promise<{ ok: boolean; refusal?: { code: string } }>) =>
  (await answer).refusal?.code ?? 'ok';

describe('a pause', () => {
  it('switches the access off on its panel, and Go on switches it on with the time that was left', async () => {
    pass(days(5));
    expect(await codeOf(pauses.pause(own))).toBe('ok');
    await wake();
    const paused = await client();
    const off = await onPanel();
    pass(days(4) - minutes(1));
    expect(await codeOf(pauses.goOn(own))).toBe('ok');
    await wake();

    expect(paused).toMatchObject({ status: 'suspended', statusReason: 'customer' });
    expect(off).toMatchObject({ enable: false });
    expect(await client()).toMatchObject({ status: 'active', pausedUntil: null, pauseDaysUsed: 4 });
    expect(await restNow()).toBe(25);
    expect(await onPanel()).toMatchObject({
      enable: true,
      expiryTime: (await client()).expiresAt?.getTime(),
    });
  });

  it('ends by itself after the days that the plan allows, once, and its customer is told', async () => {
    await pauses.pause(own);
    pass(days(MOST) - minutes(1));
    await lifecycle.run('expired');
    expect((await client()).status).toBe('suspended');
    pass(minutes(2));

    await Promise.all([lifecycle.run('expired'), lifecycle.run('expired')]);
    await wake();

    expect(await client()).toMatchObject({ status: 'active', pauseDaysUsed: MOST });
    expect(await restNow()).toBe(30);
    expect(await told()).toEqual(['pause-ended']);
    expect(await onPanel()).toMatchObject({ enable: true });
  });

  it('that ended while the shop stood still takes no time away', async () => {
    pass(days(27));
    await pauses.pause(own);
    pass(days(40));

    await lifecycle.run('all');

    expect(await client()).toMatchObject({ status: 'active' });
    expect(await restNow()).toBe(3);
    expect(await told()).toEqual(['pause-ended']);
  });

  it('keeps reminders, end and grace away, which come when their time has come', async () => {
    pass(days(28));
    await pauses.pause(own);
    for (let day = 0; day < 6; day += 1) {
      pass(days(1));
      await lifecycle.run('all');
    }
    expect(await told()).toEqual([]);
    await pauses.goOn(own);

    pass(days(1) + minutes(1));
    await lifecycle.run('all');
    pass(days(1));
    await lifecycle.run('all');

    expect(await told()).toEqual(['access-ending', 'access-ended']);
    expect((await client()).status).toBe('expired');
  });

  it('counts by days that have begun, and there are no more of them than the plan allows', async () => {
    await allow(2);
    for (let time = 0; time < 2; time += 1) {
      await pauses.pause(own);
      pass(hours(1));
      await pauses.goOn(own);
    }

    expect((await client()).pauseDaysUsed).toBe(2);
    expect(await codeOf(pauses.pause(own))).toBe('no-pause-left');
  });

  it('is allowed anew in a new period', async () => {
    await allow(1);
    await pauses.pause(own);
    await pauses.goOn(own);
    await change((row) => beginPeriod(row, row, shop.clock.now()));

    expect(await codeOf(pauses.pause(own))).toBe('ok');
  });

  it('is offered only where the plan allows it, of time that passes, and for what runs', async () => {
    await allow(0);
    expect(await codeOf(pauses.pause(own))).toBe('pause-not-offered');
    await allow(MOST);
    await change((row) => Object.assign(row, { expiresAt: null }));
    expect(await codeOf(pauses.pause(own))).toBe('pause-not-offered');
    await change((row) => Object.assign(row, { expiresAt: shop.clock.now() }));
    expect(await codeOf(pauses.pause(own))).toBe('access-not-running');
  });

  it('is nobody else’s to begin or to end', async () => {
    const stranger = { ...own, customerId: 2 };
    expect(await codeOf(pauses.pause(stranger))).toBe('client-not-found');
    await pauses.pause(own);

    expect(await codeOf(pauses.goOn(stranger))).toBe('client-not-found');
    expect(await codeOf(pauses.view(stranger))).toBe('client-not-found');
    expect((await client()).status).toBe('suspended');
  });

  it('pressed twice begins and ends once, and stands in the audit', async () => {
    await Promise.all([pauses.pause(own), pauses.pause(own)]);
    await Promise.all([pauses.goOn(own), pauses.goOn(own)]);

    const acts = await shop.rows<{ action: string }>(sql`
      select action from audit_log where action like 'client.%pause' order by id`);
    expect(acts.map(({ action }) => action)).toEqual(['client.pause', 'client.unpause']);
    expect(await restNow()).toBe(30);
    expect((await client()).pauseDaysUsed).toBe(1);
  });

  it('of an access whose panel is away begins there when the panel is back', async () => {
    await shop.panel.stop();
    await pauses.pause(own);
    await wake();
    await shop.panel.start();
    await shop.quietTime();

    await shop.passAndWake(minutes(2));

    expect(await onPanel()).toMatchObject({ enable: false });
    expect(await client()).toMatchObject({ pushDueAt: null });
  });
});

describe('while an access is paused', () => {
  beforeEach(async () => {
    pass(days(10));
    await pauses.pause(own);
    await wake();
  });

  it('its card shows the time that is kept, and when it goes on by itself', async () => {
    pass(days(3));

    const delivery = new DeliveryService({ ...shop.main.needs, payloadOf: () => '' });
    const access = await delivery.access(own);

    if (!access.ok) throw new Error(access.refusal.code);
    const { expiresAt, pausedUntil } = access.value;
    expect(expiresAt && wholeDays(expiresAt)).toBe(20);
    expect(pausedUntil && wholeDays(pausedUntil)).toBe(MOST - 3);
  });

  it.each(['keep', 'drop'] as const)(
    'a renewal that may %s the rest adds its days and switches nothing on',
    async (rule) => {
      pass(days(1));
      const now = shop.clock.now();
      const terms = { rule, days: 30, data: null };
      await change((row) => beginPeriod(row, renewedPeriod(row, terms, now), now));
      expect((await client()).status).toBe('suspended');

      await pauses.goOn(own);

      expect(await restNow()).toBe(rule === 'keep' ? 50 : 30);
    },
  );

  it('days that an admin gives are added, and switch nothing on', async () => {
    await lifecycle.extend({ clientId: own.clientId, actorId: ADMIN, days: 5 });
    await lifecycle.renew({ clientId: own.clientId, actorId: ADMIN });
    expect((await client()).status).toBe('suspended');

    await pauses.goOn(own);

    expect(await restNow()).toBe(55);
  });

  it('a period whose money went back is taken from the rest; where nothing is left, it ends', async () => {
    const now = shop.clock.now();
    await change((row) => takePeriodBack(row, { days: 30, data: null }, now));

    await pauses.goOn(own);
    await lifecycle.run('expired');

    expect(await client()).toMatchObject({ status: 'expired', pausedUntil: null });
  });

  it('traffic that was used before is still counted; where it was all, it stays off for that', async () => {
    await shop.panel.traffic((await client()).email, 50 * 1024 ** 3);
    await lifecycle.run('traffic');
    expect((await client()).trafficUsed).toBe(gigabytes(50n));

    await pauses.goOn(own);

    expect(await client()).toMatchObject({ status: 'suspended', statusReason: 'traffic', pausedUntil: null });
  });

  it('an admin who switches it off takes it out of the customer’s hand', async () => {
    await lifecycle.suspend({ clientId: own.clientId, actorId: ADMIN, reason: 'admin' });

    expect(await client()).toMatchObject({ status: 'suspended', statusReason: 'admin', pausedUntil: null });
    expect(await codeOf(pauses.goOn(own))).toBe('not-paused');
    expect(await restNow()).toBe(20);
  });

  it('an admin who switches it on ends the pause', async () => {
    pass(days(2) - minutes(1));
    await lifecycle.resume({ clientId: own.clientId, actorId: ADMIN });

    expect(await client()).toMatchObject({ status: 'active', pausedUntil: null, pauseDaysUsed: 2 });
    expect(await restNow()).toBe(20);
  });

  it('a customer who is suspended cannot go on, and comes back with everything', async () => {
    const { needs } = shop.main;
    const request = { customerId: 1, actorId: ADMIN };
    await shop.work.do((em) => suspendCustomer(needs, em, request));
    expect(await codeOf(pauses.goOn(own))).toBe('not-paused');
    pass(days(MOST + 1));
    await lifecycle.run('expired');
    expect(await client()).toMatchObject({ status: 'suspended', statusReason: 'admin' });

    await shop.work.do((em) => unsuspendCustomer(needs, em, request));

    expect((await client()).status).toBe('active');
  });

  it('it does not go on by itself when its money went back', async () => {
    await shop.work.do((em) => em.execute(sql`update orders set status = 'refunded' where id = ${orderId}`));
    pass(days(MOST + 1));

    await lifecycle.run('expired');

    expect((await client()).status).toBe('suspended');
    expect(await codeOf(pauses.goOn(own))).toBe('access-over');
  });

  it('it gets neither a new key nor another location', async () => {
    const placement = new PlacementService(shop.main.needs);

    expect(await codeOf(placement.newKey(own))).toBe('access-not-running');
  });

  it('asked why it does not work, the shop offers to go on', async () => {
    const trouble = new TroubleService(shop.main.needs);

    expect(await trouble.diagnose({ ...own, canMove: true })).toMatchObject({ value: { mend: 'go-on' } });
  });
});

describe('an access that is on its way to a new key', () => {
  it('cannot be paused', async () => {
    await new PlacementService(shop.main.needs).newKey(own);

    expect(await codeOf(pauses.pause(own))).toBe('move-under-way');
  });
});

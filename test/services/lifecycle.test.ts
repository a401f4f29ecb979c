import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServerClient } from '../../src/model/server-client.ts';
import { days, later, minutes } from '../../src/model/values/period.ts';
import { bytes, gigabytes } from '../../src/model/values/traffic.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { PanelShop } from '../support/panel-shop.ts';

const ADMIN = 9001;
const GIB = 1024 ** 3;

let shop: PanelShop;
let lifecycle: ClientLifecycleService;
let orderId: string;
let clientId: number;

beforeEach(async () => {
  shop = await PanelShop.open();
  lifecycle = new ClientLifecycleService(shop.main.needs);
  orderId = await shop.deliveredOrder();
  clientId = (await shop.client(orderId)).id;
  await shop.panel.forgetCalls();
});
afterEach(() => shop.end());

const request = () => ({ clientId, actorId: ADMIN });
const suspend = () => lifecycle.suspend({ ...request(), reason: 'admin' });
const onPanel = async () => (await shop.panel.clients())[0];
const wake = () => shop.main.lanes.wake(shop.serverId);
const refusal = async (answer: Promise<{ ok: boolean }>) => {
  const given = await answer;
  return 'refusal' in given ? given.refusal : null;
};

const uses = (used: number) =>
  shop.work.do(async (em) => {
    const client = await em.findOneOrFail(ServerClient, clientId);
    client.updateTrafficUsage(bytes(BigInt(used)), shop.clock.now());
    await em.flush();
  });

const acts = () =>
  shop.rows<{ actor: string; action: string; target: string; before: object; after: object }>(sql`
    select actor_id::text as actor, action, target, before, after from audit_log where action like 'client.%' order by id`);

describe('suspending an access', () => {
  it('switches it off on the panel, tells the customer, and keeps its seat', async () => {
    const answer = await suspend();
    await wake();

    expect(answer).toMatchObject({ ok: true, value: { clientId, status: 'suspended' } });
    expect(await onPanel()).toMatchObject({ enable: false });
    expect(await shop.client(orderId)).toMatchObject({ status: 'suspended', statusReason: 'admin' });
    expect((await shop.messages('access-suspended')).map(({ data }) => data)).toEqual([{ clientId }]);
    expect(await counterDrift(shop.work.read())).toEqual([]);
  });

  it('wakes the panel’s lane and the sender once the row is written', async () => {
    await suspend();

    expect(shop.wakes.slice(-2)).toEqual([`lane ${shop.serverId}`, 'sender']);
  });

  it('is written down with what was before and after', async () => {
    await suspend();

    expect(await acts()).toMatchObject([
      {
        actor: String(ADMIN),
        action: 'client.suspend',
        target: `client:${clientId}`,
        before: { status: 'active', reason: null },
        after: { status: 'suspended', reason: 'admin' },
      },
    ]);
  });

  it('twice is the same as once', async () => {
    await suspend();
    const again = await suspend();

    expect(again).toMatchObject({ ok: true, value: { status: 'suspended' } });
    expect(await shop.messages('access-suspended')).toHaveLength(1);
    expect(await acts()).toHaveLength(1);
    expect((await shop.client(orderId)).wantedRev).toBe(1);
  });

  it('reaches the panel later when the panel is away now', async () => {
    await shop.panel.stop();
    await suspend();
    await wake();
    await shop.panel.start();

    await shop.passAndWake(minutes(2));

    expect(await onPanel()).toMatchObject({ enable: false });
  });

  it('is refused for what is not there, and writes nothing', async () => {
    const unknown = lifecycle.suspend({ clientId: 999_999, actorId: ADMIN, reason: 'admin' });

    expect(await refusal(unknown)).toEqual({ code: 'client-not-found' });
    expect(await acts()).toEqual([]);
  });
});

describe('resuming an access', () => {
  it('switches it on again with the same key, and tells the customer', async () => {
    const sold = await shop.client(orderId);
    await suspend();
    await wake();

    const answer = await lifecycle.resume(request());
    await wake();

    expect(answer).toMatchObject({ ok: true, value: { status: 'active' } });
    expect(await onPanel()).toMatchObject({ enable: true, uuid: sold.uuid });
    expect(await shop.messages('access-resumed')).toHaveLength(1);
    expect((await shop.client(orderId)).suspendedAt).toBeNull();
  });

  it('is refused for one that is on', async () => {
    expect(await refusal(lifecycle.resume(request()))).toEqual({ code: 'not-suspended' });
  });

  it('is refused when its time is over', async () => {
    await suspend();
    shop.pass(days(31));

    expect(await refusal(lifecycle.resume(request()))).toEqual({ code: 'nothing-left' });
  });

  it('is refused when its traffic is used up', async () => {
    await suspend();
    await uses(50 * GIB);

    expect(await refusal(lifecycle.resume(request()))).toEqual({ code: 'nothing-left' });
  });

  it('never brings back what was refunded', async () => {
    await shop.checkout.refundOrder({ orderId, actorId: ADMIN });

    expect(await refusal(lifecycle.resume(request()))).toEqual({ code: 'access-over' });
    expect(await refusal(lifecycle.renew(request()))).toEqual({ code: 'access-over' });
    expect(await refusal(lifecycle.extend({ ...request(), days: 5 }))).toEqual({ code: 'access-over' });
  });
});

describe('giving days to an access', () => {
  it('adds them to the time that is left', async () => {
    const sold = (await shop.client(orderId)).expiresAt;
    if (!sold) throw new Error('it ends');
    await uses(5 * GIB);

    const answer = await lifecycle.extend({ ...request(), days: 10 });
    await wake();

    const end = later(sold, days(10));
    expect(answer).toMatchObject({ ok: true, value: { expiresAt: end } });
    expect(await onPanel()).toMatchObject({ enable: true, expiryTime: end.getTime(), totalGB: 50 * GIB });
    expect((await shop.client(orderId)).trafficUsed).toBe(gigabytes(5n));
    expect((await shop.messages('access-extended')).map(({ data }) => data)).toEqual([
      { clientId, until: end.toISOString(), renewed: false },
    ]);
    expect(await shop.panel.writes()).toEqual(['clients/update']);
  });

  it('adds them to this moment when its time is over', async () => {
    shop.pass(days(100));
    const before = shop.clock.now();

    const answer = await lifecycle.extend({ ...request(), days: 10 });

    expect(answer).toMatchObject({ ok: true, value: { status: 'active' } });
    const end = (await shop.client(orderId)).expiresAt?.getTime() ?? 0;
    expect(end).toBeGreaterThanOrEqual(later(before, days(10)).getTime());
    expect(end).toBeLessThanOrEqual(later(shop.clock.now(), days(10)).getTime());
  });

  it('leaves one that an admin switched off switched off', async () => {
    await suspend();

    await lifecycle.extend({ ...request(), days: 10 });
    await wake();

    expect(await onPanel()).toMatchObject({ enable: false });
    expect((await shop.client(orderId)).status).toBe('suspended');
  });

  it('leaves one that never ends as it is, without a word', async () => {
    await shop.rows(sql`update server_clients set expires_at = null where id = ${clientId} returning id`);

    expect(await lifecycle.extend({ ...request(), days: 10 })).toMatchObject({
      ok: true,
      value: { expiresAt: null },
    });
    expect(await shop.messages('access-extended')).toEqual([]);
  });

  it('is refused where only a new period would help', async () => {
    await uses(50 * GIB);
    shop.pass(days(31));

    expect(await refusal(lifecycle.extend({ ...request(), days: 10 }))).toEqual({ code: 'nothing-left' });
  });

  it.each([0, -1, 1.5, 3651, Number.NaN])('takes no %d days', async (count) => {
    expect(await refusal(lifecycle.extend({ ...request(), days: count }))).toEqual({ code: 'bad-days' });
  });
});

describe('renewing an access', () => {
  it('gives the days that were sold, the traffic anew, and switches it on', async () => {
    const sold = (await shop.client(orderId)).expiresAt;
    if (!sold) throw new Error('it ends');
    const { email } = await shop.client(orderId);
    await shop.panel.traffic(email, 50 * GIB);
    await uses(50 * GIB);
    await endedByTraffic();

    const answer = await lifecycle.renew(request());
    await wake();

    const end = later(sold, days(30));
    expect(answer).toMatchObject({ ok: true, value: { status: 'active', expiresAt: end } });
    expect(await onPanel()).toMatchObject({ enable: true, up: 0, down: 0, expiryTime: end.getTime() });
    expect(await shop.client(orderId)).toMatchObject({ trafficUsed: 0n, trafficPercentageUsed: 0 });
    expect((await shop.messages('access-extended')).map(({ data }) => data)).toEqual([
      { clientId, until: end.toISOString(), renewed: true },
    ]);
  });

  it('leaves off what the staff switched off: that has a button of its own', async () => {
    await suspend();

    const renewed = await lifecycle.renew(request());
    await wake();

    expect(renewed).toMatchObject({ ok: true, value: { status: 'suspended' } });
    expect(await onPanel()).toMatchObject({ enable: false });
    expect(await lifecycle.resume(request())).toMatchObject({ ok: true, value: { status: 'active' } });
  });

  it.each(['renew', 'extend', 'resume'] as const)('ends no suspension of its customer: %s', async (act) => {
    await endedByTraffic();
    await shop.rows(`update customers set suspended_at = now() returning id`);

    const answer = lifecycle[act]({ ...request(), days: 7 });

    expect(await refusal(answer)).toEqual({ code: 'buyer-suspended' });
    expect(await shop.client(orderId)).toMatchObject({ status: 'suspended', wanted: 'disabled' });
  });

  const endedByTraffic = () =>
    shop.work.do(async (em) => {
      (await em.findOneOrFail(ServerClient, clientId)).suspend('traffic', shop.clock.now());
      await em.flush();
    });

  it('resets the counter first, because that switches on, and says after it what holds', async () => {
    await lifecycle.renew(request());
    await suspend();
    await wake();

    expect(await shop.panel.writes()).toEqual(['clients/resetTraffic', 'clients/update']);
    expect(await onPanel()).toMatchObject({ enable: false });
  });

  it('is repeated whole until the panel has answered, and is one new period all the same', async () => {
    const sold = (await shop.client(orderId)).expiresAt;
    if (!sold) throw new Error('it ends');
    await lifecycle.renew(request());
    await shop.panel.fault({ path: 'clients/update', kind: 'html' });
    await wake();
    expect((await shop.client(orderId)).pushDueAt).not.toBeNull();

    await shop.quietTime();
    await shop.passAndWake(minutes(2));

    expect(await onPanel()).toMatchObject({ expiryTime: later(sold, days(30)).getTime() });
    expect(await shop.client(orderId)).toMatchObject({ pushDueAt: null, trafficUsed: 0n });
  });

  it('counts what is used after it from nothing, whenever the panel’s counter is set back', async () => {
    await uses(20 * GIB);
    await lifecycle.renew(request());
    await uses(21 * GIB);
    expect((await shop.client(orderId)).trafficUsed).toBe(gigabytes(1n));

    await wake();
    shop.pass(minutes(5));
    await uses(2 * GIB);

    expect((await shop.client(orderId)).trafficUsed).toBe(gigabytes(3n));
  });
});

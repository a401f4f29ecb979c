import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { AuditEntry } from '../../src/model/audit-entry.ts';
import { ServerPlan } from '../../src/model/server-plan.ts';
import type { FleetService } from '../../src/services/fleet/fleet-service.ts';
import type { PlanView } from '../../src/services/fleet/views.ts';
import { anInbound, anItem, aServer } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { fleetOn } from '../support/fleet-desk.ts';
import { OWNER } from '../support/shop.ts';

let database: Database;
let fleet: FleetService;
let serverId: number;
let inboundId: number;
let planId: number;

beforeEach(async () => {
  database = await openTestDatabase();
  const inbound = anInbound();
  await database.em().persist(inbound).flush();
  serverId = inbound.server.id;
  inboundId = inbound.id;
  fleet = fleetOn(database);
  planId = await made('1 month');
});

const DRAFT = {
  durationDays: 30,
  priceMinor: 300n,
  priceStars: null,
  dataLimitGb: 50,
  connections: 2,
  maxClients: 10,
};

async function made(name: string, createKey?: string): Promise<number> {
  const answer = await fleet.createPlan({
    draft: { ...DRAFT, name, serverId },
    actorId: OWNER,
    ...(createKey !== undefined && { createKey }),
  });
  return answer.ok ? answer.value.planId : 0;
}

async function plan(id = planId): Promise<PlanView> {
  const view = await fleet.planDesk.plan(id);
  if (!view) throw new Error('no plan');
  return view;
}

const names = async () => (await fleet.plans()).map(({ name }) => name);
const audited = (action: string) => database.em().find(AuditEntry, { action }, { orderBy: { id: 'asc' } });
const by = { actorId: OWNER };

describe('a wizard that creates a plan', () => {
  it('makes one plan, however often its last step is taken', async () => {
    const [first, second] = [await made('Trip', 'key-1'), await made('Trip', 'key-1')];

    expect(second).toBe(first);
    expect(await names()).toEqual(['1 month', 'Trip']);
    expect(await audited('plan.create')).toHaveLength(2);
  });
});

describe('editing a plan', () => {
  it('sets the value once, with what was before in the audit log', async () => {
    const edit = { planId, field: 'name', value: '30 days', shown: '1 month', ...by } as const;
    const answers = [await fleet.planDesk.edit(edit), await fleet.planDesk.edit(edit)];

    expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
    expect((await plan()).name).toBe('30 days');
    expect(await audited('plan.edit')).toMatchObject([
      { actorId: OWNER, before: { name: '1 month' }, after: { name: '30 days' } },
    ]);
  });

  it('gives it a free trial that is shorter than the plan, and nothing longer', async () => {
    const trial = (value: number, shown: number) =>
      fleet.planDesk.edit({ planId, field: 'trialDays', value, shown, ...by });
    const length = (value: number) =>
      fleet.planDesk.edit({ planId, field: 'durationDays', value, shown: 30, ...by });

    expect(await trial(30, 0)).toMatchObject({ refusal: { code: 'trial-too-long', days: 30 } });
    expect(await trial(29, 0)).toMatchObject({ ok: true });
    expect(await length(29)).toMatchObject({ refusal: { code: 'shorter-than-trial', days: 29 } });
    expect(await trial(0, 29)).toMatchObject({ ok: true });
    expect(await length(29)).toMatchObject({ ok: true });
    expect(await plan()).toMatchObject({ trialDays: 0, durationDays: 29 });
  });

  it('is refused when somebody else changed the value meanwhile', async () => {
    const field = 'durationDays';
    await fleet.planDesk.edit({ planId, field, value: 31, shown: 30, ...by });

    const late = await fleet.planDesk.edit({ planId, field, value: 60, shown: 30, ...by });

    expect(late).toEqual({ ok: false, refusal: { code: 'changed-meanwhile' } });
    expect((await plan()).durationDays).toBe(31);
  });

  it('refuses fewer seats than are sold, and names how many are', async () => {
    await database.em().execute('update server_plans set current_clients = 4');
    const field = 'maxClients';

    const low = await fleet.planDesk.edit({ planId, field, value: 3, shown: 10, ...by });
    const just = await fleet.planDesk.edit({ planId, field, value: 4, shown: 10, ...by });

    expect(low).toEqual({ ok: false, refusal: { code: 'below-taken', taken: 4 } });
    expect(just.ok).toBe(true);
    expect(await plan()).toMatchObject({ maxClients: 4, unavailable: 'out-of-stock' });
  });

  it('refuses a set-up fee that would make an invoice which Telegram does not take', async () => {
    const fee = { planId, field: 'setupFee', shown: 0n, ...by } as const;

    expect(await fleet.planDesk.edit({ ...fee, value: 200_000n })).toEqual({
      ok: false,
      refusal: { code: 'too-many-stars', stars: 100_150 },
    });
    expect((await fleet.planDesk.edit({ ...fee, value: 100n })).ok).toBe(true);
    expect(await plan()).toMatchObject({ setupFeeMinor: 100n, stars: 200 });
    expect(await audited('plan.edit')).toMatchObject([
      { before: { setupFee: '0' }, after: { setupFee: '100' } },
    ]);
  });

  it('switches approval by hand and renewal', async () => {
    await fleet.planDesk.edit({ planId, field: 'autoProvision', value: false, shown: true, ...by });
    await fleet.planDesk.edit({ planId, field: 'renewalRule', value: 'drop', shown: 'keep', ...by });
    await fleet.planDesk.edit({ planId, field: 'renewable', value: false, shown: true, ...by });

    expect(await plan()).toMatchObject({ autoProvision: false, renewable: false, renewalRule: 'drop' });
  });

  it('is not there for a plan that nobody knows', async () => {
    const edit = { planId: 404, field: 'name', value: 'a', shown: 'b', ...by } as const;

    expect(await fleet.planDesk.edit(edit)).toEqual({ ok: false, refusal: { code: 'plan-not-found' } });
  });
});

describe('the order of the plans', () => {
  it('changes by one place for one press, for customers too', async () => {
    await made('3 months');
    await made('1 year');
    const press = { planId: (await fleet.plans())[2]?.planId ?? 0, from: 2, to: 1, ...by };

    const first = await fleet.planDesk.move(press);
    const again = await fleet.planDesk.move(press);

    expect([first.ok, again.ok]).toEqual([true, false]);
    expect(await names()).toEqual(['1 month', '1 year', '3 months']);
    expect(await audited('plan.move')).toMatchObject([{ before: { place: 3 }, after: { place: 2 } }]);
  });

  it('ends at the first and the last place', async () => {
    expect((await fleet.planDesk.move({ planId, from: 0, to: 1, ...by })).ok).toBe(false);
  });

  it('puts a new plan last, also after plans were moved', async () => {
    const second = await made('3 months');
    await fleet.planDesk.move({ planId: second, from: 1, to: 0, ...by });

    await made('1 year');

    expect(await names()).toEqual(['3 months', '1 month', '1 year']);
  });
});

describe('a copy of a plan', () => {
  it('is one for one press: hidden, last, and like the first', async () => {
    await fleet.planDesk.prefer({ planId, inboundId, ...by });
    await fleet.planDesk.changePool({ planId, serverId: await anotherServer(), act: 'add', ...by });
    await database.em().execute('update server_plans set current_clients = 3');
    const copy = { planId, name: 'Copy of 1 month', createKey: 'Zk3_xQ9a', ...by };

    const answers = [await fleet.planDesk.clone(copy), await fleet.planDesk.clone(copy)];

    const [first, second] = answers.map((answer) => (answer.ok ? answer.value.planId : 0));
    expect(first).toBe(second);
    const original = await plan();
    expect(await plan(first)).toEqual({
      ...original,
      planId: first,
      name: 'Copy of 1 month',
      onSale: false,
      unavailable: 'not-on-sale',
      currentClients: 0,
    });
    expect(await audited('plan.clone')).toHaveLength(1);
  });
});

describe('deleting a plan', () => {
  it('removes one that was never sold', async () => {
    expect(await fleet.planDesk.delete({ planId, ...by })).toEqual({ ok: true, value: { name: '1 month' } });
    expect(await fleet.plans()).toEqual([]);
    expect(await audited('plan.delete')).toMatchObject([{ before: { name: '1 month' } }]);
  });

  it('is refused for one that was sold: its orders need it', async () => {
    const em = database.em();
    await em.persist(anItem({ plan: await em.findOneOrFail(ServerPlan, planId) })).flush();

    expect(await fleet.planDesk.delete({ planId, ...by })).toEqual({
      ok: false,
      refusal: { code: 'plan-sold' },
    });
  });
});

describe('where a plan puts its customers', () => {
  it('prefers an inbound of its own server, and no other', async () => {
    const elsewhere = anInbound({ server: aServer() });
    await database.em().persist(elsewhere).flush();

    const answers = [inboundId, elsewhere.id, 404].map((id) =>
      fleet.planDesk.prefer({ planId, inboundId: id, ...by }),
    );

    expect((await Promise.all(answers)).map((answer) => (answer.ok ? 'ok' : answer.refusal.code))).toEqual([
      'ok',
      'inbound-elsewhere',
      'inbound-elsewhere',
    ]);
    expect((await plan()).preferred?.inboundId).toBe(inboundId);
    await fleet.planDesk.prefer({ planId, inboundId: null, ...by });
    expect((await plan()).preferred).toBeNull();
  });

  it('uses further servers in the order the admin gives them, each once, never its own', async () => {
    const [paris, oslo] = [await anotherServer('Paris'), await anotherServer('Oslo')];
    const change = (act: 'add' | 'remove' | 'first', id: number) =>
      fleet.planDesk.changePool({ planId, serverId: id, act, ...by });
    const pool = async () => (await plan()).pool.map(({ server }) => server);

    for (const id of [paris, oslo, oslo]) await change('add', id);
    expect(await pool()).toEqual(['Paris', 'Oslo']);
    await change('first', oslo);
    await change('first', oslo);
    expect(await pool()).toEqual(['Oslo', 'Paris']);
    await change('remove', paris);
    expect(await pool()).toEqual(['Oslo']);

    for (const id of [serverId, 404]) {
      expect(await change('add', id)).toEqual({ ok: false, refusal: { code: 'server-not-found' } });
    }
    expect(await audited('plan.pool')).toHaveLength(4);
  });
});

async function anotherServer(name = 'Paris'): Promise<number> {
  const inbound = anInbound({ server: aServer({ name }) });
  await database.em().persist(inbound).flush();
  return inbound.server.id;
}

import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { AuditEntry } from '../../src/model/audit-entry.ts';
import { Server } from '../../src/model/server.ts';
import { ServerPlan } from '../../src/model/server-plan.ts';
import { ServerPlanPool } from '../../src/model/server-plan-pool.ts';
import { seconds } from '../../src/model/values/period.ts';
import { checkPanelUrl } from '../../src/panel/address-filter.ts';
import { ClientsPanel } from '../../src/panel/clients-panel.ts';
import { CatalogService } from '../../src/services/catalog/catalog-service.ts';
import { FleetService } from '../../src/services/fleet/fleet-service.ts';
import { aesVault, generateKeys } from '../../src/system/vault.ts';
import { anInbound, aServer, NOON } from '../support/builders.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { countedIds } from '../support/ids.ts';
import { HeardWakes, MovedClock, OWNER, SHOP, silentLog } from '../support/shop.ts';

let database: Database;
let fleet: FleetService;
let serverId: number;

beforeEach(async () => {
  database = await openTestDatabase();
  const inbound = anInbound();
  await database.em().persist(inbound).flush();
  serverId = inbound.server.id;
  const clock = new MovedClock();
  const limits = { connectMs: seconds(1), readMs: seconds(1), writeMs: seconds(1), maxBytes: 1024 };
  fleet = new FleetService({
    work: workOn(database),
    clock,
    ids: countedIds,
    log: silentLog,
    panel: new ClientsPanel({ limits, allowPrivate: true, now: () => clock.now() }),
    vault: aesVault(generateKeys()),
    shop: SHOP,
    wakes: new HeardWakes(),
    checkAddress: (text) => checkPanelUrl(text, { allowPrivate: true }),
  });
});

describe('a plan', () => {
  it('can be bought while a server of its pool takes customers, whatever its own does', async () => {
    await fleet.createPlan({ draft: { ...PLAN, serverId }, actorId: OWNER });
    await takeOwnServerOut();
    const catalog = new CatalogService({ work: workOn(database), shop: SHOP });
    const seen = async () => ({
      owner: (await fleet.plans()).map(({ unavailable }) => unavailable),
      customer: (await catalog.offers()).map(({ availability }) => availability),
    });

    expect(await seen()).toEqual({ owner: ['server-down'], customer: ['server-away'] });
    await addToPool();
    expect(await seen()).toEqual({ owner: [null], customer: ['on-sale'] });
  });

  it('is on sale from the moment it is made, and its making is audited', async () => {
    const plan = await fleet.createPlan({ draft: { ...PLAN, serverId }, actorId: OWNER });

    expect(plan).toMatchObject({
      ok: true,
      value: { name: '1 month', server: 'Frankfurt', stars: 150, onSale: true, unavailable: null },
    });
    expect(await audited('plan.create')).toMatchObject([{ actorId: OWNER, after: { name: '1 month' } }]);
  });

  it('is not made for a server that nobody knows', async () => {
    expect(await fleet.createPlan({ draft: { ...PLAN, serverId: 404 }, actorId: OWNER })).toEqual({
      ok: false,
      refusal: { code: 'server-not-found' },
    });
    expect(await fleet.plans()).toEqual([]);
  });

  it('is hidden and shown again, each time audited with what was before', async () => {
    const made = await fleet.createPlan({ draft: { ...PLAN, serverId }, actorId: OWNER });
    const planId = made.ok ? made.value.planId : 0;

    const hidden = await fleet.setOnSale({ planId, onSale: false, actorId: OWNER });
    const shown = await fleet.setOnSale({ planId, onSale: true, actorId: OWNER });

    expect(hidden).toMatchObject({ ok: true, value: { onSale: false, unavailable: 'not-on-sale' } });
    expect(shown).toMatchObject({ ok: true, value: { onSale: true, unavailable: null } });
    expect(await audited('plan.on-sale')).toMatchObject([
      { before: { onSale: true }, after: { onSale: false } },
      { before: { onSale: false }, after: { onSale: true } },
    ]);
  });

  it('that does not exist is not hidden', async () => {
    expect(await fleet.setOnSale({ planId: 404, onSale: false, actorId: OWNER })).toEqual({
      ok: false,
      refusal: { code: 'plan-not-found' },
    });
  });

  it('says that its server is out of sale while it is', async () => {
    await fleet.createPlan({ draft: { ...PLAN, serverId }, actorId: OWNER });
    await database.em().execute(`update servers set health_status = 'offline', probe_due_at = now()`);

    expect(await fleet.plans()).toMatchObject([{ onSale: true, unavailable: 'server-down' }]);
  });
});

const PLAN = {
  name: '1 month',
  durationDays: 30,
  priceMinor: 300n,
  priceStars: null,
  dataLimitGb: 50,
  connections: 2,
  maxClients: null,
};

const audited = (action: string) => database.em().find(AuditEntry, { action }, { orderBy: { id: 'asc' } });

const takeOwnServerOut = () =>
  database.em().nativeUpdate(Server, serverId, { healthStatus: 'offline', probeDueAt: NOON });

async function addToPool(): Promise<void> {
  const em = database.em();
  const inbound = anInbound({ server: aServer({ name: 'Paris' }) });
  await em.persist(inbound).flush();
  const [plan] = await em.findAll(ServerPlan);
  if (plan) em.create(ServerPlanPool, { plan, server: inbound.server, rank: 1 });
  await em.flush();
}

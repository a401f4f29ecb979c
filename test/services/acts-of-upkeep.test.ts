import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { upkeepOf } from '../support/upkeep.ts';

const ADMIN = 9001;

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
  await shop.rows(sql`delete from server_checks returning id`);
});
afterEach(() => shop.end());

const acts = () =>
  shop.rows(sql`
    select actor_id::int as actor, action, target, before, after from audit_log
     where action in ('shop.doctor', 'shop.lifecycle', 'server.check') order by id`);

describe('what somebody of the staff has done by hand', () => {
  it('stands in the audit log with a name: the mending of the doctor, but no mere look', async () => {
    const doctor = upkeepOf(shop);

    await doctor.examine({ fix: false, actorId: ADMIN });
    await doctor.examine({ fix: true });
    await doctor.examine({ fix: true, actorId: ADMIN });

    expect(await acts()).toEqual([
      {
        actor: ADMIN,
        action: 'shop.doctor',
        target: 'shop:doctor',
        before: null,
        after: { mended: 0, left: 0 },
      },
    ]);
  });

  it('stands there for a run of the lifecycle, and the clock is nobody', async () => {
    const lifecycle = new ClientLifecycleService(shop.main.needs);

    await lifecycle.runByClock('expired');
    await lifecycle.run('expired', { actorId: ADMIN });

    expect(await acts()).toMatchObject([
      { actor: ADMIN, action: 'shop.lifecycle', after: { operation: 'expired', done: 0 } },
    ]);
  });

  it('stands there for a test of the connection that changed the sale, and each test is a look', async () => {
    const desk = shop.fleet.serverDesk;

    await desk.check(shop.serverId, ADMIN);
    await shop.panel.core('error', 'bad key');
    await desk.check(shop.serverId, ADMIN);

    expect(await acts()).toMatchObject([
      {
        actor: ADMIN,
        action: 'server.check',
        before: { status: 'healthy' },
        after: { status: 'critical' },
      },
    ]);
    const looks = await shop.rows<{ outcome: string }>(sql`select outcome from server_checks order by id`);
    expect(looks.map(({ outcome }) => outcome)).toEqual(['answered', 'refused']);
  });

  it('counts a test without an answer as a look that failed', async () => {
    await shop.panel.stop();

    await shop.fleet.serverDesk.check(shop.serverId, ADMIN);

    expect(await shop.rows(sql`select outcome, ms from server_checks`)).toEqual([
      { outcome: 'silent', ms: null },
    ]);
  });
});

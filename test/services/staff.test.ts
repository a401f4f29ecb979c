import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StaffRole } from '../../src/model/role.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import { EditUndo } from '../../src/services/fleet/edit-undo.ts';
import type { AlertData } from '../../src/services/messages/alert-data.ts';
import { alertStaff } from '../../src/services/messages/queue-message.ts';
import { AuditLog } from '../../src/services/staff/audit-log.ts';
import { StaffService } from '../../src/services/staff/staff-service.ts';
import { PanelShop } from '../support/panel-shop.ts';

/** The owner of the shop's configuration. */
const OLGA = 9001;
const IVAN = 9002;

let shop: PanelShop;
let staff: StaffService;
let log: AuditLog;
beforeEach(async () => {
  shop = await PanelShop.open();
  const needs = shop.main.needs;
  staff = new StaffService(needs);
  log = new AuditLog({ ...needs, edits: new EditUndo(needs) });
  await meet(IVAN, 'Ivan');
});
afterEach(() => shop.end());

const meet = (id: number, username: string) =>
  shop.rows(sql`
    insert into customers (id, name, username, language, subscription_hash, subscription_token, created_at)
    values (${id}, ${`Mr ${username}`}, ${username}, 'en', ${String(id).padStart(64, '0')}, 'sealed', ${shop.clock.now()})
    returning id`);
const give = (role: StaffRole | null, customerId = IVAN) =>
  staff.setRole({ customerId, role, actorId: OLGA });
const undo = (entryId: number) => log.undo({ entryId, actorId: OLGA, roles: 'apart' });
const planNow = async () => found(await shop.fleet.planDesk.plan(shop.planId));
const serverNow = async () => found(await shop.fleet.serverDesk.server(shop.serverId));
const inboundNow = async () => {
  const [row] = await shop.rows<{ id: number }>(sql`select id from server_inbounds order by id limit 1`);
  return found(await shop.fleet.inboundDesk.inbound(row?.id ?? 0));
};
const found = <Row>(row: Row | null): Row => {
  if (row === null) throw new Error('it is not there');
  return row;
};
const newest = async () => {
  const [entry] = (await log.list({ page: 0 })).items;
  if (!entry) throw new Error('nothing was done');
  return entry;
};

describe('the roles of the staff', () => {
  it('are remembered of whom they were taken, also where the settings did that', async () => {
    await meet(OLGA, 'Olga');
    await give('viewer');
    expect(await staff.formerStaff()).toEqual([]);

    const { needs } = shop.main;
    const without = new StaffService({ ...needs, shop: { ...needs.shop, ownerIds: [IVAN] } });

    expect(await without.formerStaff()).toEqual([OLGA]);
  });

  it('are given, changed and taken, and the person is told each time', async () => {
    await give('viewer');
    await give('admin');
    await give(null);

    const told = (await shop.messages('role-changed')).map(({ data }) => data.role);
    expect(told).toEqual(['viewer', 'admin', null]);
    expect((await staff.staff()).map(({ customerId }) => customerId)).toEqual([OLGA]);
  });

  it('are written down with what they were before', async () => {
    await give('support');
    await give('admin');

    expect(await newest()).toMatchObject({
      actorId: OLGA,
      action: 'staff.role',
      target: `customer:${IVAN}`,
      targetName: 'Mr Ivan',
      before: { role: 'support' },
      after: { role: 'admin' },
    });
  });

  it('leave owners alone, so that nobody locks himself out', async () => {
    await meet(OLGA, 'olga');

    expect(await give(null, OLGA)).toMatchObject({ refusal: { code: 'owner-stays' } });
    expect(await staff.staff()).toMatchObject([{ customerId: OLGA, role: 'owner' }]);
  });

  it('are given once for two presses, and to nobody the shop has never met', async () => {
    await give('viewer');

    expect(await give('viewer')).toMatchObject({ refusal: { code: 'role-same' } });
    expect(await give('viewer', 777)).toMatchObject({ refusal: { code: 'person-unknown' } });
    expect((await log.list({ page: 0 })).items.filter(({ action }) => action === 'staff.role')).toHaveLength(
      1,
    );
  });

  it('end what the person was typing for the old role', async () => {
    await give('admin');
    await shop.rows(sql`
      insert into wizard_states (key, version, state, rev, updated_at)
      values (${`${IVAN}:${IVAN}`}, '1', 'sealed', 1, ${shop.clock.now()}) returning key`);

    await give('viewer');

    expect(await shop.rows(sql`select key from wizard_states`)).toEqual([]);
  });

  it.each([
    ['5', 'person-unknown'],
    ['@nobody', 'person-unknown'],
    ['', 'person-unknown'],
    ['@twice', 'person-ambiguous'],
    ['@IVAN', IVAN],
    ['ivan', IVAN],
    [String(IVAN), IVAN],
  ])('are given to whom “%s” means', async (text, meant) => {
    await meet(9003, 'twice');
    await meet(9004, 'Twice');

    const found = await staff.find(text);

    expect(found.ok ? found.value.customerId : found.refusal.code).toBe(meant);
  });
});

describe('an alert', () => {
  const ALERTS: AlertData[] = [
    { code: 'unit-failed', orderId: 'o', unitId: 'u', reason: 'r' },
    { code: 'undelivered', count: 7, minutes: 14, errorCode: null, error: null },
    { code: 'approval-wanted', orderId: 'o', plan: 'p', person: 'x', stars: 1 },
    { code: 'server-out', serverId: 1, server: 's', reason: 'r' },
    { code: 'unmatched-charge', chargeId: 'c', stars: 1, payerId: 1 },
    { code: 'refund-failed', refundId: 'f', orderId: null, reason: 'r' },
  ];
  const hear = async () => {
    const now = shop.clock.now();
    for (const data of ALERTS) {
      await shop.work.do((em) =>
        alertStaff(em, { shop: shop.main.needs.shop, now }, { key: data.code, data }),
      );
    }
    const rows = await shop.rows<{ chat: string; code: string }>(sql`
      select chat_id::text as chat, data->>'code' as code from outgoing_messages where kind = 'alert' order by id`);
    return rows.filter(({ chat }) => chat === String(IVAN)).map(({ code }) => code);
  };

  it.each([
    ['viewer', []],
    ['support', ['unit-failed', 'undelivered']],
    ['admin', ALERTS.map(({ code }) => code)],
  ] as const)('reaches who has the role %s where it is that role’s work', async (role, heard) => {
    await give(role);

    expect(await hear()).toEqual(heard);
  });

  it('does not reach who has lost the role', async () => {
    await give('admin');
    await give(null);

    expect(await hear()).toEqual([]);
  });
});

describe('what the staff did', () => {
  it('is listed newest first, by pages, by person and by target', async () => {
    for (let count = 0; count < 5; count++) {
      await give('viewer');
      await staff.setRole({ customerId: IVAN, role: null, actorId: 9005 });
    }

    const first = await log.list({ page: 0 });
    const second = await log.list({ page: 1 });
    const ofOlga = await log.list({ page: 0, actorId: OLGA });
    expect([first.items.length, first.more, second.more]).toEqual([8, true, false]);
    expect(first.items[0]?.after).toEqual({ role: null });
    expect(new Set(ofOlga.items.map(({ actorId }) => actorId))).toEqual(new Set([OLGA]));
    const target = `customer:${IVAN}`;
    expect((await log.list({ page: 0, target })).items.every((each) => each.target === target)).toBe(true);
  });

  it('is taken back once, and that is written down too', async () => {
    await give('support');
    const { entryId } = await newest();

    const undone = await log.undo({ entryId, actorId: OLGA, roles: 'only' });
    const again = await log.undo({ entryId, actorId: OLGA, roles: 'only' });

    expect(undone.ok).toBe(true);
    expect(again).toMatchObject({ refusal: { code: 'changed-since' } });
    expect(await newest()).toMatchObject({
      before: { role: 'support' },
      after: { role: null, undoes: entryId },
    });
    expect((await staff.person(IVAN))?.role).toBe('customer');
  });

  it('is not taken back when things have changed since', async () => {
    await shop.fleet.setOnSale({ planId: shop.planId, onSale: false, actorId: OLGA });
    const hidden = await newest();
    await shop.fleet.setOnSale({ planId: shop.planId, onSale: true, actorId: IVAN });

    const undone = await log.undo({ entryId: hidden.entryId, actorId: OLGA, roles: 'apart' });

    expect(undone).toMatchObject({ refusal: { code: 'changed-since' } });
    expect((await log.entry(hidden.entryId))?.undoable).toBeNull();
  });

  it('shows a hidden plan again', async () => {
    await shop.fleet.setOnSale({ planId: shop.planId, onSale: false, actorId: IVAN });
    const { entryId } = await newest();
    expect((await log.entry(entryId))?.undoable).toBe('shop');

    await log.undo({ entryId, actorId: OLGA, roles: 'apart' });

    expect((await shop.fleet.plans())[0]?.onSale).toBe(true);
  });

  it('puts a plan, an inbound and a server back as they were edited from, once', async () => {
    const { planDesk, inboundDesk, serverDesk } = shop.fleet;
    const [plan, inbound, server] = [await planNow(), await inboundNow(), await serverNow()];
    const [planId, inboundId, serverId] = [plan.planId, inbound.inboundId, server.serverId];
    const fee = { field: 'setupFee', value: 150n, shown: plan.setupFeeMinor } as const;
    const traffic = { field: 'trafficLimit', value: gigabytes(5n), shown: inbound.trafficLimit } as const;
    const host = { field: 'publicHost', value: 'new.example.com', shown: server.publicHost } as const;
    const edits = [
      () => planDesk.edit({ planId, ...fee, actorId: IVAN }),
      () => inboundDesk.edit({ inboundId, ...traffic, actorId: IVAN }),
      () => serverDesk.edit({ serverId, ...host, actorId: IVAN }),
    ];
    for (const edit of edits) {
      expect((await edit()).ok).toBe(true);
      const { entryId, before, after } = await newest();
      expect((await log.entry(entryId))?.undoable).toBe('shop');

      expect(await undo(entryId)).toMatchObject({ ok: true });
      expect(await newest()).toMatchObject({ before: after, after: { ...before, undoes: entryId } });
      expect(await undo(entryId)).toMatchObject({ refusal: { code: 'changed-since' } });
    }

    expect([await planNow(), await inboundNow(), await serverNow()]).toEqual([plan, inbound, server]);
  });

  it('does not put an edit back over what somebody else has set since', async () => {
    const edit = { planId: shop.planId, field: 'durationDays', actorId: IVAN } as const;
    const { durationDays } = await planNow();
    await shop.fleet.planDesk.edit({ ...edit, value: 60, shown: durationDays });
    const { entryId } = await newest();
    await shop.fleet.planDesk.edit({ ...edit, value: 90, shown: 60 });

    expect(await undo(entryId)).toMatchObject({ refusal: { code: 'changed-since' } });
    expect((await planNow()).durationDays).toBe(90);
    expect((await log.entry(entryId))?.undoable).toBeNull();
  });

  it('does not go back below what is sold by now', async () => {
    const { maxClients } = await planNow();
    const edit = { planId: shop.planId, field: 'maxClients', actorId: IVAN } as const;
    await shop.fleet.planDesk.edit({ ...edit, value: 2, shown: maxClients });
    await shop.fleet.planDesk.edit({ ...edit, value: 20, shown: 2 });
    const { entryId } = await newest();
    await shop.rows(sql`update server_plans set current_clients = 3 where id = ${shop.planId} returning id`);

    expect(await undo(entryId)).toMatchObject({ refusal: { code: 'undo-below-taken' } });
    expect((await planNow()).maxClients).toBe(20);
  });

  it('does not go back to a fee that makes an invoice Telegram does not take', async () => {
    const { planDesk } = shop.fleet;
    const edit = { planId: shop.planId, field: 'setupFee', actorId: IVAN } as const;
    const { setupFeeMinor } = await planNow();
    await planDesk.edit({ ...edit, value: 100n, shown: setupFeeMinor });
    await planDesk.edit({ ...edit, value: 0n, shown: 100n });
    const { entryId } = await newest();
    await shop.rows(sql`update server_plans set price_stars = 100000 where id = ${shop.planId} returning id`);

    expect(await undo(entryId)).toMatchObject({ refusal: { code: 'undo-too-many-stars' } });
  });

  it('keeps roles behind the owners’ door, and money where it went', async () => {
    await give('support');
    const role = await newest();
    const orderId = await shop.paidOrder();
    await shop.checkout.refundOrder({ orderId, actorId: OLGA });
    const refund = await newest();

    for (const { entryId } of [role, refund]) {
      const undone = await log.undo({ entryId, actorId: IVAN, roles: 'apart' });
      expect(undone).toMatchObject({ refusal: { code: 'not-undoable' } });
    }
    expect(refund).toMatchObject({ before: { status: 'paid' }, after: { status: 'refunded', stars: 250 } });
  });
});

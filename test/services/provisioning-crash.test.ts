import { setTimeout as delay } from 'node:timers/promises';
import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Lane, LaneLost } from '../../src/services/lanes/lane.ts';
import { takeLane } from '../../src/services/lanes/lane-statements.ts';
import { PanelFault } from '../../src/services/ports/panel.ts';
import { beginAttempt } from '../../src/services/provisioning/begin-attempt.ts';
import { dueGroups } from '../../src/services/provisioning/due-units.ts';
import { provisionGroup } from '../../src/services/provisioning/provision-group.ts';
import { recordVerdicts } from '../../src/services/provisioning/record-verdicts.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { TIMES } from '../support/shop-process.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

/** A process that takes the lane and is never heard of again. */
const takesTheLane = async (): Promise<Lane> => {
  const taken = await takeLane(shop.work.read(), {
    serverId: shop.serverId,
    holder: 'dead',
    lease: TIMES.lease,
  });
  if (!taken) throw new Error('the lane is held');
  return new Lane(shop.serverId, taken, { work: shop.work, times: TIMES });
};

const dueNow = async () => {
  const groups = await dueGroups(shop.work.read(), shop, shop.clock.now());
  return groups.flatMap(({ units }) => [...units]);
};

const rowOf = async (orderId: string) =>
  shop.row(sql`select * from order_server_clients where id = ${(await shop.unit(orderId)).id}`);

/** It has chosen an identity and committed, and was about to call the panel. */
const beginsAnAttempt = async () => {
  const lane = await takesTheLane();
  const attempts = await beginAttempt(shop.main.needs, lane, await dueNow());
  return { lane, attempts };
};

const completed = (orderId: string) =>
  vi.waitFor(async () => expect(await shop.orderStatus(orderId)).toBe('completed'), {
    timeout: 8000,
    interval: 40,
  });

const expectOneDelivery = async (orderId: string) => {
  const { email, uuid, subId } = await shop.client(orderId);
  const held = await shop.panel.clients();
  expect(held.map((client) => [client.email, client.uuid, client.subId])).toEqual([[email, uuid, subId]]);
  expect(await shop.messages('key-text')).toHaveLength(1);
  expect(await shop.messages('key-qr')).toHaveLength(1);
};

describe('a process that dies with the lane in its hands', () => {
  it('is waited for until its lease ends, then the next one delivers', async () => {
    const orderId = await shop.paidOrder();
    await takesTheLane();
    const died = performance.now();

    await shop.main.provisioning.processOrder(orderId);
    expect(await shop.panel.calls()).toEqual([]);
    await completed(orderId);

    expect(performance.now() - died).toBeGreaterThanOrEqual(TIMES.lease - 20);
    await expectOneDelivery(orderId);
  });

  it('before it called a panel that takes an identity twice: read, then added at once', async () => {
    const orderId = await shop.paidOrder();
    await beginsAnAttempt();
    await delay(TIMES.lease + 20);

    await shop.main.provisioning.processOrder(orderId);

    expect((await shop.panel.calls()).slice(0, 2)).toEqual(['clients/get', 'clients/add']);
    await expectOneDelivery(orderId);
    expect((await shop.unit(orderId)).provisionAttempts).toBe(2);
  });

  it('before it called an older panel: read at once, added only after the quiet time and a fresh read', async () => {
    await shop.panelIsOld();
    const orderId = await shop.paidOrder();
    const { lane } = await beginsAnAttempt();
    await shop.rows(
      sql`update panel_lanes set lease_until = null where server_id = ${shop.serverId} returning 1`,
    );
    const quiet = await lane.quietFor();
    const taken = performance.now();

    await shop.main.provisioning.processOrder(orderId);
    expect(await shop.panel.calls()).toEqual(['clients/get']);
    await completed(orderId);

    expect(performance.now() - taken).toBeGreaterThanOrEqual(Number(quiet) - 20);
    expect((await shop.panel.calls()).filter((call) => /get|add/.test(call)).slice(-3)).toEqual([
      'clients/get',
      'clients/add',
      'clients/get',
    ]);
    await expectOneDelivery(orderId);
  });

  it('leaves no write to an older panel for others either while the quiet time lasts', async () => {
    await shop.panelIsOld();
    await shop.paidOrder();
    await beginsAnAttempt();
    await shop.rows(
      sql`update panel_lanes set lease_until = null where server_id = ${shop.serverId} returning 1`,
    );
    const fresh = await shop.paidOrder({ customerId: 2 });

    await shop.main.provisioning.processOrder(fresh);

    expect(await shop.panel.writes()).toEqual([]);
    await completed(fresh);
  });

  it('makes the next one look before it writes anything new, though that was never tried', async () => {
    await shop.paidOrder();
    await beginsAnAttempt();
    await shop.rows(sql`update order_server_clients set due_at = ${'2099-01-01'}::timestamptz returning 1`);
    const fresh = await shop.paidOrder({ customerId: 2 });
    await delay(TIMES.lease + 20);

    await shop.main.provisioning.processOrder(fresh);

    expect((await shop.panel.calls()).slice(0, 2)).toEqual(['clients/get', 'clients/add']);
    expect(await shop.orderStatus(fresh)).toBe('completed');
  });

  it('after the panel did what it asked: the next one adopts it and adds nothing', async () => {
    const orderId = await shop.paidOrder();
    const { attempts } = await beginsAnAttempt();
    const unit = await shop.unit(orderId);
    const access = {
      url: shop.panel.address.url,
      publicHost: 'vpn.example.com',
      allowHttp: true,
      pinnedSha256: null,
    };
    await shop.main.needs.panel.addClients(
      { ...access, credentials: { kind: 'token', token: shop.panel.address.token } },
      unit.inbound.remoteId,
      attempts.map(({ wanted }) => wanted),
    );
    await shop.panel.forgetCalls();
    await delay(TIMES.lease + 20);

    await shop.main.provisioning.processOrder(orderId);

    expect(await shop.panel.writes()).toEqual([]);
    await expectOneDelivery(orderId);
    expect((await shop.unit(orderId)).provisionAttempts).toBe(1);
  });
});

describe('a process that wakes after its lease', () => {
  it('changes nothing with what it wants to record', async () => {
    const orderId = await shop.paidOrder();
    const { lane, attempts } = await beginsAnAttempt();
    await delay(TIMES.lease + 20);
    await shop.main.provisioning.processOrder(orderId);
    const before = await rowOf(orderId);

    const fault = new PanelFault('permanent', 'what it saw long ago');
    const findings = attempts.map(({ unitId }) => ({ kind: 'fault' as const, unitId, fault }));
    const units = [await shop.unit(orderId)];
    const record = recordVerdicts(shop.main.needs, lane, {
      units,
      findings,
      definite: true,
      trouble: fault,
    });

    await expect(record).rejects.toThrow(LaneLost);
    expect(await rowOf(orderId)).toEqual(before);
    expect(await shop.alerts()).toEqual([]);
  });

  it('begins no new attempt', async () => {
    const stale = await takesTheLane();
    await shop.rows(
      sql`update panel_lanes set lease_no = lease_no + 1 where server_id = ${shop.serverId} returning 1`,
    );
    const orderId = await shop.paidOrder();

    const attempt = beginAttempt(shop.main.needs, stale, await dueNow());

    await expect(attempt).rejects.toThrow(LaneLost);
    expect((await shop.unit(orderId)).provisionAttempts).toBe(0);
  });

  it('stops in the middle of its work, and the holder goes on', async () => {
    await shop.panel.fault({ path: 'clients/add', kind: 'hang', ms: 900 });
    const orderId = await shop.paidOrder();
    const zombie = shop.newProcess().provisioning.processOrder(orderId);
    await vi.waitFor(async () => expect(await shop.panel.writes()).toHaveLength(1));
    await shop.rows(
      sql`update panel_lanes set lease_no = lease_no + 1, lease_until = null where server_id = ${shop.serverId} returning 1`,
    );

    await shop.main.provisioning.processOrder(orderId);
    await zombie;

    expect(shop.lines.some((line) => line.startsWith('lane.lost'))).toBe(true);
    await completed(orderId);
    await expectOneDelivery(orderId);
  });
});

describe('an attempt that finds nothing left to add', () => {
  it('leaves no quiet time behind, because it wrote nothing', async () => {
    await shop.panelIsOld();
    const orderId = await shop.paidOrder();
    const lane = await takesTheLane();
    const [group] = await dueGroups(shop.work.read(), shop, shop.clock.now());
    if (!group) throw new Error('nothing is due');
    await shop.checkout.refundOrder({ orderId, actorId: 9001 });

    await provisionGroup(shop.main.needs, lane, group);

    expect(await shop.panel.calls()).toEqual([]);
    expect(await lane.quietFor()).toBeNull();
  });
});

import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { minutes, seconds } from '../../src/model/values/period.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { PanelShop } from '../support/panel-shop.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

const tombstones = () =>
  shop.rows<{ email: string; looks: number; due: boolean; cleared: boolean }>(sql`
    select email, looks, due_at is not null as due, cleared_at is not null as cleared from tombstones order by id`);

/** An order whose attempt got no answer, refunded before anybody knew more. */
const refundedInDoubt = async (fault: { kind: string; ms?: number }) => {
  await shop.panelIsOld();
  await shop.panel.fault({ path: 'clients/add', ...fault });
  const orderId = await shop.deliveredOrder();
  const { email } = await shop.client(orderId);
  await shop.checkout.refundOrder({ orderId, actorId: 9001 });
  return { orderId, email };
};

describe('a refund that meets the lane', () => {
  it('while an attempt is under way: nothing is delivered, and what appears is removed', async () => {
    await shop.panel.fault({ path: 'clients/get', kind: 'hang', ms: 600 });
    const orderId = await shop.paidOrder();
    const run = shop.main.provisioning.processOrder(orderId);
    await vi.waitFor(async () => expect(await shop.panel.clients()).toHaveLength(1), {
      timeout: 5000,
      interval: 10,
    });

    await shop.checkout.refundOrder({ orderId, actorId: 9001 });
    await run;
    await shop.main.lanes.wake(shop.serverId);
    await vi.waitFor(async () => expect(await shop.panel.clients()).toEqual([]), {
      timeout: 4000,
      interval: 50,
    });

    expect((await shop.unit(orderId)).provisionStatus).toBe('cancelled');
    expect(await shop.orderStatus(orderId)).toBe('refunded');
    expect(await shop.messages('key-text')).toEqual([]);
    expect(await tombstones()).toMatchObject([{ looks: 1, due: true, cleared: true }]);
    expect(await counterDrift(shop.work.read())).toEqual([]);
  });

  it('before anything was tried: no tombstone is needed', async () => {
    const orderId = await shop.paidOrder();

    await shop.checkout.refundOrder({ orderId, actorId: 9001 });

    expect(await tombstones()).toEqual([]);
  });

  it('after an attempt without an answer: nothing is removed before the quiet time is over', async () => {
    await refundedInDoubt({ kind: 'late', ms: 500 });

    await shop.main.lanes.wake(shop.serverId);
    expect(await shop.panel.writes()).toEqual(['clients/add']);
    await vi.waitFor(async () => expect((await tombstones())[0]?.cleared).toBe(true), {
      timeout: 5000,
      interval: 50,
    });

    expect(await shop.panel.writes()).toEqual(['clients/add', 'clients/del']);
    expect(await shop.panel.clients()).toEqual([]);
  });
});

describe('an abandoned placement', () => {
  it('is looked at once more a minute later, and the row stays', async () => {
    const { email } = await refundedInDoubt({ kind: 'refuse' });
    await vi.waitFor(async () => expect((await tombstones())[0]?.cleared).toBe(true), {
      timeout: 5000,
      interval: 50,
    });
    await shop.panel.ask('clients/add', { client: { email, enable: true }, inboundIds: [1] });

    await shop.passAndWake(seconds(55));
    expect(await shop.panel.clients()).toHaveLength(1);
    await shop.passAndWake(seconds(10));

    expect(await shop.panel.clients()).toEqual([]);
    expect(await tombstones()).toEqual([{ email, looks: 2, due: false, cleared: true }]);
    await shop.panel.forgetCalls();
    await shop.passAndWake(minutes(10));
    expect(await shop.panel.calls()).toEqual([]);
  });

  it('is removed before anything is added there', async () => {
    await shop.rows(sql`
      insert into tombstones (server_id, email, due_at, looks, created_at)
      values (${shop.serverId}, 'shop-aaaaaaaaaaaaa-1', ${shop.clock.now()}, 0, ${shop.clock.now()}) returning id`);
    await shop.deliveredOrder({ customerId: 2 });

    expect(await shop.panel.writes()).toEqual(['clients/del', 'clients/add']);
  });

  it('waits while the panel does not answer, and others are delivered when it does', async () => {
    const { email } = await refundedInDoubt({ kind: 'refuse' });
    await shop.panel.fault({ path: 'clients/del', kind: 'busy' });
    await vi.waitFor(async () => expect(await shop.panel.writes()).toContain('clients/del'), {
      timeout: 5000,
      interval: 50,
    });
    await shop.main.lanes.wake(shop.serverId);
    expect(await tombstones()).toMatchObject([{ email, cleared: false, due: true }]);

    const orderId = await shop.deliveredOrder({ customerId: 2 });
    await shop.passAndWake(minutes(2));

    expect(await shop.orderStatus(orderId)).toBe('completed');
    expect(await tombstones()).toMatchObject([{ email, cleared: true }]);
  });
});

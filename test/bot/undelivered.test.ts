import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap, type Tap } from '../../src/bot/callback-data.ts';
import { days, seconds } from '../../src/model/values/period.ts';
import { ANN, BORIS, OLGA } from '../sandbox/telegram-world.ts';
import { StaffScene } from './staff-scene.ts';

let scene: StaffScene;
beforeEach(async () => {
  scene = await StaffScene.open();
});
afterEach(() => scene.close());

const press = (tap: Tap, person = OLGA) =>
  scene.presses(person, packTap(tap)).then((seen) => seen.join('\n'));
const queue = (person = OLGA) => scene.says(person, '/undelivered').then((seen) => seen.join('\n'));
const units = (orderId: string) =>
  scene.shop.rows<{ id: string; status: string }>(sql`
    select unit.id, unit.provision_status as status from order_server_clients unit
      join order_items item on item.id = unit.order_item_id
     where item.order_id = ${orderId} order by unit.unit_no`);
const acts = () =>
  scene.shop.rows<{ action: string; target: string }>(sql`
    select action, target from audit_log where action like 'order.%' order by id`);
const balance = async (person: number) => {
  const [row] = await scene.shop.rows<{ minor: string }>(sql`
    select balance as minor from ledger_accounts where name like ${`%${person}%`} and balance <> 0`);
  return row?.minor ?? '0';
};

/** Paid three minutes ago, and its panel has refused it since. */
async function stuck({ quantity = 1, customerId = ANN } = {}) {
  const orderId = await scene.shop.paidOrder({ quantity, customerId });
  await scene.shop.rows(sql`update orders set paid_at = paid_at - interval '3 minutes' returning id`);
  await scene.shop.rows(sql`
    update order_server_clients set provision_error_code = 'not-sent', provision_attempts = 3,
           provision_error = 'addClient at panel.example: it did not answer (ECONNREFUSED)',
           due_at = ${new Date(scene.shop.clock.now().getTime() + seconds(40))}
     where provision_status = 'pending' returning id`);
  const [first, ...rest] = await units(orderId);
  return { orderId, unitId: first?.id ?? '', rest };
}

async function stuckGift() {
  const { checkout, planId } = scene.shop;
  const given = await checkout.grantOrder({ nonce: 'Zk3_xQ9a', customerId: ANN, planId, actorId: OLGA });
  if (!given.ok) throw new Error(given.refusal.code);
  const [unit] = await units(given.value.orderId);
  return { orderId: given.value.orderId, unitId: unit?.id ?? '' };
}

describe('the queue of what is paid and not delivered', () => {
  it('is empty when all is delivered, and leaves out what was paid a minute ago', async () => {
    await scene.shop.paidOrder({ customerId: ANN });
    await scene.shop.rows(sql`update orders set paid_at = paid_at - interval '1 minute' returning id`);

    expect(await queue()).toContain('Nothing waits');
  });

  it('names age, customer, plan, server, cause, attempts and what comes next, the oldest first', async () => {
    await stuck();
    await stuck({ customerId: BORIS });

    const text = await queue();

    expect(text).toMatch(
      /1\. 6 min · .* · 1 month · .*\n↳ the panel did not answer .*attempts: 3\n→ next try in 40 s/,
    );
    expect(text).toMatch(/2\. 3 min · /);
    expect(text).toMatch(/money goes back by itself on .* UTC/);
  });

  it('stands in the menu of the staff with its number', async () => {
    await stuck();
    await scene.says(OLGA, '/admin');
    const messages = await scene.world.person(OLGA).messages();
    const labels = (messages.at(-1)?.buttons ?? []).flat().map(({ text }) => text);

    expect(labels).toContain('📭 Undelivered (1)');
  });

  it('is the support’s; money is not', async () => {
    const { unitId } = await stuck();
    await scene.becomes(BORIS, 'support');
    await scene.says(BORIS, '/undelivered');
    const before = await scene.fingerprints();

    await press({ screen: 'unit-refund-yes', unitId }, BORIS);
    await press({ screen: 'unit-credit-yes', unitId }, BORIS);
    expect(await scene.fingerprints()).toEqual(before);

    await press({ screen: 'unit-retry', unitId }, BORIS);
    await press({ screen: 'unit-retry-yes', unitId }, BORIS);
    expect(await acts()).toMatchObject([{ action: 'order.retry' }]);
  });

  it('shows what was tried for a key, with times and results, and how it was examined', async () => {
    const orderId = await scene.shop.deliveredOrder({ customerId: ANN });
    const [unit] = await units(orderId);
    const unitId = unit?.id ?? '';

    const text = await press({ screen: 'unit-history', unitId });

    expect(text).toContain(`History of key ${unitId}`);
    for (const step of ['add', 'read-back', 'links', 'core'])
      expect(text).toMatch(new RegExp(`\\d{2}:\\d{2}:\\d{2} ${step}: done \\(\\d+ ms\\)`));
    expect(text).toMatch(/Examined: read back as sold/);
    expect(await press({ screen: 'unit', unitId })).toContain(unitId);
  });

  it('says when a key waits for its server, for the shop to open, or for a decision', async () => {
    const { unitId } = await stuck();
    const card = () => press({ screen: 'unit', unitId });

    await scene.shop.rows(
      sql`update servers set health_status = 'offline', probe_due_at = now() returning id`,
    );
    expect(await card()).toMatch(/→ goes on when .* serves again/);
    await scene.says(OLGA, '/maintenance on');
    expect(await card()).toMatch(/→ goes on when the shop is open again \(\/maintenance\)$/m);
    await scene.says(OLGA, '/maintenance off');
    await scene.shop.rows(sql`
      update order_server_clients set provision_status = 'failed', due_at = null where id = ${unitId} returning id`);
    expect(await card()).toContain('→ nothing more is tried by itself; decide here');
  });
});

describe('what can be done about an undelivered key', () => {
  it('is a retry, asked about in figures, of this unit alone and in the audit', async () => {
    const { orderId, unitId, rest } = await stuck({ quantity: 2 });

    expect(await press({ screen: 'unit-retry', unitId })).toMatch(/Try this key again\?.*attempt 4/s);
    expect(await press({ screen: 'unit-retry-yes', unitId })).toContain('→ is being tried');

    const due = await scene.shop.rows<{ id: string }>(sql`
      select id from order_server_clients where due_at <= ${scene.shop.clock.now()} and provision_status = 'pending'`);
    expect(due.map(({ id }) => id)).toEqual([unitId]);
    expect(rest).toHaveLength(1);
    expect(await acts()).toEqual([{ action: 'order.retry', target: orderId }]);
    expect(scene.shop.wakes).toContain(`order ${orderId}`);
  });

  it('is another server, or a plain no where the plan has none', async () => {
    const { unitId } = await stuck();
    expect(await press({ screen: 'unit-move', unitId })).toMatch(
      /Put this key on another server\?.*It leaves/s,
    );

    expect(await press({ screen: 'unit-move-yes', unitId })).toContain('No other server of this plan');
  });

  it('is a refund of whole charges while nothing of the order is delivered', async () => {
    const { orderId, unitId } = await stuck({ quantity: 2 });
    const [order] = await scene.shop.rows<{ stars: number }>(
      sql`select total_stars as stars from orders where id = ${orderId}`,
    );
    const asked = await press({ screen: 'unit-refund', unitId });
    expect(asked).toMatch(new RegExp(`so everything goes back: ${order?.stars} ⭐ for`));
    expect(asked).toContain('2 keys are given up');

    const done = await press({ screen: 'unit-refund-yes', unitId });

    expect(done).toContain(`Given back: ${order?.stars} ⭐`);
    expect(done).toContain('→ ⚪ ended');
    expect((await units(orderId)).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    expect(await scene.shop.orderStatus(orderId)).toBe('refunded');
  });

  it('is the share to the balance where a part is delivered, and says so before', async () => {
    const { orderId, unitId, rest } = await stuck({ quantity: 2 });
    await scene.shop.rows(sql`
      update order_server_clients set due_at = ${new Date(scene.shop.clock.now().getTime() + days(1))}
       where id = ${unitId} returning id`);
    await scene.shop.rows(sql`
      update order_server_clients set due_at = ${scene.shop.clock.now()} where id = ${rest[0]?.id ?? ''} returning id`);
    await scene.shop.main.provisioning.processOrder(orderId);
    expect(await scene.shop.orderStatus(orderId)).toBe('partial');

    const asked = await press({ screen: 'unit-refund', unitId });
    expect(asked).toMatch(/Telegram returns a payment only as a whole.*1 of 2 keys.*\d\.\d\d USD/s);
    const [, amount = ''] = /goes back: (\d+\.\d\d USD)/.exec(asked) ?? [];
    expect(await press({ screen: 'unit-refund-yes', unitId })).toContain(`Given back: ${amount}`);
    expect(`${(Number(await balance(ANN)) / 100).toFixed(2)} USD`).toBe(amount);
  });

  it('is a credit of this key alone; a second yes gives nothing more', async () => {
    const { orderId, unitId } = await stuck({ quantity: 2 });
    const asked = await press({ screen: 'unit-credit', unitId });
    expect(asked).toMatch(/Credit this key\?.*\d\.\d\d USD \(to the balance in the shop\)/s);
    await press({ screen: 'unit-credit-yes', unitId });
    const once = await balance(ANN);

    const again = await press({ screen: 'unit-credit-yes', unitId });

    expect(again).toContain('There is nothing to give back');
    expect(await balance(ANN)).toBe(once);
    expect((await units(orderId)).map(({ status }) => status)).toEqual(['cancelled', 'pending']);
  });

  it('is an end without a word of money where it was given for nothing', async () => {
    const { orderId, unitId } = await stuckGift();

    const asked = await press({ screen: 'unit-refund', unitId });
    expect(asked).toMatch(/Give this key up\?.*Nothing was paid for it/s);
    const done = await press({ screen: 'unit-refund-yes', unitId });

    expect(done).toContain('It is over, and its customer is told.');
    expect(done).toContain('→ ⚪ ended');
    expect(asked + done).not.toMatch(/⭐|USD|money back|paid \d/);
    expect(await scene.shop.orderStatus(orderId)).toBe('refunded');
  });

  it('is nothing any more once the key is delivered: an old button answers politely', async () => {
    const { orderId, unitId } = await stuck();
    await scene.shop.rows(sql`
      update order_server_clients set due_at = ${scene.shop.clock.now()} where id = ${unitId} returning id`);
    await scene.shop.main.provisioning.processOrder(orderId);

    const refund = await press({ screen: 'unit-refund-yes', unitId });

    expect(refund).toContain('There is nothing to give back');
    expect(refund).toContain('→ 🟢 delivered');
    expect(await press({ screen: 'unit-retry-yes', unitId })).toContain('There is nothing to retry');
  });
});

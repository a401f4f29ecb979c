import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orderCard, ordersCard, refundCard } from '../../src/bot/admin/order-cards.ts';
import { plansCard } from '../../src/bot/admin/plan-cards.ts';
import { serverCard } from '../../src/bot/admin/server-cards.ts';
import { STAFF_COMMANDS } from '../../src/bot/guard.ts';
import type { OrderView } from '../../src/services/checkout/views.ts';
import { ANN } from '../sandbox/telegram-world.ts';
import { makePlan } from '../support/panel-stock.ts';
import { AdminScene } from './admin-scene.ts';
import { aPlan, aServer } from './admin-view-data.ts';
import { t } from './english.ts';

const STAFF_ONLY = Object.keys(STAFF_COMMANDS).map((name) => `/${name}`);
const HOSTILE = `<b>&"\u202e${'x'.repeat(5000)}`;

describe('the screens of an owner', () => {
  let scene: AdminScene;
  beforeEach(async () => {
    scene = await AdminScene.open();
  });
  afterEach(() => scene.close());

  it('list the commands', async () => {
    await scene.says('/admin');

    expect(await scene.last()).toMatch(/\/addserver – add a 3x-ui panel\n\/servers/);
  });

  it('show each server with its health, version and inbounds', async () => {
    await scene.says('/servers');

    expect(await scene.last()).toMatch(/🟢 healthy\nPanel: 3x-ui 3\.6\.0, API generation “clients”/);
    expect(await scene.last()).toMatch(/vless:\d+ .*🟢 active, 0\/∞ clients/);
  });

  it('lead from the list of plans to a plan, which is hidden and shown in place', async () => {
    await scene.says('/plans');
    const before = (await scene.screen()).length;
    expect(await scene.last()).toMatch(
      /1 month\n1 month, 50 GB, 5\.00 USD \(250 ⭐\).*\n0\/∞ sold, 🟢 on sale/,
    );

    await scene.taps('1 month');
    await scene.taps('Hide');
    expect(await scene.last()).toMatch(/⚪ hidden/);
    expect((await scene.fleet.plans())[0]?.onSale).toBe(false);

    await scene.taps('Show');
    expect(await scene.last()).toMatch(/🟢 on sale/);
    const toasts = (await scene.screen()).filter(({ kind }) => kind === 'toast');
    expect(toasts.map(({ text }) => text)).toEqual(['1 month is hidden.', '1 month is on sale.']);
    expect((await scene.screen()).length).toBe(before + toasts.length);
  });

  it('take a press that is handed in twice for one change', async () => {
    await scene.says('/plans');
    await scene.taps('1 month');
    const [press] = await scene.taps('Hide');
    await scene.again(press);

    expect((await scene.fleet.plans())[0]?.onSale).toBe(false);
  });

  it('list every setting page by page, and nothing that was deleted', async () => {
    const [server] = await scene.fleet.servers();
    for (let n = 1; n <= 20; n++)
      await makePlan(scene.fleet, { serverId: server?.serverId ?? 0, name: `Plan ${n}` });
    await scene.fleet.planDesk.delete({ planId: 2, actorId: 1 });
    await makePlan(scene.fleet, { serverId: server?.serverId ?? 0, name: 'Plan 21' });
    await scene.says('/settings');
    expect(await scene.last()).toContain('plan 1 (1 month): —');
    expect(await scene.last()).not.toContain('template 1 (');

    expect(await scene.last()).not.toContain('plan 2 (');
    await scene.taps('▶');

    expect(await scene.last()).toContain('plan 22 (Plan 21): —');
    expect(await scene.last()).toContain('template 1 (');
  });

  it('change settings by one line, and say what is wrong with it', async () => {
    await scene.says('/settings');
    expect(await scene.last()).toMatch(/^Settings\nChange: \/settings plan 3 \{"limitIp": 2\}/);
    expect(await scene.last()).toContain('plan 1 (1 month): —');

    await scene.says('/settings plan 1 {"limitIps":2}');
    expect(await scene.last()).toContain('There is no setting “limitIps” here. There are: flow, limitIp');
    await scene.says('/settings plan 1 {"limitIp":-2}');
    expect(await scene.last()).toContain('“limitIp” takes one of: 0, 1, 2 …');
    await scene.says('/settings plan 1 {limitIp}');
    expect(await scene.last()).toContain('That is no JSON object');

    await scene.says('/settings plan 1 {"limitIp":2}');
    expect(await scene.last()).toContain('✅ Changed');
    await scene.says('/settings');
    expect(await scene.last()).toContain('plan 1 (1 month): {"limitIp":2}');
    await scene.says('/settings plan 1 none');
    expect((await scene.fleet.settings())[0]).toMatchObject({ of: 'plan', text: null });
  });

  it('find an order by its number, and say so when there is none', async () => {
    const orderId = await scene.shop.unpaidOrder();
    await scene.says(`/orders ${orderId.slice(0, 8)}`);
    expect(await scene.last()).toContain(`${orderId} ⏳ waits for payment`);

    await scene.says('/orders nobody');
    expect(await scene.last()).toMatch(/No order matches “nobody”/);
  });

  it('refund an order after a second press, and say how much', async () => {
    const orderId = await scene.shop.paidOrder();
    await scene.says('/orders');
    await scene.taps(orderId);
    await scene.taps('Refund');
    expect(await scene.last()).toMatch(/250 ⭐ go back to .*\nNo key was delivered yet/);
    expect((await scene.shop.checkout.order(orderId))?.status).toBe('paid');

    await scene.taps('Refund 250 ⭐');

    expect((await scene.shop.checkout.order(orderId))?.status).toBe('refunded');
    expect(await scene.last()).toMatch(/↩️ refunded/);
    expect(await scene.buttons()).toEqual(['Customer', '« Back']);
    expect(await scene.world.violations()).toEqual([]);
  });

  it('go back from the question without giving anything back', async () => {
    const orderId = await scene.shop.paidOrder();
    await scene.says('/orders');
    await scene.taps(orderId);
    await scene.taps('Refund');
    await scene.taps('« Back');

    expect(await scene.buttons()).toEqual(['Retry', 'Refund', 'Customer', '« Back']);
    expect((await scene.shop.checkout.order(orderId))?.status).toBe('paid');
  });

  it('have a waiting order tried again', async () => {
    const orderId = await scene.shop.paidOrder();
    await scene.says('/orders');
    await scene.taps(orderId);
    const before = scene.shop.wakes.length;
    await scene.taps('Retry');

    const toast = (await scene.screen()).findLast(({ kind }) => kind === 'toast');
    expect(toast?.text).toBe('1 key is tried again.');
    expect(scene.shop.wakes.slice(before)).toEqual([`order ${orderId}`]);
  });

  it('are not there for customers', async () => {
    for (const command of STAFF_ONLY) {
      await scene.says(command, ANN);
    }

    expect(scene.passedOn).toEqual(STAFF_ONLY);
  });
});

const NOW = new Date('2026-11-22T12:00:00Z');
const ID = 'abcdefghij0123456789';

const order: OrderView = {
  orderId: ID,
  status: 'partial',
  purpose: 'access',
  clientId: null,
  customerId: 5_000_000_001,
  customerName: HOSTILE,
  planId: 1,
  planName: HOSTILE,
  quantity: 40,
  stars: 100_000,
  total: { minor: 99_999_999n, currency: 'USD' },
  createdAt: NOW,
  paidAt: NOW,
  heldAt: null,
  units: Array.from({ length: 40 }, () => ({
    unitId: 'abcdefghij012',
    status: 'failed',
    errorCode: 'permanent',
    error: HOSTILE,
    server: HOSTILE,
  })),
  charges: [{ chargeId: HOSTILE, stars: 100_000, status: 'settled' }],
  askedStars: 150,
  fromBalance: null,
  credits: [],
  refund: { stars: 100_000, credited: { minor: 0n, currency: 'USD' } },
};
const plan = aPlan(HOSTILE, { unavailable: 'server-down' });

describe('a screen of an owner, whatever names are in it', () => {
  it.each([
    ['orders', ordersCard(t, Array(10).fill(order), HOSTILE)],
    ['order', orderCard(t, order)],
    ['refund', refundCard(t, order)],
    ['plans', plansCard(t, { plans: Array(200).fill(plan), page: 0 })],
    ['server', serverCard(t, aServer(HOSTILE))],
  ])('fits Telegram: %s', (_name, { text, entities = [], reply_markup }) => {
    const buttons = (reply_markup?.inline_keyboard ?? []).flat();

    expect([...text].length).toBeLessThanOrEqual(4096);
    expect(text).not.toContain('\u202e');
    expect(entities.length).toBeLessThanOrEqual(100);
    expect(buttons.length).toBeLessThanOrEqual(100);
    expect(buttons.filter((each) => [...each.text].length > 25)).toEqual([]);
  });

  it('names ids without separators of thousands, to be copied', () => {
    const { text } = orderCard(t, { ...order, customerName: 'Ann' });

    expect(text).toContain('Ann 5000000001');
  });
});

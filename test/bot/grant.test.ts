import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardView } from '../../src/bot/views/card-view.ts';
import { ownOrdersView, receiptView } from '../../src/bot/views/own-order-views.ts';
import { minutes } from '../../src/model/values/period.ts';
import { ANN } from '../sandbox/telegram-world.ts';
import { AdminScene } from './admin-scene.ts';
import { t } from './english.ts';

let scene: AdminScene;
let plan: string;
beforeEach(async () => {
  scene = await AdminScene.open();
  await scene.meets(ANN, 'Anna');
  const [row] = await scene.shop.rows<{ name: string }>(sql`select name from server_plans`);
  plan = row?.name ?? '';
});
afterEach(() => scene.close());

const orders = () =>
  scene.shop.rows<{ id: string; origin: string; status: string }>(sql`select id, origin, status from orders`);
const planButton = async () => (await scene.buttons()).find((label) => label.startsWith(plan)) ?? 'none';
const toasts = async () =>
  (await scene.screen()).flatMap(({ kind, text }) => (kind === 'message' ? [] : [text ?? '']));

describe('giving access by hand in the chat', () => {
  it('goes from the customer’s card over plan and question to a paid order', async () => {
    await scene.says('/customers');
    await scene.taps('Anna');
    await scene.taps('Give access');
    expect(await scene.last()).toMatch(/Give access to Anna.*\nWhich plan\?/);
    await scene.taps(await planButton());
    expect(await scene.last()).toMatch(/Give this access to Anna\?.*Plan: .*Server: .*Seats left: /s);
    expect(await orders()).toEqual([]);

    await scene.taps('Give');

    expect(await orders()).toMatchObject([{ origin: 'grant', status: 'paid' }]);
    expect(await scene.last()).toMatch(/Given\. The customer is told/);
    await scene.taps('Customer');
    expect(await scene.last()).toMatch(/Anna/);
  });

  it('takes person and plan in one command, and asks for what is left out', async () => {
    await scene.says(`/grant ${ANN} ${plan.toUpperCase()}`);
    expect(await scene.last()).toMatch(/Give this access to Anna\?/);
    await scene.says(`/grant ${ANN} no such plan`);
    expect(await scene.last()).toMatch(/No plan on sale has this name/);
    await scene.says('/grant');
    expect(await scene.last()).toMatch(/Give access to whom\?/);
    await scene.taps(`Anna · ${ANN}`);
    expect(await scene.last()).toMatch(/Which plan\?/);
    expect(await orders()).toEqual([]);
  });

  it('tells what to do about somebody who never pressed Start', async () => {
    await scene.says('/grant @nobody');

    expect(await scene.last()).toMatch(/press Start in this bot first/);
  });

  it('makes one order of one question, however often its yes is handed in', async () => {
    await scene.says(`/grant ${ANN} ${plan}`);
    const [press] = await scene.taps('Give');
    await scene.again(press);

    expect(await orders()).toHaveLength(1);
  });

  it('gives nothing on a yes that comes late', async () => {
    await scene.says(`/grant ${ANN} ${plan}`);
    scene.pass(minutes(2));
    await scene.taps('Give');

    expect(await orders()).toEqual([]);
  });

  it('says why nothing was given, and has no yes where no seat is left', async () => {
    await scene.says(`/grant ${ANN} ${plan}`);
    await scene.sql('update server_plans set max_clients = 0 returning id');
    await scene.taps('Give');
    expect((await toasts()).join()).toMatch(/no seat is left/);
    expect(await orders()).toEqual([]);

    await scene.says(`/grant ${ANN} ${plan}`);
    expect(await scene.last()).toMatch(/Seats left: 0/);
    expect(await scene.buttons()).toEqual(['« Back']);
  });

  it('is called a gift on the order’s card, where nothing can be refunded, and stands in the audit', async () => {
    await scene.says(`/grant ${ANN} ${plan}`);
    await scene.taps('Give');
    const [order] = await orders();
    await scene.presses({ screen: 'order', orderId: order?.id ?? '' });
    expect(await scene.last()).toMatch(/given by the staff/);
    expect(await scene.last()).not.toMatch(/Paid:|⭐/);
    expect(await scene.buttons()).not.toContain('Refund');

    await scene.says('/audit');
    expect(await scene.last()).toMatch(/access given for nothing/);
  });

  it('has no button for who may not give', async () => {
    scene.role = 'support';
    await scene.says('/customers');
    await scene.taps('Anna');

    expect(await scene.buttons()).toContain('Message');
    expect(await scene.buttons()).not.toContain('Give access');
  });
});

describe('a gift in its customer’s eyes', () => {
  const gift = {
    orderId: 'abc',
    purpose: 'access' as const,
    planName: '1 month',
    quantity: 1,
    stars: 0,
    total: { minor: 0n, currency: 'USD' },
  } as const;
  const at = new Date('2026-11-23T00:00:00Z');
  const own = { ...gift, status: 'paid' as const, createdAt: at };

  it.each(['paid', 'slow', 'failed'] as const)('speaks of no payment on the card: %s', (stage) => {
    const card = {
      ...gift,
      customerId: 77,
      stage,
      server: 'A',
      plannedServer: null,
      ready: 0,
      isParked: false,
      fromBalance: null,
      askedStars: 0,
      back: { stars: 0, credited: null, units: 0 },
    };
    const { text } = cardView(card, t);

    expect(text).toMatch(/a gift from the shop/);
    expect(text).not.toMatch(/⭐|✅ Paid|payment is safe|Stars/);
  });

  it('has no price in the list of orders and on the receipt', () => {
    const list = ownOrdersView({ orders: [own], page: 0, pages: 1 }, t).text;
    const details = {
      durationDays: 30,
      dataLimitGb: null,
      payableUntil: null,
      payments: [],
      clientIds: [],
      askedStars: 0,
      fromBalance: null,
      credits: [],
    };
    const receipt = receiptView({ ...own, ...details, paidAt: at }, 'abcdefgh', t).text;

    expect(list).toMatch(/a gift/);
    expect(receipt).toMatch(/A gift from the shop: nothing to pay/);
    expect(`${list}${receipt}`).not.toMatch(/⭐|paid/i);
  });
});

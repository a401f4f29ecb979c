import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packTap } from '../../src/bot/callback-data.ts';
import { lateView, lateWaitView } from '../../src/bot/views/late-views.ts';
import { days, hours } from '../../src/model/values/period.ts';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { t } from './english.ts';
import { StaffScene } from './staff-scene.ts';
import { aCard } from './view-data.ts';
import { labels } from './view-limits.ts';

let scene: StaffScene;
beforeEach(async () => {
  scene = await StaffScene.open();
});
afterEach(() => scene.close());

const press = (screen: 'late-wait' | 'late-back' | 'late-back-yes', orderId: string, person = ANN) =>
  scene.presses(person, packTap({ screen, orderId })).then((seen) => seen.join('\n'));
const lateOrder = async (quantity = 1) => {
  const orderId = await scene.shop.paidOrder({ customerId: ANN, quantity });
  const [{ stars } = { stars: 0 }] = await scene.shop.rows<{ stars: number }>(
    sql`select total_stars as stars from orders where id = ${orderId}`,
  );
  return { orderId, stars };
};

describe('the message to a customer who has waited half an hour', () => {
  const credited = { minor: 0n, currency: 'USD' };

  it('says that the payment is safe, where the money would go, and leaves the choice', () => {
    const late = { card: aCard(), back: { stars: 150, credited, units: 1, of: 1, ready: 0 } };
    const screen = lateView(late, t);

    expect(screen.text).toContain('Your payment is safe');
    expect(screen.text).toContain('150 ⭐ go back to you through Telegram');
    expect(labels(screen)).toEqual(['⏳ I wait', '↩️ Give my money back']);
  });

  it('says why a part goes to the balance, and that the shop is in maintenance', () => {
    const back = { stars: 0, credited: { minor: 150n, currency: 'USD' }, units: 1, of: 2, ready: 1 };
    const { text } = lateView({ card: aCard({ isParked: true }), back }, t);

    expect(text).toContain('1.50 USD for 1 of 2 keys go to your balance in the shop, because Telegram');
    expect(text).toContain('The shop is being worked on');
  });
});

describe('the answer to a customer who waits on', () => {
  const back = { stars: 150, credited: { minor: 0n, currency: 'USD' }, units: 1, of: 1, ready: 0 };

  it.each([
    [hours(1), 'within 1 hour,'],
    [hours(36), 'within 36 hours,'],
    [days(3), 'within 3 days,'],
  ])('names the time after which this shop gives the money back', (time, words) => {
    expect(lateWaitView({ card: aCard(), back }, t, time).text).toContain(words);
  });

  it('names none while the shop is in maintenance, which no money goes back in by itself', () => {
    const { text } = lateWaitView({ card: aCard({ isParked: true }), back }, t, days(1));

    expect(text).toContain('as soon as the shop is open again');
    expect(text).not.toMatch(/within|money/);
  });
});

describe('the choice of a customer who waits', () => {
  it('is to have the money back, after one more question that says where it goes', async () => {
    const { orderId, stars } = await lateOrder(2);
    const asked = await press('late-back', orderId);
    expect(asked).toMatch(
      new RegExp(`Have your money back\\?\\n${stars} ⭐ go back.*\\n2 keys are given up`),
    );
    expect(await scene.shop.orderStatus(orderId)).toBe('paid');

    const done = await press('late-back-yes', orderId);

    expect(done).toContain(`Done. ${stars} ⭐ go back to you through Telegram.`);
    expect(await scene.shop.orderStatus(orderId)).toBe('refunded');
    expect(await press('late-back-yes', orderId), 'a second press gives nothing more').toContain(
      t('late-over'),
    );
    expect(await scene.shop.rows(sql`select id from refunds`)).toHaveLength(1);
  });

  it('is to wait on, and to think again later', async () => {
    const { orderId } = await lateOrder();

    expect(await press('late-wait', orderId)).toMatch(/Thank you. We go on.* within 1 day, your money/);
    expect(await scene.shop.orderStatus(orderId)).toBe('paid');
  });

  it('is the customer’s own: nobody else’s press moves the money', async () => {
    const { orderId } = await lateOrder();
    const before = await scene.fingerprints();

    expect(await press('late-back-yes', orderId, BORIS)).not.toContain('Done');
    expect(await scene.fingerprints()).toEqual(before);
  });

  it('is over once the key is there: an old button says so', async () => {
    const { orderId } = await lateOrder();
    await scene.shop.main.provisioning.processOrder(orderId);

    for (const screen of ['late-wait', 'late-back', 'late-back-yes'] as const)
      expect(await press(screen, orderId)).toContain(t('late-over'));
    expect(await scene.shop.orderStatus(orderId)).toBe('completed');
  });
});

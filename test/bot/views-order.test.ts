import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardView } from '../../src/bot/views/card-view.ts';
import { invoiceView } from '../../src/bot/views/invoice-view.ts';
import { alertView, refundDoneView, refundStartedView, sorryView } from '../../src/bot/views/notice-views.ts';
import { receiptView } from '../../src/bot/views/own-order-views.ts';
import { helpView, paySupportView, termsView } from '../../src/bot/views/words-views.ts';
import { CARD_STAGES } from '../../src/model/telegram.ts';
import type { AlertData } from '../../src/services/messages/alert-data.ts';
import type { RefundReason } from '../../src/services/messages/message-kinds.ts';
import { t } from './english.ts';
import { aCard, anInvoice, aReceipt, HOSTILE_NAMES, hostileNames } from './view-data.ts';
import { expectWithinLimits, labels } from './view-limits.ts';

const REASONS: RefundReason[] = [
  'second-payment',
  'late-and-sold-out',
  'not-delivered',
  'admin',
  'wrong-amount',
];

describe('the invoice', () => {
  it('asks for Stars, once, and cannot be paid by whoever it is forwarded to', () => {
    const invoice = invoiceView(anInvoice(), t);

    expect(invoice).toMatchObject({
      title: 'Starter',
      currency: 'XTR',
      prices: [{ label: 'Starter', amount: 150 }],
      payload: '1:payment:order',
    });
    expect(invoice.start_parameter).not.toBe('');
  });

  it('says what is bought, for how long, and what happens when it cannot be delivered', () => {
    const { description } = invoiceView(anInvoice({ durationDays: 90, dataLimitGb: null }), t);

    expect(description).toContain('3 months of access, traffic: unlimited');
    expect(description).toContain('you get your Stars back');
  });

  it('has the Pay button first, then the way out', () => {
    const [[pay] = [], [cancel] = []] = invoiceView(anInvoice(), t).reply_markup?.inline_keyboard ?? [];

    expect(pay).toMatchObject({ pay: true });
    expect(cancel).toMatchObject({ text: 'Cancel order', callback_data: '1x:abcdefghijklmnopqrst' });
  });

  it('fits Telegram’s limits for any plan', () => {
    const numbers = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(hostileNames, numbers, numbers, (planName, durationDays, quantity) => {
        const invoice = invoiceView(
          anInvoice({ planName, durationDays, quantity, dataLimitGb: 1_000_000 }),
          t,
        );
        expect([...invoice.title].length).toBeLessThanOrEqual(32);
        expect([...invoice.description].length).toBeLessThanOrEqual(255);
        expect(invoice.title.trim()).not.toBe('');
        expect(invoice.title.isWellFormed()).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the order card', () => {
  it.each([
    ['paid', /Paid/],
    ['creating', /Creating your access on Frankfurt/],
    ['testing', /Testing your access on Frankfurt/],
    ['slow', /takes longer.*on Frankfurt.*payment is safe.*will message you/],
    ['failed', /payment is safe.*money comes back/],
    ['ready', /Ready/],
    ['refunded', /150 ⭐ go back/],
  ] as const)('says where an order is: %s', (stage, words) => {
    expect(cardView(aCard({ stage }), t).text).toMatch(words);
  });

  it('names the server that took the place of the one that was sold', () => {
    const moved = aCard({ stage: 'creating', server: 'Oslo', plannedServer: 'Frankfurt' });

    expect(cardView(moved, t).text).toMatch(
      /access on Oslo …\n📍 On Oslo, because Frankfurt has no room just now\.$/,
    );
  });

  it('leads to My access once it is ready', () => {
    expect(labels(cardView(aCard({ stage: 'ready' }), t))).toEqual(['My access']);
  });

  it('counts the keys that are ready, where there are several', () => {
    expect(cardView(aCard({ quantity: 3, ready: 1 }), t).text).toContain('A part is ready: 1 of 3');
  });

  it('fits Telegram’s limits for any names', () => {
    fc.assert(
      fc.property(hostileNames, hostileNames, fc.constantFrom(...CARD_STAGES), (planName, server, stage) => {
        expectWithinLimits(cardView(aCard({ planName, server, stage, quantity: 2 }), t));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a notice about money', () => {
  it.each(REASONS)('says how much goes back and why: %s', (reason) => {
    const notice = refundStartedView({ orderId: 'abc', stars: 150, reason }, t);

    expect(notice.text).toContain('150 ⭐ go back to you.');
    expect(notice.text).toContain('Order abc');
    expectWithinLimits(notice);
  });

  it('says when the money is there again, also where no order is known', () => {
    const notice = refundDoneView({ orderId: null, stars: 150 }, t);

    expect(notice.text).toContain('150 ⭐ are in your Telegram balance again.');
    expect(notice.text).not.toContain('Order');
  });
});

describe('an alert to the owners', () => {
  const alerts = (text: string): AlertData[] => [
    { code: 'server-out', serverId: 1, server: text, reason: text },
    { code: 'server-back', serverId: 1, server: text },
    { code: 'unit-failed', orderId: 'abc', unitId: 'def', reason: text },
    { code: 'unmatched-charge', chargeId: text, stars: 1, payerId: 5_000_000_000 },
    { code: 'refund-failed', refundId: 'abc', orderId: null, reason: text },
    { code: 'update-aside', updateId: 123_456_789, reason: text },
    { code: 'message-failed', messageId: 1, kind: text, reason: text },
    { code: 'webhook-failing', pending: 3, reason: text },
    { code: 'webhook-back' },
  ];

  it('names the server and the reason', () => {
    const alert = alertView(
      { code: 'server-out', serverId: 1, server: 'Oslo', reason: 'refuses our token' },
      t,
    );

    expect(alert.text).toContain('Oslo is out of sale: refuses our token');
  });

  it('shows numbers of rows and persons as they are, to be searched for', () => {
    const alert = alertView({ code: 'update-aside', updateId: 123_456_789, reason: 'x' }, t);

    expect(alert.text).toContain('123456789');
  });

  it.each(HOSTILE_NAMES)('stands whatever a panel answered: %j', (text) => {
    for (const alert of alerts(text)) expectWithinLimits(alertView(alert, t));
  });
});

const PLAIN = { termsVersion: '<b>&"', termsUrl: null, privacyUrl: null, supportContact: null };

describe('words that every shop has to say', () => {
  it('are there: terms, help with payments, help, an apology', () => {
    const screens = [termsView(PLAIN, t), paySupportView(PLAIN, t), helpView(PLAIN, t), sorryView(t)];

    for (const screen of screens) expectWithinLimits(screen);
    expect(screens[0]?.text).toContain('Terms, version <b>&"');
  });

  it('name the shop’s own pages and contact where it has them, and nothing where it has none', () => {
    const shop = {
      ...PLAIN,
      termsUrl: 'https://shop.example/terms',
      privacyUrl: 'https://shop.example/privacy',
      supportContact: '@shop_help',
    };

    expect(termsView(shop, t).text).toMatch(/shop\.example\/terms[\s\S]*shop\.example\/privacy/);
    expect(paySupportView(shop, t).text).toContain('@shop_help');
    expect(helpView(shop, t).text).toContain('@shop_help');
    expect(paySupportView(PLAIN, t).text).not.toContain('Write to');
  });
});

describe('the receipt of an order of many keys', () => {
  it('opens the first of them, and leads to all where there are more', () => {
    const of = (count: number) =>
      labels(
        receiptView(aReceipt({ clientIds: Array.from({ length: count }, (_, id) => id + 1) }), 'n0nce', t),
      );

    expect(of(6)).toEqual([...[1, 2, 3, 4, 5, 6].map((no) => `🔑 Access ${no}`), '« Back', 'Home']);
    expect(of(7)).toEqual([
      ...[1, 2, 3, 4, 5, 6].map((no) => `🔑 Access ${no}`),
      'My access',
      '« Back',
      'Home',
    ]);
  });
});

import { cancelCard, orderCard, refundCard } from '../../src/bot/admin/order-cards.ts';
import type { Translate } from '../../src/bot/texts.ts';
import { trafficNoticeView } from '../../src/bot/views/access-notice-views.ts';
import { accessView } from '../../src/bot/views/access-views.ts';
import {
  autoSwitchedView,
  renewalHeldView,
  renewalShortView,
  renewalStoppedView,
} from '../../src/bot/views/auto-renewal-views.ts';
import { deviceAddedView, deviceView } from '../../src/bot/views/device-views.ts';
import { invoiceView } from '../../src/bot/views/invoice-view.ts';
import { cancelAskView, ownOrdersView, receiptView } from '../../src/bot/views/own-order-views.ts';
import { planBesideView, planChangedView, plansBesideView } from '../../src/bot/views/plan-change-views.ts';
import { renewButtons } from '../../src/bot/views/renew-buttons.ts';
import { renewalView, renewedView } from '../../src/bot/views/renewal-views.ts';
import type { Screen } from '../../src/bot/views/screen.ts';
import { subscriptionLinkView } from '../../src/bot/views/subscription-link-view.ts';
import {
  endedSubscriptionView,
  endSubscriptionView,
  subscriptionEndedView,
  takeUpView,
} from '../../src/bot/views/subscription-views.ts';
import { toppedUpView, topUpView } from '../../src/bot/views/top-up-views.ts';
import { packsView, packView, trafficAddedView } from '../../src/bot/views/traffic-views.ts';
import { RENEWAL_RULES } from '../../src/model/renewal.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import type { RenewalNews } from '../../src/services/checkout/purchases/renewal-news.ts';
import type { RenewalOffer } from '../../src/services/checkout/purchases/renewal-offer.ts';
import { anOrder } from './admin-view-data.ts';
import { anAccess, anInvoice, anOwnOrder, aReceipt, NOW } from './view-data.ts';

const aRenewal = (with_: Partial<RenewalOffer> = {}): RenewalOffer => ({
  clientId: 7,
  planName: 'Starter',
  isStopped: false,
  expiresAt: new Date('2026-12-22T12:00:00Z'),
  used: gigabytes(16n),
  limit: gigabytes(50n),
  terms: { rule: 'keep', days: 30, data: gigabytes(50n) },
  after: { expiresAt: new Date('2027-01-21T12:00:00Z'), trafficLimit: gigabytes(84n) },
  price: { minor: 299n, currency: 'USD' },
  stars: 150,
  balance: { minor: 0n, currency: 'USD' },
  autoRenew: false,
  isTrial: false,
  nextBillingAt: null,
  subscription: null,
  canSubscribe: false,
  isWaiting: false,
  fingerprint: 'Zk3_xQ9a-0',
  ...with_,
});

/** Everything that speaks of a renewal. */
export function renewalScreens(t: Translate, name: string): Screen[] {
  const price = { minor: 99_999_999n, currency: 'USD' };
  const offers = RENEWAL_RULES.flatMap((rule) =>
    [null, gigabytes(1_000_000n)].map((data) =>
      aRenewal({ planName: name, terms: { rule, days: 365, data }, price, stars: 100_000, limit: data }),
    ),
  );
  const tried = aRenewal({ isTrial: true, terms: { rule: 'drop', days: 30, data: null } });
  const ended = aRenewal({ expiresAt: NOW, after: { expiresAt: null, trafficLimit: null } });
  const balances = [1n, 99_999_999n].map((minor) =>
    aRenewal({ balance: { minor, currency: 'USD' }, isStopped: true }),
  );
  const autos = [NOW, null].map((nextBillingAt) => aRenewal({ autoRenew: true, nextBillingAt, price }));
  const free = aRenewal({ price: { minor: 0n, currency: 'USD' } });
  const access = anAccess({ planName: name, server: name });
  const short = { clientId: 7, minor: '99999999', currency: 'USD' };
  const news = [0, 100_000].flatMap((stars) =>
    [price, null].flatMap((fromBalance) =>
      [true, false].map((each) => ({
        orderId: 'abcdefghij0123456789',
        clientId: 7,
        planName: name,
        server: name,
        until: each ? NOW : null,
        limit: each ? gigabytes(100n) : null,
        stars,
        fromBalance,
        balance: price,
        isAutomatic: each,
        isWaiting: each,
        isStopped: each,
      })),
    ),
  );
  return [
    ...[...offers, tried, ended, free, ...balances, ...autos].map((offer) =>
      renewalView({ offer, nonce: 'Zk3_xQ9a', now: NOW }, t),
    ),
    ...news.map((each) => renewedView(each, t)),
    ...[NOW.toISOString(), null].flatMap((until) => [
      ...[true, false].map((isLast) =>
        renewalShortView(access, t, { ...short, until, isLast, canTopUp: isLast }),
      ),
      renewalStoppedView(access, t, { clientId: 7, until }),
      renewalHeldView(access, t, { clientId: 7, until }),
    ]),
    ...[true, false].map((isOn) =>
      autoSwitchedView(access, t, { clientId: 7, isOn, endedSubscription: isOn }),
    ),
    accessView(
      { ...access, renewal: aRenewal({ autoRenew: true, nextBillingAt: NOW, isWaiting: true }) },
      t,
      NOW,
    ),
    ...orderScreens(t, name),
    ...subscriptionScreens(t, name),
    ...[null, price].map((fromBalance) =>
      invoiceScreen(anInvoice({ purpose: 'renewal', planName: name, fromBalance }), t),
    ),
    ...topUpScreens(t, name),
    ...trafficScreens(t, name),
    ...news.map((each) => trafficAddedView(each, t)),
    ...planChangeScreens(t, name),
    ...deviceScreens(t, name),
    ...news.flatMap((each) => planNewsScreens(t, each)),
    { text: 'Ends soon', reply_markup: { inline_keyboard: [renewButtons(7, t)] } },
  ];
}

/** A subscription in Stars: the offer, the way to it, its states, its end. */
function subscriptionScreens(t: Translate, name: string): Screen[] {
  const stars = 10_000;
  const open = (['active', 'cancelled'] as const).flatMap((status) =>
    [true, false].map((isBarred) => ({ status, stars, endsAt: NOW, isBarred })),
  );
  const offers = [
    aRenewal({ planName: name, canSubscribe: true, stars, autoRenew: true, nextBillingAt: NOW }),
    ...open.map((subscription) => aRenewal({ planName: name, subscription, stars })),
  ];
  const bought = anInvoice({ purpose: 'renewal', planName: name, isMonthly: true, stars });
  const { invoice, payload, button, rows } = subscriptionLinkView(bought, t);
  const over = { clientId: 7, plan: name, until: NOW.toISOString() };
  return [
    ...offers.map((offer) => renewalView({ offer, nonce: 'Zk3_xQ9a', now: NOW }, t)),
    ...open.flatMap((subscription) => [
      accessView({ ...anAccess({ planName: name, server: name }), subscription }, t, NOW),
      endSubscriptionView({ clientId: 7, subscription }, t),
      endedSubscriptionView({ clientId: 7, subscription }, t),
      takeUpView({ clientId: 7, subscription }, t),
    ]),
    { ...payload, reply_markup: { inline_keyboard: [[{ text: button, url: 'https://t.me/$x' }], ...rows] } },
    { text: `${invoice.title}\n${invoice.description}` },
    subscriptionEndedView({ ...over, why: 'unpaid' }, t),
    subscriptionEndedView({ ...over, why: 'access-gone', until: null }, t),
    subscriptionEndedView({ ...over, why: 'returned' }, t),
    subscriptionEndedView({ ...over, why: 'bot-replaced' }, t),
    subscriptionEndedView({ ...over, clientId: null, why: 'bot-replaced', until: null }, t),
    ...['subscription-over', 'subscription-not-offered', 'already-subscribed'].map((code) => ({
      text: t(`refusal-${code}`),
    })),
    { text: t('renew-done') },
    { text: t('subscription-started') },
    { text: t('subscription-now-balance') },
  ];
}

/** A renewal among the orders, as its customer and the staff see it. */
function orderScreens(t: Translate, name: string): Screen[] {
  const bought = { purpose: 'renewal', planName: name } as const;
  const own = anOwnOrder({ ...bought, status: 'completed' });
  const order = anOrder(name, { ...bought, clientId: 7, status: 'completed', quantity: 1, units: [] });
  return [
    ownOrdersView({ orders: [own], page: 0, pages: 1 }, t),
    receiptView(aReceipt({ ...bought, status: 'completed' }), 'Zk3_xQ9a', t),
    cancelAskView(own, t),
    orderCard(t, order),
    refundCard(t, order),
    cancelCard(t, order),
  ];
}

/** More traffic: the packs, one of them with each balance, and its invoice. */
function trafficScreens(t: Translate, name: string): Screen[] {
  const pack = (gb: number) => ({
    gb,
    price: { minor: 99_999_999n, currency: 'USD' },
    stars: 100_000,
    after: gigabytes(BigInt(gb + 50)),
    fingerprint: 'Zk3_xQ9a-0',
  });
  const packs = [1, 2, 5, 10, 50, 99_999].map(pack);
  const offers = [0n, 1n, 99_999_999n].map((minor) => ({
    clientId: 7,
    planName: name,
    expiresAt: minor === 0n ? null : NOW,
    used: gigabytes(16n),
    limit: gigabytes(50n),
    balance: { minor, currency: 'USD' },
    packs,
  }));
  const bought = { purpose: 'traffic', planName: name } as const;
  const access = anAccess({ planName: name, server: name, hasPacks: true });
  const order = anOrder(name, { ...bought, clientId: 7, status: 'completed', quantity: 1, units: [] });
  return [
    ...offers.flatMap((offer) => [
      packsView(offer, t),
      packView({ offer, pack: pack(99_999), nonce: 'Zk3_xQ9a' }, t),
    ]),
    accessView(access, t, NOW),
    trafficNoticeView(access, t, { clientId: 7, percent: 95 }),
    ...[null, { minor: 1n, currency: 'USD' }].map((fromBalance) =>
      invoiceScreen(anInvoice({ ...bought, fromBalance }), t),
    ),
    ownOrdersView({ orders: [anOwnOrder(bought)], page: 0, pages: 1 }, t),
    orderCard(t, order),
    refundCard(t, order),
    ...['access-ended', 'traffic-unlimited', 'traffic-not-offered'].map((code) => ({
      text: t(`refusal-${code}`),
    })),
    { text: t('traffic-done') },
  ];
}

/** Another plan: the plans, each kind of one of them with each balance, its invoice, and what the staff sees of it. */
function planChangeScreens(t: Translate, name: string): Screen[] {
  const money = (minor: bigint) => ({ minor, currency: 'USD' });
  const limits = {
    data: gigabytes(99_999n),
    devices: 1000,
    share: gigabytes(99_999n),
    limit: gigabytes(199_999n),
  };
  const none = { data: null, devices: null, share: null, limit: null };
  const free = { dueStars: 0, due: money(0n), credit: money(0n), ...none };
  const base = {
    name,
    days: 365,
    price: money(99_999_999n),
    stars: 100_000,
    cost: money(99_999_999n),
    fingerprint: 'Zk3_xQ9a-0',
  };
  const choices = [
    { ...base, ...free, ...limits, planId: 1, due: money(99_999_999n), dueStars: 100_000 },
    { ...base, ...free, planId: 2, credit: money(99_999_999n) },
    { ...base, ...free, planId: 3 },
  ];
  const many = [...choices, ...choices, ...choices, ...choices];
  const offers = [0n, 1n, 99_999_999n].map((balance) => ({
    clientId: 7,
    planName: name,
    server: name,
    expiresAt: new Date('2027-11-22T12:00:00Z'),
    hoursLeft: 8760,
    used: gigabytes(16n),
    limit: balance === 0n ? null : gigabytes(50n),
    devices: balance === 0n ? null : 3,
    worth: money(99_999_999n),
    balance: money(balance),
    endsSubscription: balance === 0n,
    choices: many,
  }));
  const bought = { purpose: 'plan', planName: name } as const;
  const access = anAccess({ planName: name, server: name, hasOtherPlans: true });
  const order = anOrder(name, { ...bought, clientId: 7, status: 'completed', quantity: 1, units: [] });
  const unpaid = { ...bought, stars: 0, total: money(0n), status: 'completed' } as const;
  return [
    ...offers.flatMap((offer) => [
      ...[0, 1, 2].map((page) => plansBesideView({ offer, page, now: NOW }, t)),
      ...choices.map((each) => planBesideView({ offer, choice: each, nonce: 'Zk3_xQ9a', now: NOW }, t)),
    ]),
    accessView(access, t, NOW),
    trafficNoticeView(access, t, { clientId: 7, percent: 100 }),
    ...[null, money(1n)].map((fromBalance) => invoiceScreen(anInvoice({ ...bought, fromBalance }), t)),
    ownOrdersView({ orders: [anOwnOrder(bought), anOwnOrder(unpaid)], page: 0, pages: 1 }, t),
    receiptView(aReceipt({ ...bought, status: 'completed' }), 'Zk3_xQ9a', t),
    orderCard(t, order),
    orderCard(t, { ...order, ...unpaid }),
    refundCard(t, order),
    ...REFUSED_CHANGES.map((code) => ({ text: t(`refusal-${code}`) })),
    { text: t('change-done') },
  ];
}

/** One more device: before it is paid with each balance, and its invoice. */
function deviceScreens(t: Translate, name: string): Screen[] {
  const money = (minor: bigint) => ({ minor, currency: 'USD' });
  const offers = [0n, 1n, 99_999_999n].map((balance) => ({
    clientId: 7,
    planName: name,
    expiresAt: new Date('2027-11-22T12:00:00Z'),
    devices: 21,
    left: Number(balance > 1n ? 5n : balance + 1n),
    price: money(99_999_999n),
    stars: 100_000,
    wholePrice: money(99_999_999n),
    days: 365,
    balance: money(balance),
    fingerprint: 'Zk3_xQ9a-0',
  }));
  const bought = { purpose: 'devices', planName: name } as const;
  const access = anAccess({ planName: name, server: name, hasOtherPlans: true, hasDevices: true });
  const order = anOrder(name, { ...bought, clientId: 7, status: 'completed', quantity: 1, units: [] });
  return [
    ...offers.map((offer) => deviceView({ offer, nonce: 'Zk3_xQ9a' }, t)),
    accessView(access, t, NOW),
    ...[null, money(1n)].map((fromBalance) => invoiceScreen(anInvoice({ ...bought, fromBalance }), t)),
    ownOrdersView({ orders: [anOwnOrder(bought)], page: 0, pages: 1 }, t),
    orderCard(t, order),
    refundCard(t, order),
    { text: t('devices-done') },
  ];
}

const REFUSED_CHANGES = [
  'devices-unlimited',
  'devices-not-offered',
  'devices-all-bought',
  'devices-other-end',
  'change-has-devices',
  'change-not-running',
  'change-endless',
  'change-no-price',
  'change-own-inbound',
  'change-too-late',
  'no-other-plan',
  'plan-full',
  'change-differs',
  'access-changed',
  'bought-since',
  'old-plan-full',
  'credit-spent',
];

function planNewsScreens(t: Translate, news: RenewalNews): Screen[] {
  const money = { minor: 99_999_999n, currency: 'USD' };
  const renewal = { price: money, stars: 100_000, days: 30 };
  return [
    planChangedView({ ...news, devices: 3, credit: null, renewal }, t),
    planChangedView({ ...news, devices: null, credit: money, renewal: null }, t),
    ...[21, null].map((devices) => deviceAddedView({ ...news, devices, credit: null, renewal: null }, t)),
  ];
}

/** Money for the balance: choosing it, its invoice, its receipt, and what the staff sees of it. */
function topUpScreens(t: Translate, name: string): Screen[] {
  const amount = { minor: 99_999_999n, currency: 'USD' };
  const offers = Array.from({ length: 6 }, () => ({ amount, stars: 100_000 }));
  const bought = { purpose: 'topup', planName: '', total: amount, quantity: 1 } as const;
  const own = anOwnOrder({ ...bought, status: 'completed' });
  const order = anOrder(name, { ...bought, status: 'completed', units: [] });
  return [
    topUpView({ offers, balance: amount, nonce: 'Zk3_xQ9a' }, t),
    toppedUpView({ orderId: 'abcdefghij0123456789', amount, stars: 100_000, balance: amount }, t),
    invoiceScreen(anInvoice(bought), t),
    ownOrdersView({ orders: [own], page: 0, pages: 1 }, t),
    receiptView(aReceipt({ ...bought, durationDays: 0, clientIds: [] }), 'Zk3_xQ9a', t),
    cancelAskView(own, t),
    orderCard(t, order),
    refundCard(t, order),
    ...['refusal-topup-spent', 'refusal-topup-not-offered'].map((id) => ({ text: t(id) })),
  ];
}

/** As a text, so that its words are looked at like those of any message. */
function invoiceScreen(invoice: ReturnType<typeof anInvoice>, t: Translate): Screen {
  const { title, description } = invoiceView(invoice, t);
  return { text: `${title}\n${description}` };
}

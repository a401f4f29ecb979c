import { findingWords } from '../../src/bot/admin/finding-words.ts';
import { orderCard, ordersCard, refundCard } from '../../src/bot/admin/order-cards.ts';
import { settingsCard } from '../../src/bot/admin/settings-command.ts';
import type { Translate } from '../../src/bot/texts.ts';
import {
  addedView,
  extendedView,
  resumedView,
  suspendedView,
  trafficNoticeView,
} from '../../src/bot/views/access-notice-views.ts';
import { ACCESSES_PER_PAGE, accessListView, accessView } from '../../src/bot/views/access-views.ts';
import { browseView } from '../../src/bot/views/browse-view.ts';
import { cardView } from '../../src/bot/views/card-view.ts';
import { type Home, homeView } from '../../src/bot/views/home-view.ts';
import { keyView } from '../../src/bot/views/key-view.ts';
import { languageView } from '../../src/bot/views/language-view.ts';
import { lateBackView, lateSureView, lateView, lateWaitView } from '../../src/bot/views/late-views.ts';
import {
  connectedView,
  endedView,
  endingView,
  goneView,
  unboundView,
} from '../../src/bot/views/life-notice-views.ts';
import { MORE_LABELS, moreView } from '../../src/bot/views/more-view.ts';
import {
  alertView,
  creditedView,
  priceChangedView,
  refundDoneView,
  refundStartedView,
  sorryView,
} from '../../src/bot/views/notice-views.ts';
import { NOTICE_HOURS, noticesView, noticesZoneView } from '../../src/bot/views/notices-view.ts';
import { cancelAskView, ownOrdersView, receiptView } from '../../src/bot/views/own-order-views.ts';
import { payView } from '../../src/bot/views/pay-view.ts';
import { planBackView, withWait } from '../../src/bot/views/plan-wait-views.ts';
import type { Screen } from '../../src/bot/views/screen.ts';
import {
  supportAnswerView,
  supportAskView,
  supportQuestionView,
  supportReplyAskView,
} from '../../src/bot/views/support-views.ts';
import { walletView } from '../../src/bot/views/wallet-views.ts';
import { helpView, paySupportView, privacyView, termsView } from '../../src/bot/views/words-views.ts';
import { INBOUND_TROUBLES } from '../../src/model/inbound-door.ts';
import { LINK_PARTS } from '../../src/model/inbound-links.ts';
import { ORDER_STATUSES } from '../../src/model/order.ts';
import { PROVISION_STATUSES } from '../../src/model/order-server-client.ts';
import { CHARGE_STATUSES } from '../../src/model/payment.ts';
import { CLIENT_STATUSES, SUSPEND_REASONS } from '../../src/model/server-client.ts';
import { SERVER_HEALTH } from '../../src/model/server-columns.ts';
import { CARD_STAGES } from '../../src/model/telegram.ts';
import { days, hours } from '../../src/model/values/period.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import { type Choice, NOTHING_CHOSEN, nextStep } from '../../src/services/catalog/browse.ts';
import type { Availability, PlanOffer } from '../../src/services/catalog/plan-offer.ts';
import type { AccessView } from '../../src/services/delivery/views.ts';
import type { AlertData } from '../../src/services/messages/alert-data.ts';
import type { RefundReason } from '../../src/services/messages/message-kinds.ts';
import { anOrder, aRemoteInbound, aUnit } from './admin-view-data.ts';
import { texts } from './english.ts';
import { careScreens } from './every-care-screen.ts';
import { fleetScreens } from './every-fleet-screen.ts';
import { lifecycleScreens } from './every-lifecycle-screen.ts';
import { renewalScreens } from './every-renewal-screen.ts';
import { everyStaffScreen } from './every-staff-screen.ts';
import { everyTrialScreen } from './every-trial-screen.ts';
import {
  aCard,
  aNoticeOf,
  anAccess,
  anOffer,
  anOwnOrder,
  aReceipt,
  aSupportMessage,
  NOW,
} from './view-data.ts';

const REASONS: Record<RefundReason, true> = {
  'second-payment': true,
  'late-and-sold-out': true,
  'late-and-balance-gone': true,
  'not-delivered': true,
  customer: true,
  admin: true,
  'wrong-amount': true,
  'no-order': true,
  'access-gone': true,
  'access-ended': true,
  'access-no-place': true,
  'renewed-meanwhile': true,
  'access-changed': true,
  'plan-full': true,
  'already-subscribed': true,
  'subscription-over': true,
  'access-stopped': true,
  'stars-refused': true,
  returned: true,
};
const COUNTS = [1, 2, 5, 21];

/** Every screen, message and card of the bot in every state, `name` standing wherever others write. */
export function everyScreen(t: Translate, name: string): Screen[] {
  return [
    ...homes(t, name),
    ...ownOrderScreens(t, name),
    ...supportScreens(t, name),
    ...accessScreens(t, name),
    ...cards(t, name),
    ...notices(t, name),
    ...lateScreens(t, name),
    ...accessNotices(t, name),
    ...lifeNotices(t, name),
    ...careScreens(t, name),
    ...noticeScreens(t),
    ...walletScreens(t, name),
    ...renewalScreens(t, name),
    ...wordScreens(t, name),
    ...orderScreens(t, name),
    ...fleetScreens(t, name),
    ...lifecycleScreens(t, name),
    ...everyStaffScreen(t, name),
    ...everyTrialScreen(t, name),
    ...findings(t, name),
    ...settingsCards(t, name),
  ];
}

function homes(t: Translate, name: string): Screen[] {
  const home = (offers: PlanOffer[], with_: Partial<Home> = {}) =>
    homeView({ ...aHome(name), shopName: name, offers, ...with_ }, t);
  const terms = [7, 30, 31, 150, 365, 1825].map((durationDays) =>
    anOffer({ name, server: name, durationDays }),
  );
  const limits = [null, 1, 1_000_000].map((dataLimitGb) =>
    anOffer({
      name,
      server: name,
      dataLimitGb,
      connections: 5,
      stars: 100_000,
      setupFee: { minor: 9_999_999n, stars: 10_000 },
    }),
  );
  const [soldOut, away] = (['sold-out', 'server-away'] as const).map((availability) =>
    [...terms, ...limits].map((offer) => ({ ...offer, availability })),
  );
  const flat = [...limits, ...(soldOut ?? []), ...(away ?? [])].map((each) => ({
    ...each,
    durationDays: 31,
  }));
  const [some = anOffer()] = terms;
  const last = { planId: some.planId, planName: name, stars: 100 };
  const bought = [{ offer: some, paidStars: 100 }, { offer: some, paidStars: some.stars }, null];
  return [
    home([]),
    ...[0, 1, 2].map((page) => home(flat, { page })),
    ...[
      'plan-link-over',
      'unknown-message',
      'order-cancelled',
      'invoice-forwarded',
      'support-sent',
      'support-cancelled',
    ].map((id) => home(terms, { note: t(id) })),
    ...bought.map((again) => home(terms, { bought: { last, again } })),
    home(terms, { bought: { last: { ...last, planId: 99 }, again: { offer: some, paidStars: 1 } } }),
    ...[name, null].map((supportContact) => home(terms, { isSuspended: true, supportContact })),
    ...[name, null].map((words) => home(terms, { maintenance: { words, isStaff: words === null } })),
    ...[null, name, 'another'].map((accepted) => home(terms, { terms: { version: name, accepted } })),
    ...browseScreens(t, name),
  ];
}

const aHome = (name: string): Omit<Home, 'offers'> => ({
  shopName: name,
  terms: { version: name, accepted: null },
  nonces: { plans: 'Zk3_xQ9a', again: 'again_Q9' },
  bought: null,
  isSuspended: false,
  maintenance: null,
  supportContact: null,
  page: 0,
  note: null,
});

/** A shop of many places, kinds and lengths, walked down to the plans of every one. */
function browseScreens(t: Translate, name: string): Screen[] {
  const offers = ['DE', 'FI', null].flatMap((country) =>
    [null, name, 'Family'].flatMap((category) =>
      [30, 90, 365].flatMap((durationDays) =>
        (['on-sale', 'sold-out', 'server-away', 'on-sale'] as const).map((availability) =>
          anOffer({
            name,
            server: name,
            country,
            category,
            durationDays,
            availability: reach(country, availability),
          }),
        ),
      ),
    ),
  );
  const walk = (choice: Choice): Screen[] => {
    const step = nextStep(offers, choice, 8);
    const drawn = [0, 1].map((page) =>
      browseView({ step, page, nonce: 'Zk3_xQ9a', terms: { version: name, accepted: null } }, t),
    );
    if (step.kind === 'plans') return drawn;
    return [...drawn, ...step.groups.flatMap(({ key }) => walk({ ...choice, [step.kind]: key }))];
  };
  return [homeView({ ...aHome(name), offers }, t), ...walk(NOTHING_CHOSEN)];
}

/** One place is sold out as a whole, another is away. */
function reach(country: string | null, availability: Availability): Availability {
  if (country === 'FI') return 'sold-out';
  return country === null ? 'server-away' : availability;
}

function ownOrderScreens(t: Translate, name: string): Screen[] {
  const orders = ORDER_STATUSES.map((status) => anOwnOrder({ status, planName: name, stars: 100_000 }));
  const receipts = [
    ...ORDER_STATUSES.map((status) => aReceipt({ status, planName: name })),
    aReceipt({
      planName: name,
      quantity: 40,
      clientIds: Array.from({ length: 40 }, (_, place) => place + 1),
    }),
    aReceipt({
      planName: name,
      fromBalance: { minor: 99_999_999n, currency: 'USD' },
      credits: [true, false].map((done) => ({ amount: { minor: 99_999_999n, currency: 'USD' }, done })),
    }),
    aReceipt({ planName: name, payableUntil: NOW, paidAt: null, payments: [], clientIds: [] }),
    aReceipt({ planName: name, setupFeeMinor: 9_999_999n }),
    ...(['due', 'done', 'failed', 'credited'] as const).map((refund) =>
      aReceipt({ payments: [{ chargeId: name, stars: 100_000, refund }] }),
    ),
  ];
  return [
    ownOrdersView({ orders: [], page: 0, pages: 1 }, t),
    ...[0, 1, 2].map((page) => ownOrdersView({ orders, page, pages: 3 }, t)),
    ...receipts.map((receipt) => receiptView(receipt, 'Zk3_xQ9a', t)),
    ownOrdersView({ orders: orders.map((order) => ({ ...order, stars: 0 })), page: 0, pages: 1 }, t),
    ...receipts.map((receipt) => receiptView({ ...receipt, stars: 0, payments: [] }, 'Zk3_xQ9a', t)),
    cancelAskView(anOwnOrder({ planName: name }), t),
  ];
}

function supportScreens(t: Translate, name: string): Screen[] {
  const messages = [null, name].flatMap((username) =>
    ['Help!', name, 'x'.repeat(4096)].map((text) => aSupportMessage({ name, username, text })),
  );
  const parts = ['whole', 'head', 'text'] as const;
  const said = messages.flatMap((message) => parts.map((part) => ({ message, part })));
  return [
    ...[name, null].map((supportContact) => supportAskView({ supportContact }, t)),
    ...said.flatMap((each) => [supportQuestionView(each, t), supportAnswerView(each, t)]),
    supportReplyAskView(aSupportMessage({ name }), t),
    { text: t('support-text-please') },
    { text: t('support-reply-sent') },
    { text: t('group-refusal', { link: 'https://t.me/shop_bot' }) },
    // The buttons are a menu's, which are drawn with an update at hand: test/bot/more-menu.test.ts.
    { text: [moreView(t).text, ...MORE_LABELS.map((id) => t(id))].join('\n') },
  ];
}

function accessScreens(t: Translate, name: string): Screen[] {
  const of = (with_: Partial<AccessView>) =>
    anAccess({ planName: name, server: name, country: name, ...with_ });
  const ends = [null, 0, ...COUNTS].map((left) =>
    left === null ? null : new Date(NOW.getTime() + left * 86_400_000),
  );
  const accesses = [
    ...CLIENT_STATUSES.map((status) => of({ status })),
    ...ends.map((expiresAt) => of({ expiresAt })),
    of({ limit: null }),
    of({ endsSoon: true }),
    of({ connection: { protocol: 'trojan', host: name, port: 65_535 } }),
    ...SUSPEND_REASONS.map((statusReason) => of({ status: 'suspended', statusReason })),
    of({ used: gigabytes(50n) }),
    of({ links: [], subscriptionUrl: null }),
    of({ subscriptionUrl: `https://${'a'.repeat(400)}` }),
    of({ links: [`vless://${'a'.repeat(5000)}`] }),
  ];
  const pages = [0, 1, 2, 3, 4, 5].map((page) => {
    const shown = accesses.slice(page * ACCESSES_PER_PAGE, (page + 1) * ACCESSES_PER_PAGE);
    return accessListView({ accesses: shown, page, more: page < 5, now: NOW }, t);
  });
  const one = accesses.flatMap((access) => [
    accessView(access, t, NOW),
    keyView(access, t),
    keyView(access, t, true),
  ]);
  return [accessListView({ accesses: [], page: 0, more: false, now: NOW }, t), ...pages, ...one];
}

function cards(t: Translate, name: string): Screen[] {
  const cases = [
    [1, null],
    [40, name],
  ] as const;
  const amount = { minor: 99_999_999n, currency: 'USD' };
  const backs = [
    { stars: 0, credited: null, units: 0 },
    { stars: 0, credited: amount, units: 21 },
    { stars: 1, credited: amount, units: 1 },
  ];
  const parked = [1, 40].map((quantity) =>
    cardView(aCard({ quantity, stars: quantity - 1, ready: 1, isParked: true }), t),
  );
  const all = CARD_STAGES.flatMap((stage) =>
    cases.flatMap(([quantity, elsewhere]) =>
      backs.flatMap((back) =>
        [100_000, 0].map((stars) => {
          const card = { stage, quantity, planName: name, server: name, stars, plannedServer: elsewhere };
          return cardView(aCard({ ...card, back }), t);
        }),
      ),
    ),
  );
  return [...all, ...parked];
}

/** As short and as long as the configuration lets it be. */
const TIMES = [hours(1), hours(36), days(1), days(30)];

function lateScreens(t: Translate, name: string): Screen[] {
  const cards = [
    ...[true, false].map((isParked) => aCard({ planName: name, isParked })),
    aCard({ planName: name, stage: 'approval' }),
  ];
  const backs = [0, 100_000].flatMap((stars) =>
    [0n, 99_999_999n].flatMap((minor) =>
      COUNTS.map((units) => ({
        stars,
        credited: { minor, currency: 'USD' },
        units,
        of: 21,
        ready: 21 - units,
      })),
    ),
  );
  const all = cards.flatMap((card) => backs.map((back) => ({ card, back })));
  return [
    ...all.flatMap((late) => [lateView(late, t), lateSureView(late, t)]),
    ...all.flatMap((late) => TIMES.map((time) => lateWaitView(late, t, time))),
    ...backs.map((back) => lateBackView(back, t)),
    { text: t('late-over') },
  ];
}

function notices(t: Translate, name: string): Screen[] {
  const started = (Object.keys(REASONS) as RefundReason[]).map((reason) =>
    refundStartedView({ orderId: 'abc', stars: 100_000, reason }, t),
  );
  const credited = (Object.keys(REASONS) as RefundReason[]).flatMap((reason) =>
    COUNTS.map((units) =>
      creditedView({ orderId: 'abc', minor: '99999999', currency: 'USD', units, of: 5, reason }, t),
    ),
  );
  const done = ['abc', null].map((orderId) => refundDoneView({ orderId, stars: 100_000 }, t));
  const before = { minor: '99999999', stars: 100_000 };
  const news = priceChangedView({ plan: name, currency: 'USD', before, after: before, subscribed: true }, t);
  return [
    ...started,
    ...credited,
    ...done,
    news,
    sorryView(t),
    ...alerts(name).map((alert) => alertView(alert, t)),
  ];
}

function noticeScreens(t: Translate): Screen[] {
  const shop = { wakingHours: { from: 9, to: 21 }, timeZone: 'America/Argentina/ComodRivadavia' };
  const choices = [
    ...[true, false].map((muted) => ({ muted, hours: null, utcOffset: null })),
    ...NOTICE_HOURS.map((hours) => ({ muted: false, hours, utcOffset: 330 })),
  ];
  return [
    ...choices.flatMap((choice) => [{}, shop].map((each) => noticesView({ choice, shop: each }, t))),
    ...choices.map((choice) => noticesView({ choice, shop: { ...shop, autoLifecycle: false } }, t)),
    ...choices.map((choice) => noticesZoneView({ choice, shop }, t)),
    { text: t('notices-stored') },
  ];
}

function lifeNotices(t: Translate, name: string): Screen[] {
  const access = anAccess({ planName: name, server: name });
  const until = NOW.toISOString();
  return [
    ...([1, 3, 7] as const).flatMap((days) =>
      [
        ...[access, { ...access, limit: null }, { ...access, isRenewable: false }].map((each) =>
          aNoticeOf(each),
        ),
        ...[0n, 99_999_999n].map((missing) => {
          const price = { minor: 99_999_999n, currency: 'USD' };
          return aNoticeOf({ ...access, renews: { at: NOW, price, missing } });
        }),
      ].map((each) => endingView(each, t, { clientId: 1, days, until })),
    ),
    ...[until, null].map((goneAt) => endedView(access, t, { clientId: 1, until, goneAt })),
    connectedView(access, t),
    goneView({ plan: name, server: name }, t),
    unboundView({ plan: name, server: name }, t),
  ];
}

function accessNotices(t: Translate, name: string): Screen[] {
  const access = anAccess({ planName: name, server: name });
  const extensions = [NOW.toISOString(), null].flatMap((until) =>
    [true, false].map((renewed) => extendedView(access, t, { clientId: 7, until, renewed })),
  );
  const traffic = ([80, 95, 100] as const).flatMap((percent) =>
    [access, { ...access, limit: null }].map((of) => trafficNoticeView(of, t, { clientId: 7, percent })),
  );
  return [suspendedView(access, t), addedView(access, t), resumedView(access, t), ...extensions, ...traffic];
}

/** One of each alert there is. */
export const alerts = (name: string): AlertData[] => [
  { code: 'server-out', serverId: 1, server: name, reason: name },
  { code: 'server-back', serverId: 1, server: name },
  { code: 'server-back', serverId: 1, server: name, minutes: 12_345 },
  { code: 'server-slow', serverId: 1, server: name, reason: name },
  { code: 'server-quick', serverId: 1, server: name },
  { code: 'inbound-new', serverId: 1, server: name, inbound: name },
  { code: 'inbound-missing', serverId: 1, server: name, inbound: name, clients: 1000 },
  {
    code: 'inbound-changed',
    serverId: 1,
    server: name,
    inbound: name,
    changed: [...LINK_PARTS],
    clients: 1000,
  },
  { code: 'inbound-used-up', serverId: 1, server: name, inbound: name },
  { code: 'inbound-off', serverId: 1, server: name, inbound: name, clients: 1000 },
  { code: 'inbound-refusing', serverId: 1, server: name, inbound: name, reason: name },
  { code: 'inbound-removed', serverId: 1, server: name, inbound: name },
  ...INBOUND_TROUBLES.flatMap((was) =>
    [true, false].map((sells) => ({
      code: 'inbound-back' as const,
      serverId: 1,
      server: name,
      inbound: name,
      was,
      clients: 1000,
      sells,
    })),
  ),
  ...(['capacity-warning', 'capacity-critical'] as const).flatMap((code) =>
    [name, null].map((inbound) => ({
      code,
      serverId: 1,
      server: name,
      inbound,
      taken: 12_345,
      seats: 13_000,
    })),
  ),
  ...SERVER_HEALTH.map((health) => ({
    code: 'mute-over' as const,
    serverId: 1,
    server: name,
    held: 12_345,
    health,
  })),
  ...[true, false].map((isOtherApi) => {
    const news = { serverId: 1, server: name, from: '3.0.2', to: '3.6.0', isOtherApi };
    return { code: 'panel-upgraded' as const, ...news };
  }),
  ...(['clients-missing', 'clients-missing-many'] as const).map((code) => ({
    code,
    serverId: 1,
    server: name,
    missing: 12_345,
    total: 20_000,
  })),
  { code: 'clients-edited', serverId: 1, server: name, edited: 12_345 },
  { code: 'clients-orphaned', serverId: 1, server: name, count: 12_345 },
  { code: 'books-wrong', count: 12_345, first: name },
  { code: 'counters-mended', count: 12_345, first: name },
  { code: 'trials-over', count: 1_000_000 },
  { code: 'undelivered', count: 7, minutes: 14, errorCode: null, error: null },
  { code: 'undelivered', count: 21, minutes: 600, errorCode: 'not-sent', error: name },
  { code: 'key-stuck', serverId: 1, server: name, reason: name },
  ...(['enabled', 'disabled', 'deleted'] as const).map((wanted) => {
    return { code: 'push-refused' as const, server: name, orderId: 'abc', wanted, reason: name };
  }),
  { code: 'unit-failed', orderId: 'abc', unitId: 'def', reason: name },
  { code: 'unit-failed', orderId: 'abc', unitId: 'def', reason: `permanent: ${name}` },
  ...(['not-delivered', 'customer', 'free'] as const).flatMap((reason) =>
    ['0', '99999999'].map((minor) => {
      const what = { orderId: 'abc', plan: name, person: name, units: 21, of: 40, stars: 1, minor };
      return { code: 'given-back' as const, ...what, currency: 'USD', reason };
    }),
  ),
  { code: 'subscription-lacks-link', orderId: 'abc', unitId: 'def', server: name },
  { code: 'approval-wanted', orderId: 'abc', plan: name, person: name, stars: 100_000 },
  { code: 'unmatched-charge', chargeId: name, stars: 1, payerId: 5_000_000_000 },
  { code: 'unmatched-charge', id: 'abc', chargeId: name, stars: 1, payerId: 5_000_000_000 },
  ...(['access', 'purchase', 'nothing'] as const).map((what) => {
    const orderId = what === 'nothing' ? null : 'abc';
    return {
      code: 'stars-returned' as const,
      what,
      orderId,
      chargeId: name,
      stars: 100_000,
      payerId: 5_000_000_000,
    };
  }),
  ...(['unknown', 'partial', 'twice', 'failed'] as const).map((why) => {
    const stars = { orderId: why === 'unknown' ? null : 'abc', chargeId: name, stars: 100_000 };
    return { code: 'stars-returned-unclear' as const, why, reason: '', ...stars };
  }),
  ...['topup-spent', 'credit-spent', 'bought-since', 'old-plan-full', 'not-refundable'].map((reason) => {
    const stars = { orderId: 'abc', chargeId: name, stars: 100_000 };
    return { code: 'stars-returned-unclear' as const, why: 'kept' as const, reason, ...stars };
  }),
  { code: 'refund-failed', refundId: 'abc', orderId: null, reason: name },
  { code: 'refund-failed', refundId: 'abc', orderId: 'abc', reason: name },
  { code: 'update-aside', updateId: 123_456_789, reason: name },
  { code: 'message-failed', messageId: 1, kind: name, reason: name },
  ...[1, 21, 100_000].map((pending) => ({ code: 'webhook-failing' as const, pending, reason: name })),
  { code: 'webhook-back' },
  ...[0, 1, 21, 100_000].map((count) => {
    return { code: 'bot-replaced' as const, payments: count, messages: count, subscriptions: count };
  }),
];

function walletScreens(t: Translate, name: string): Screen[] {
  const money = (minor: bigint) => ({ minor, currency: 'USD' });
  const reasons = [
    ...Object.keys(REASONS),
    'wallet-paid',
    'wallet-held',
    'wallet-returned',
    'wallet-paid-late',
    'topup',
    'topup-back',
    'plan-credit',
    'plan-credit-back',
  ];
  const moves = reasons.flatMap((reason) =>
    ['abcdefghijklmnopqrst', null].map((orderId) => {
      return { amount: money(orderId ? -99_999_999n : 1n), reason, orderId, at: NOW };
    }),
  );
  const pages = [0, 1, 2, 3, 4, 5, 6].map((page) => ({
    moves: moves.slice(page * 8, page * 8 + 8),
    page,
    pages: 7,
  }));
  const setupFee = { minor: 9_999_999n, stars: 10_000 };
  const offer = anOffer({ name, server: name, priceMinor: 99_999_999n, stars: 100_000, setupFee });
  const terms = { version: name, accepted: null };
  return [
    walletView({ balance: money(0n), history: { moves: [], page: 0, pages: 1 }, canTopUp: false }, t),
    ...pages.map((history) => walletView({ balance: money(99_999_999n), history, canTopUp: true }, t)),
    ...[1n, 99_999_998n, 99_999_999n, 10n ** 12n].map((minor) =>
      payView({ offer, balance: money(minor), nonce: 'Zk3_xQ9a', terms }, t),
    ),
    ...[0n, 99_999_999n, 10n ** 12n].map((minor) => {
      const several = { ...offer, planId: 2_147_483_647, stars: 20_000, description: name };
      const chosen = { units: 5, choices: [1, 2, 3, 5], balance: money(minor) };
      return payView({ offer: several, ...chosen, nonce: 'Zk3_xQ9a', terms }, t);
    }),
    ...[true, false].map((waits) =>
      withWait({ text: t(waits ? 'wait-added' : 'wait-dropped') }, { planId: 2_147_483_647, waits }, t),
    ),
    planBackView({ planId: 2_147_483_647, plan: name }, t),
    { text: t('paid-from-balance-several', { amount: '2.99 USD' }) },
    homeView({ ...aHome(name), offers: [offer], balance: money(99_999_999n) }, t),
    { text: t('paid-from-balance', { amount: '2.99 USD' }) },
    ...['refusal-balance-too-low', 'refusal-balance-changed'].map((id) => ({ text: t(id) })),
    ...[0, 100].map((askedStars) =>
      cardView(aCard({ planName: name, quantity: 40, fromBalance: money(99_999_999n), askedStars }), t),
    ),
  ];
}

function wordScreens(t: Translate, name: string): Screen[] {
  const shops = [name, null].map((text) => ({
    termsVersion: name,
    termsUrl: text,
    privacyUrl: text,
    supportContact: text,
  }));
  const said = shops.flatMap((shop) => [
    termsView(shop, t),
    paySupportView(shop, t),
    helpView(shop, t),
    privacyView(shop, t),
  ]);
  return [...said, languageView(texts, t)];
}

function orderScreens(t: Translate, name: string): Screen[] {
  const orders = [
    ...ORDER_STATUSES.map((status) => anOrder(name, { status })),
    ...PROVISION_STATUSES.map((status) => anOrder(name, { units: [aUnit(name, status)] })),
    ...CHARGE_STATUSES.map((status) => anOrder(name, { charges: [{ chargeId: name, stars: 1, status }] })),
  ];
  const keys = [0, ...COUNTS].map((count) =>
    anOrder(name, { units: Array.from({ length: count }, () => aUnit(name, 'completed')) }),
  );
  const credited = { minor: 99_999_999n, currency: 'USD' };
  const ahead = { stars: 100_000, credited, taken: 99_999_999n, spent: 99_999_999n };
  return [
    ordersCard(t, [], name || 'x'),
    ordersCard(t, orders.slice(0, 10), name || 'x'),
    ...orders.map((order) => orderCard(t, order)),
    ...keys.map((order) => refundCard(t, order)),
    ...[0, 1].map((stars) =>
      refundCard(t, anOrder(name, { refund: { stars, credited: { minor: 0n, currency: 'USD' } } })),
    ),
    refundCard(t, anOrder(name, { refund: { stars: 0, credited: { minor: 1n, currency: 'USD' } } })),
    refundCard(t, anOrder(name, { refund: { ...ahead, ahead } })),
  ];
}

function settingsCards(t: Translate, name: string): Screen[] {
  const settings = (['plan', 'template', 'rules'] as const).flatMap((of) =>
    Array.from({ length: 40 }, (_, id) => ({
      of,
      id: id + 1_000_000,
      name,
      text: id % 2 ? name.repeat(20) : null,
    })),
  );
  return [
    settingsCard(t, [], { note: t('settings-changed') }),
    ...[0, 1, 9].map((page) => settingsCard(t, settings, { page })),
  ];
}

/** What a wizard says of a panel; it cuts nothing before Telegram's limit. */
function findings(t: Translate, name: string): Screen[] {
  const identity = {
    version: name,
    guid: null,
    generation: 'clients' as const,
    hasBulk: true,
    repeatsSafely: true,
    restartsCoreOnDisable: false,
  };
  const found = [null, name || 'x'].flatMap((notSellable) =>
    [0, 1, 2, 300].map((count) => Array.from({ length: count }, () => aRemoteInbound(name, notSellable))),
  );
  const peculiar = [{ protocol: 'hysteria' }, { protocol: 'shadowsocks', cipher: '2022-blake3-aes-128-gcm' }];
  const warned = peculiar.map((kind) => ({ ...aRemoteInbound(name, null), ...kind }));
  const all = [
    ...found.map((inbounds) => ({ identity, inbounds })),
    { identity, inbounds: warned },
    { identity: { ...identity, generation: 'legacy' as const }, inbounds: warned },
  ];
  return all.map((finding) => ({
    text: findingWords(finding, '192.168.0.1')
      .map(({ id, args }) => t(id, args))
      .join('\n'),
  }));
}

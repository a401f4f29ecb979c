import { auditCard, auditEntryCard, undoSureCard } from '../../src/bot/admin/audit-cards.ts';
import { ACTIONS, FIELDS } from '../../src/bot/admin/audit-words.ts';
import { clientCard, clientSureCard } from '../../src/bot/admin/client-cards.ts';
import {
  addressSureCard,
  customerAccessesCard,
  customerCard,
  customersCard,
  suspendSureCard,
} from '../../src/bot/admin/customer-cards.ts';
import {
  grantDoneCard,
  grantPeopleCard,
  grantPlansCard,
  grantSureCard,
} from '../../src/bot/admin/grant-cards.ts';
import {
  maintenanceCard,
  maintenanceLine,
  maintenanceSureCard,
} from '../../src/bot/admin/maintenance-cards.ts';
import { chargeCard, moneyCard, refundCreditCard } from '../../src/bot/admin/money-cards.ts';
import { cancelCard, orderCard, orderListCard } from '../../src/bot/admin/order-cards.ts';
import { roleSureCard, staffCard, staffPersonCard } from '../../src/bot/admin/staff-cards.ts';
import { statisticsCard, statisticsServersCard } from '../../src/bot/admin/statistics-cards.ts';
import {
  creditSureCard,
  endSureCard,
  moveSureCard,
  refundSureCard,
  retrySureCard,
  undeliveredCard,
  unitCard,
} from '../../src/bot/admin/undelivered-cards.ts';
import { unitHistoryCard } from '../../src/bot/admin/unit-history-card.ts';
import { statisticsSvg } from '../../src/bot/charts/statistics-chart.ts';
import type { Translate } from '../../src/bot/texts.ts';
import { backWords } from '../../src/bot/views/back-words.ts';
import { tidy } from '../../src/bot/views/fit-to.ts';
import type { Screen } from '../../src/bot/views/screen.ts';
import {
  freeEndedView,
  fromShopView,
  orderCancelledView,
  roleChangedView,
  suspensionView,
} from '../../src/bot/views/shop-notice-views.ts';
import { spanWords } from '../../src/bot/views/span-words.ts';
import { TELEGRAMS_LEDGER } from '../../src/model/audit-entry.ts';
import { ROLES, STAFF_ROLES } from '../../src/model/role.ts';
import { CLIENT_STATUSES, SUSPEND_REASONS } from '../../src/model/server-client.ts';
import { days, hours, minutes, seconds } from '../../src/model/values/period.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import { type ChargeTrouble, ORDER_FILTERS, type RefundTrouble } from '../../src/services/checkout/views.ts';
import { STATISTICS_SPANS } from '../../src/services/figures/statistics-service.ts';
import type {
  AuditView,
  CustomerView,
  NextStep,
  StaffAccessView,
  StaffView,
  UndeliveredView,
} from '../../src/services/staff/views.ts';
import { anOrder, aPlan } from './admin-view-data.ts';
import { someFigures } from './some-figures.ts';
import { NOW } from './view-data.ts';

const PERSON = 5_000_000_001;
const COUNTS = [0, 1, 2, 5, 21];
const AMOUNTS = new Set(['priceMinor', 'minor', 'setupFee', 'trafficLimit', 'usedBytes']);
const UNIT_ERRORS = ['not-sent', 'unknown', 'session', 'busy', 'conflict', 'permanent', 'poisoned', 'auth'];
const MORE_ERRORS = ['tls', 'forbidden-address', 'unsupported', 'qa', 'refunded', null, 'new-kind'];

/** Every screen of the staff's own desk, and what the shop says to one person; `name` wherever others write. */
export function everyStaffScreen(t: Translate, name: string): Screen[] {
  return [
    ...orderLists(t, name),
    ...money(t, name),
    ...staff(t, name),
    ...customers(t, name),
    ...grants(t, name),
    ...clients(t, name),
    ...audits(t, name),
    ...notices(t, name),
    ...maintenance(t, name),
    ...undelivered(t, name),
    ...figures(t, name),
  ];
}

/** Figures as large as a shop may have. */
function figures(t: Translate, name: string): Screen[] {
  statisticsSvg(t, someFigures(name, { span: 7, count: 1 }));
  return STATISTICS_SPANS.flatMap((span) =>
    [0, 1, 3, 1_234_567].map((count) => statisticsCard(t, someFigures(name, { span, count }))),
  ).concat(
    [0, 1, 45].flatMap((count) => {
      const { servers } = someFigures(name, { span: 7, count });
      return [0, 1].map((page) =>
        statisticsServersCard(t, { servers: servers.slice(0, count), span: 7, page }),
      );
    }),
  );
}

function orderLists(t: Translate, name: string): Screen[] {
  const orders = [anOrder(name, { status: 'processing', heldAt: NOW }), ...Array(7).fill(anOrder(name))];
  const lists = [
    { orders: [], page: 0, more: false },
    { orders, page: 1, more: true },
  ];
  const errors = [...UNIT_ERRORS, ...MORE_ERRORS].flatMap((errorCode) =>
    [name, null].map((error) =>
      anOrder(name, {
        units: [{ unitId: 'abcdefghij012', status: 'failed', errorCode, error, server: name }],
      }),
    ),
  );
  return [
    ...lists.flatMap((list) =>
      ORDER_FILTERS.flatMap((filter) =>
        [null, PERSON].map((customerId) => orderListCard(t, { list, filter, customerId, clientId: null })),
      ),
    ),
    ...lists.map((list) =>
      orderListCard(t, { list, filter: 'all', customerId: null, clientId: 2 ** 31 - 1 }),
    ),
    ...[anOrder(name, { status: 'processing', heldAt: NOW }), ...errors].map((order) => orderCard(t, order)),
    cancelCard(t, anOrder(name)),
  ];
}

const NEXT_STEPS: Record<NextStep, true> = {
  approval: true,
  decision: true,
  maintenance: true,
  'switched-off': true,
  server: true,
  later: true,
  now: true,
  delivered: true,
  ended: true,
};

const aHistory = (result: string) =>
  Array.from({ length: 50 }, () => ({ ts: NOW.toISOString(), step: 'read-back', result, ms: 12_345 }));

function undelivered(t: Translate, name: string): Screen[] {
  const unit = (with_: Partial<UndeliveredView> = {}): UndeliveredView => ({
    unitId: 'abcdefghij012',
    orderId: 'abcdefghij0123456789',
    unitNo: 2,
    quantity: 40,
    ready: 1,
    customerId: PERSON,
    customerName: name,
    planName: name,
    server: name,
    status: 'pending',
    errorCode: 'not-sent',
    error: name,
    attempts: 20,
    paidAt: NOW,
    heldAt: null,
    dueAt: new Date(NOW.getTime() + 90_061_000),
    next: 'later',
    isFree: false,
    givesBackAt: NOW,
    now: new Date(NOW.getTime() + 90_000_000),
    ...with_,
  });
  const steps = (Object.keys(NEXT_STEPS) as NextStep[]).map((next) => unit({ next }));
  const waits = [30, 300, 18_000, 90_061].map((seconds) =>
    unit({ dueAt: new Date(NOW.getTime() + 90_000_000 + seconds * 1_000) }),
  );
  const plain = unit({
    errorCode: null,
    error: null,
    quantity: 1,
    dueAt: null,
    givesBackAt: null,
    heldAt: NOW,
    next: 'approval',
  });
  const credited = { minor: 99_999_999n, currency: 'USD' };
  const backs = COUNTS.flatMap((units) =>
    [0, 100_000].map((stars) => ({ units, of: 40, ready: 1, stars, credited })),
  );
  return [
    undeliveredCard(t, { items: [], page: 0, more: false }),
    undeliveredCard(t, { items: [...steps.slice(0, 4), plain], page: 1, more: true }),
    endSureCard(t, unit({ isFree: true })),
    { text: t('unit-ended') },
    ...[...steps, ...waits, plain, unit({ isFree: true })].flatMap((each) => [
      unitCard(t, each),
      unitHistoryCard(t, { unitId: each.unitId, qaNotes: name, lines: aHistory(name) }),
      unitHistoryCard(t, { unitId: each.unitId, qaNotes: null, lines: [] }),
      retrySureCard(t, each),
      moveSureCard(t, each),
    ]),
    ...backs.flatMap((back) => [creditSureCard(t, unit(), back), refundSureCard(t, unit(), back)]),
    ...backs.map((back) => ({ text: t('unit-given-back', { back: backWords(t, back) }) })),
    ...[seconds(40), minutes(14), hours(3), days(2)].map((span) => ({ text: spanWords(t, span) })),
    ...COUNTS.map((count) => ({ text: t('menu-waiting', { name: t('menu-undelivered'), count }) })),
    ...['unit-retried', 'refusal-nothing-to-give-back', 'refusal-no-other-server', 'refusal-not-to-move'].map(
      (id) => ({ text: t(id) }),
    ),
    { text: t('unit-given-back', { back: backWords(t, { stars: 100_000, credited }) }) },
    { text: t('menu-waiting', { name: t('menu-undelivered'), count: 12_345 }) },
  ];
}

function maintenance(t: Translate, name: string): Screen[] {
  const states = [null, { since: NOW, words: null }, { since: NOW, words: name }];
  return [
    ...states.flatMap((state) => COUNTS.map((waiting) => maintenanceCard(t, { state, waiting }))),
    maintenanceSureCard(t),
    { text: `${maintenanceLine(t, { since: NOW, words: name })}/admin` },
    { text: t('maintenance-unknown', { word: tidy(name, 40) }) },
    ...['maintenance-turned-on', 'maintenance-turned-off', 'refusal-maintenance'].map((id) => ({
      text: t(id),
    })),
  ];
}

function money(t: Translate, name: string): Screen[] {
  const charge: ChargeTrouble = {
    id: 'abcdefghij0123456789',
    chargeId: name,
    payerId: PERSON,
    stars: 100_000,
    status: 'unmatched',
    receivedAt: NOW,
  };
  const refund: RefundTrouble = {
    refundId: 'abcdefghij0123456789',
    orderId: 'abcdefghij0123456789',
    payerId: PERSON,
    stars: 100_000,
    status: 'failed',
    error: name,
  };
  const worth = { minor: 99_999_999n, currency: 'USD' };
  const refunds = Array.from({ length: 20 }, (_, place) =>
    place === 0 ? { ...refund, orderId: null, error: null } : refund,
  );
  return [
    moneyCard(t, { charges: [], refunds: [] }),
    moneyCard(t, { charges: Array(20).fill(charge), refunds }),
    chargeCard(t, charge),
    ...refunds.slice(0, 2).map((trouble) => refundCreditCard(t, { trouble, worth })),
  ];
}

function staff(t: Translate, name: string): Screen[] {
  const person = (role: StaffView['role']): StaffView => ({ customerId: PERSON, name, username: name, role });
  const stranger: StaffView = { customerId: PERSON, name: null, username: null, role: 'owner' };
  const roles = ['customer', ...STAFF_ROLES] as const;
  return [
    staffCard(t, [stranger]),
    staffCard(t, [stranger, ...Array(60).fill(person('admin'))]),
    ...ROLES.map((role) => staffPersonCard(t, person(role))),
    ...roles.map((role) => roleSureCard(t, person('viewer'), role)),
  ];
}

const aStaffAccess = (name: string, with_: Partial<StaffAccessView> = {}): StaffAccessView => ({
  clientId: 2 ** 31 - 1,
  customerId: PERSON,
  orderId: 'abcdefghij0123456789',
  planName: name,
  server: name,
  email: 'shop-abcdefghij012-1',
  status: 'active',
  reason: null,
  expiresAt: NOW,
  used: gigabytes(1n),
  limit: gigabytes(50n),
  autoRenew: false,
  rev: 2 ** 31 - 1,
  isImported: false,
  isCustomerSuspended: false,
  pending: null,
  isOnline: false,
  lastSeen: null,
  ...with_,
});

const aCustomer = (name: string, with_: Partial<CustomerView> = {}): CustomerView => ({
  customerId: PERSON,
  name,
  username: name,
  isSuspended: false,
  hasBlocked: false,
  language: name,
  role: 'customer',
  since: NOW,
  suspendedAt: null,
  orders: 3,
  paidStars: 100_000,
  balance: { minor: 99_999_999n, currency: 'USD' },
  accesses: { total: 0, running: 0 },
  ...with_,
});

function customers(t: Translate, name: string): Screen[] {
  const marked = { isSuspended: true, suspendedAt: NOW, hasBlocked: true, role: 'support' } as const;
  const many = (count: number) => Array.from({ length: count }, () => aStaffAccess(name));
  const views = [
    aCustomer(name, { ...marked, username: null }),
    ...COUNTS.map((count) => aCustomer(name, { orders: count, accesses: { total: count, running: count } })),
  ];
  return [
    customersCard(t, { items: [], page: 0, more: false }, ''),
    customersCard(t, { items: [], page: 0, more: false }, name || 'x'),
    customersCard(t, { items: views, page: 1, more: true }, ''),
    customersCard(t, { items: views, page: 0, more: true }, name || 'x'),
    ...views.flatMap((view) => [
      customerCard(t, view),
      suspendSureCard(t, view),
      addressSureCard(t, view, 'a1b2c3d4'),
      customerAccessesCard(t, view, { items: [], page: 0, more: false }),
      customerAccessesCard(t, view, { items: many(8), page: 1, more: true }),
    ]),
  ];
}

function grants(t: Translate, name: string): Screen[] {
  const gone = aCustomer(name, { suspendedAt: NOW, hasBlocked: true });
  const [person, nonce] = [aCustomer(name), 'abcdefghij'];
  const states = [null, 'out-of-stock', 'no-capacity', 'server-down', 'provisioning-off'];
  const plans = [...states, ...states].map((unavailable) => aPlan(name, { unavailable }));
  const [plan] = plans;
  return [
    grantPeopleCard(t, { items: [], page: 0, more: false }),
    grantPeopleCard(t, { items: Array(8).fill(person), page: 1, more: true }),
    grantPlansCard(t, { person, plans: [], page: 0, note: null }),
    grantPlansCard(t, { person, plans, page: 0, note: t('grant-plan-unknown') }),
    grantPlansCard(t, { person, plans, page: 1, note: t('grant-plan-ambiguous') }),
    ...(plan
      ? [0, 5, null].map((seatsLeft) => grantSureCard(t, { person: gone, plan, seatsLeft, nonce }))
      : []),
    grantDoneCard(t, { customerId: PERSON, orderId: 'abcdefghij0123456789' }),
    orderCard(t, anOrder(name, { stars: 0, charges: [], paidAt: NOW })),
  ];
}

function clients(t: Translate, name: string): Screen[] {
  const all = [
    ...CLIENT_STATUSES.map((status) => aStaffAccess(name, { status })),
    ...[...SUSPEND_REASONS, name].map((reason) => aStaffAccess(name, { status: 'suspended', reason })),
    ...CLIENT_STATUSES.map((status) => aStaffAccess(name, { status, isImported: true, autoRenew: true })),
    aStaffAccess(name, { expiresAt: null, limit: null, status: 'suspended', isCustomerSuspended: true }),
    aStaffAccess(name, { isOnline: true, lastSeen: NOW }),
    ...(['enabled', 'disabled', 'deleted'] as const).map((wanted) =>
      aStaffAccess(name, { lastSeen: NOW, pending: { wanted, tries: 1000, error: name, nextAt: NOW } }),
    ),
  ];
  const sure = (['suspend', 'extend', 'renew', 'unbind', 'auto-on', 'auto-off'] as const).map((act) =>
    clientSureCard(t, aStaffAccess(name), act),
  );
  const done = ['on', 'off'].map((act) => ({ text: t(`client-done-auto-${act}`) }));
  return [...all.map((access) => clientCard(t, access)), ...sure, ...done];
}

function audits(t: Translate, name: string): Screen[] {
  const entry = (action: string, with_: Partial<AuditView> = {}): AuditView => ({
    entryId: 2 ** 31 - 1,
    actorId: PERSON,
    actor: name,
    action,
    target: `plan:${2 ** 31 - 1}`,
    targetName: name,
    before: { onSale: true, priceMinor: '150', [name || 'x']: name },
    after: {
      onSale: false,
      priceMinor: '200',
      undoes: 3,
      [name || 'x']: { deep: name },
      fresh: NOW.toISOString(),
    },
    at: NOW,
    ...with_,
  });
  const fields = Object.fromEntries([...FIELDS].map((field) => [field, AMOUNTS.has(field) ? '1' : name]));
  const all = [
    ...[...ACTIONS, 'new.kind'].map((action) => entry(action)),
    entry('order.refund', { actor: null, actorId: TELEGRAMS_LEDGER }),
    entry('plan.on-sale', { actor: null, targetName: null, before: {}, after: fields }),
  ];
  const tapOf = (page: number) => ({ screen: 'audit' as const, page });
  const title = (of: string) => (of === '' ? t('audit-title') : t('audit-title-of', { of }));
  const page = { page: 1, more: true };
  const lists = [all.slice(0, 8), all.slice(-8), []].map((items) =>
    auditCard(t, {
      list: { items, ...page },
      title: title(name.slice(0, 64)),
      currency: 'USD',
      isWhole: true,
      tapOf,
    }),
  );
  const undoable = (['shop', 'staff', null] as const).map((each) => ({
    ...entry('staff.role'),
    undoable: each,
  }));
  return [
    auditCard(t, {
      list: { items: [], page: 0, more: false },
      title: title(''),
      currency: 'USD',
      isWhole: true,
      tapOf,
    }),
    auditCard(t, {
      list: { items: [], page: 0, more: false },
      title: title('x'),
      currency: 'USD',
      isWhole: false,
      tapOf,
    }),
    ...lists,
    ...all.map((each) => auditEntryCard(t, { ...each, undoable: null }, 'USD')),
    ...undoable.flatMap((each) => [auditEntryCard(t, each, 'USD'), undoSureCard(t, each, 'USD')]),
  ];
}

function notices(t: Translate, name: string): Screen[] {
  return [
    fromShopView({ shop: name, text: name }, t),
    fromShopView({ shop: name, text: `${name}\n\n\n${name}` }, t),
    ...[null, ...STAFF_ROLES].map((role) => roleChangedView({ role }, t)),
    orderCancelledView({ orderId: 'abc' }, t),
    ...[true, false].map((isTrial) => freeEndedView({ orderId: 'abc', isTrial }, t)),
    suspensionView('customer-suspended', t),
    suspensionView('customer-unsuspended', t),
  ];
}

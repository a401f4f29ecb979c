import fc from 'fast-check';
import { gigabytes } from '../../src/model/values/traffic.ts';
import type { PlanOffer } from '../../src/services/catalog/plan-offer.ts';
import type { OwnOrder, Receipt } from '../../src/services/checkout/views.ts';
import type { NoticeAccess } from '../../src/services/delivery/notice-truth.ts';
import type { AccessView, CardView, InvoiceView, SupportView } from '../../src/services/delivery/views.ts';

export const NOW = new Date('2026-11-22T12:00:00Z');
export const LINK =
  'vless://8c2f0f8e-1111-4222-8333-444455556666@proxy.example.com:443?type=tcp&security=reality#shop';
export const SUBSCRIPTION = 'https://shop.example.com/s/abcdefghijklmnopqrstuvwxyz0';

/** Names that break shops: mark-up, right-to-left, nothing to see, far too long, half a letter. */
export const HOSTILE_NAMES = [
  '<b>&"',
  '</code><a href="tg://user?id=1">x</a>',
  '*_`[x](y)',
  'שלום עולם',
  '\u202egpj.exe',
  '\u200b\u200b',
  '',
  '   \n\t ',
  'a\nb\r\n\u0000c',
  'x'.repeat(4096),
  '👩‍👩‍👧‍👦'.repeat(600),
  '\ud83d',
  '{ $x } { -term }',
];

export const hostileNames: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_NAMES),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', minLength: 0, maxLength: 300 }),
);

export const anOffer = (with_: Partial<PlanOffer> = {}): PlanOffer => ({
  planId: 1,
  name: 'Starter',
  description: null,
  durationDays: 30,
  trialDays: 0,
  priceMinor: 299n,
  currency: 'USD',
  stars: 150,
  dataLimitGb: 50,
  connections: null,
  server: 'Frankfurt',
  country: 'DE',
  category: null,
  availability: 'on-sale',
  ...with_,
});

export const anAccess = (with_: Partial<AccessView> = {}): AccessView => ({
  clientId: 7,
  planName: 'Starter',
  server: 'Frankfurt',
  country: 'DE',
  status: 'active',
  statusReason: null,
  expiresAt: new Date('2026-12-22T12:00:00Z'),
  isRenewable: true,
  endsSoon: false,
  used: gigabytes(16n),
  limit: gigabytes(50n),
  links: [LINK],
  connection: { protocol: 'vless', host: 'proxy.example.com', port: 443 },
  subscriptionUrl: SUBSCRIPTION,
  ...with_,
});

/** As a message about it finds it. */
export const aNoticeOf = (with_: Partial<NoticeAccess> = {}): NoticeAccess => ({
  ...anAccess(with_),
  now: new Date('2026-12-15T18:00:00Z'),
  endMark: 7,
  trafficMark: 80,
  connectedAt: null,
  isGoing: false,
  renews: null,
  ...with_,
});

export const aCard = (with_: Partial<CardView> = {}): CardView => ({
  customerId: 77,
  orderId: 'abcdefghijklmnopqrst',
  stage: 'paid',
  planName: 'Starter',
  quantity: 1,
  server: 'Frankfurt',
  plannedServer: null,
  stars: 150,
  ready: 0,
  fromBalance: null,
  askedStars: 150,
  back: { stars: 0, credited: null, units: 0 },
  isParked: false,
  ...with_,
});

export const anInvoice = (with_: Partial<InvoiceView> = {}): InvoiceView => ({
  orderId: 'abcdefghijklmnopqrst',
  purpose: 'access',
  planName: 'Starter',
  durationDays: 30,
  dataLimitGb: 50,
  quantity: 1,
  stars: 150,
  total: { minor: 299n, currency: 'USD' },
  fromBalance: null,
  payload: '1:payment:order',
  ...with_,
});

export const anOwnOrder = (with_: Partial<OwnOrder> = {}): OwnOrder => ({
  orderId: 'abcdefghijklmnopqrst',
  status: 'completed',
  purpose: 'access',
  createdAt: NOW,
  planName: 'Starter',
  quantity: 1,
  stars: 150,
  total: { minor: 299n, currency: 'USD' },
  ...with_,
});

export const aReceipt = (with_: Partial<Receipt> = {}): Receipt => ({
  ...anOwnOrder(),
  paidAt: NOW,
  durationDays: 30,
  dataLimitGb: 50,
  payableUntil: null,
  payments: [{ chargeId: 'stx-1', stars: 150, refund: null }],
  askedStars: 150,
  fromBalance: null,
  credits: [],
  clientIds: [7],
  ...with_,
});

export const aSupportMessage = (with_: Partial<SupportView> = {}): SupportView => ({
  messageId: 1,
  customerId: 5_000_000_001,
  name: 'Ann',
  username: null,
  text: 'My key does not work.',
  createdAt: NOW,
  ...with_,
});

/** Offers of any shop: any names, any numbers a plan may have. */
export const offers: fc.Arbitrary<PlanOffer> = fc.record({
  planId: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  name: hostileNames,
  description: fc.option(hostileNames),
  durationDays: fc.integer({ min: 1, max: 100_000 }),
  trialDays: fc.integer({ min: 0, max: 3649 }),
  priceMinor: fc.bigInt({ min: 0n, max: 10n ** 12n }),
  currency: fc.constant('USD'),
  stars: fc.integer({ min: 1, max: 100_000 }),
  dataLimitGb: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
  connections: fc.option(fc.integer({ min: 1, max: 10_000 })),
  server: hostileNames,
  country: fc.option(fc.oneof(hostileNames, fc.constantFrom('DE', 'fi', 'ZZ'))),
  category: fc.option(hostileNames),
  availability: fc.constantFrom('on-sale', 'sold-out', 'server-away'),
  setupFee: fc.constantFrom({ minor: 1n, stars: 1 }, { minor: 10n ** 9n, stars: 100_000 }),
});

export const accesses: fc.Arbitrary<AccessView> = fc.record({
  clientId: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  planName: hostileNames,
  server: hostileNames,
  country: fc.option(hostileNames),
  status: fc.constantFrom('provisioning', 'active', 'suspended', 'expired', 'terminated'),
  statusReason: fc.option(fc.constantFrom('admin', 'traffic', 'toString', '<b>')),
  expiresAt: fc.option(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })),
  endsSoon: fc.boolean(),
  used: fc.bigInt({ min: 0n, max: 2n ** 50n }).map((size) => gigabytes(0n) + size) as fc.Arbitrary<
    AccessView['used']
  >,
  limit: fc.option(
    fc.bigInt({ min: 0n, max: 2n ** 50n }).map((size) => size) as fc.Arbitrary<AccessView['used']>,
  ),
  links: fc.array(
    fc
      .stringMatching(/^vless:\/\/[a-z0-9]{1,30}$/)
      .chain((link) => fc.integer({ min: 0, max: 5000 }).map((more) => link + 'a'.repeat(more))),
    { maxLength: 2 },
  ),
  connection: fc.option(
    fc.record({
      protocol: fc.constant('vless'),
      host: hostileNames,
      port: fc.integer({ min: 1, max: 65_535 }),
    }),
  ),
  subscriptionUrl: fc.option(fc.integer({ min: 10, max: 400 }).map((size) => `https://${'a'.repeat(size)}`)),
});

import { z } from 'zod';
import type { Role } from '../model/role.ts';
import { ADDRESS_TAPS } from './address-taps.ts';
import { ID_FORMS, type IdKind } from './callback-forms.ts';
import { PURCHASE_TAPS } from './purchase-taps.ts';
import { SERVER_TAPS } from './server-taps.ts';

type Fields = Readonly<Record<string, IdKind>>;

const VERSION = '1';
const MOST_BYTES = 64;
const SEPARATOR = ':';

/**
 * Every screen that a button can lead to: its code, which never changes its meaning, and the ids it needs in this
 * order, and the `least` role that may press. Never a price: the plan's row decides; `shown` is what the person was told, and is refused when it is not so any more. `…-new` draws a new message, for buttons under messages that stay.
 */
export const SCREENS = {
  home: { least: 'customer', code: 'h', fields: {} },
  'home-new': { least: 'customer', code: 'hn', fields: {} },
  plans: { least: 'customer', code: 'p', fields: { page: 'number' } },
  buy: { least: 'customer', code: 'b', fields: { planId: 'number', nonce: 'word' } },
  'buy-stars': { least: 'customer', code: 'bs', fields: { planId: 'number', nonce: 'word' } },
  'buy-balance': {
    least: 'customer',
    code: 'bb',
    fields: { planId: 'number', nonce: 'word', shown: 'number' },
  },
  ...PURCHASE_TAPS,
  ...ADDRESS_TAPS,
  cancel: { least: 'customer', code: 'x', fields: { orderId: 'word' } },
  accesses: { least: 'customer', code: 'm', fields: { page: 'number' } },
  'accesses-new': { least: 'customer', code: 'mn', fields: {} },
  access: { least: 'customer', code: 'a', fields: { clientId: 'number' } },
  renew: { least: 'customer', code: 'rn', fields: { clientId: 'number' } },
  'renew-auto': { least: 'customer', code: 'ra', fields: { clientId: 'number', on: 'number' } },
  'renew-stars': {
    least: 'customer',
    code: 'rs',
    fields: { clientId: 'number', nonce: 'word', offer: 'word' },
  },
  'renew-balance': {
    least: 'customer',
    code: 'rb',
    fields: { clientId: 'number', nonce: 'word', offer: 'word', shown: 'number' },
  },
  qr: { least: 'customer', code: 'q', fields: { clientId: 'number' } },
  chart: { least: 'customer', code: 'ct', fields: { clientId: 'number' } },
  trouble: { least: 'customer', code: 'cw', fields: { clientId: 'number' } },
  'trouble-resync': { least: 'customer', code: 'cwr', fields: { clientId: 'number' } },
  'trouble-clear': { least: 'customer', code: 'cwc', fields: { clientId: 'number' } },
  'trouble-support': { least: 'customer', code: 'cws', fields: { clientId: 'number' } },
  'new-key': { least: 'customer', code: 'ck', fields: { clientId: 'number' } },
  'new-key-yes': { least: 'customer', code: 'cky', fields: { clientId: 'number' } },
  locations: { least: 'customer', code: 'cl', fields: { clientId: 'number', page: 'number' } },
  location: { least: 'customer', code: 'cls', fields: { clientId: 'number', serverId: 'number' } },
  'location-yes': { least: 'customer', code: 'cly', fields: { clientId: 'number', serverId: 'number' } },
  pause: { least: 'customer', code: 'cz', fields: { clientId: 'number' } },
  'pause-yes': { least: 'customer', code: 'czy', fields: { clientId: 'number' } },
  'pause-end': { least: 'customer', code: 'cze', fields: { clientId: 'number' } },
  language: { least: 'customer', code: 'l', fields: {} },
  'language-choose': { least: 'customer', code: 'lc', fields: { language: 'word' } },
  notices: { least: 'customer', code: 'nt', fields: {} },
  'notices-set': { least: 'customer', code: 'ns', fields: { field: 'word', value: 'number' } },
  'notices-zone': { least: 'customer', code: 'nz', fields: {} },
  browse: {
    least: 'customer',
    code: 'cb',
    fields: { country: 'word', category: 'word', days: 'number', page: 'number' },
  },
  more: { least: 'customer', code: 'cm', fields: {} },
  'own-orders': { least: 'customer', code: 'co', fields: { page: 'number' } },
  'own-order': { least: 'customer', code: 'cd', fields: { orderId: 'word' } },
  'own-order-pay': { least: 'customer', code: 'cp', fields: { orderId: 'word', nonce: 'word' } },
  'own-order-cancel': { least: 'customer', code: 'cx', fields: { orderId: 'word' } },
  'own-order-cancel-yes': { least: 'customer', code: 'cy', fields: { orderId: 'word' } },
  'late-wait': { least: 'customer', code: 'lw', fields: { orderId: 'word' } },
  'late-back': { least: 'customer', code: 'lb', fields: { orderId: 'word' } },
  'late-back-yes': { least: 'customer', code: 'ly', fields: { orderId: 'word' } },
  support: { least: 'customer', code: 'cs', fields: {} },
  'support-new': { least: 'customer', code: 'cn', fields: {} },
  'support-reply': { least: 'support', code: 'cr', fields: { messageId: 'number' } },
  admin: { least: 'viewer', code: 'fa', fields: {} },
  ...SERVER_TAPS,
  'doctor-fix': { least: 'admin', code: 'dfx', fields: {} },
  'doctor-fix-yes': { least: 'admin', code: 'dfy', fields: {} },
  lifecycle: { least: 'admin', code: 'li', fields: {} },
  'lifecycle-run': { least: 'admin', code: 'lr', fields: { operation: 'word' } },
  settings: { least: 'admin', code: 'vg', fields: { page: 'number' } },
  'plans-admin': { least: 'viewer', code: 'vl', fields: { page: 'number' } },
  plan: { least: 'viewer', code: 'vv', fields: { planId: 'number' } },
  'plan-edit': { least: 'admin', code: 've', fields: { planId: 'number', field: 'word' } },
  'plan-price': { least: 'admin', code: 'vr', fields: { planId: 'number' } },
  'plan-sale': { least: 'admin', code: 'vs', fields: { planId: 'number', on: 'number' } },
  'plan-auto': { least: 'admin', code: 'va', fields: { planId: 'number', on: 'number' } },
  'plan-renewable': { least: 'admin', code: 'vw', fields: { planId: 'number', on: 'number' } },
  'plan-rule': { least: 'admin', code: 'vk', fields: { planId: 'number', on: 'number' } },
  'plan-own': { least: 'admin', code: 'vy', fields: { planId: 'number', on: 'number' } },
  'plan-move': { least: 'admin', code: 'vm', fields: { planId: 'number', from: 'number', to: 'number' } },
  'plan-clone': { least: 'admin', code: 'vc', fields: { planId: 'number', nonce: 'word' } },
  'plan-preferred': { least: 'viewer', code: 'vi', fields: { planId: 'number', page: 'number' } },
  'plan-prefer': { least: 'admin', code: 'vj', fields: { planId: 'number', inboundId: 'number' } },
  'plan-pool': { least: 'viewer', code: 'vo', fields: { planId: 'number', page: 'number' } },
  'plan-pool-change': {
    least: 'admin',
    code: 'vq',
    fields: { planId: 'number', serverId: 'number', act: 'word' },
  },
  'plan-delete': { least: 'admin', code: 'vd', fields: { planId: 'number' } },
  'plan-delete-yes': { least: 'admin', code: 'vx', fields: { planId: 'number' } },
  orders: { least: 'viewer', code: 'ao', fields: {} },
  order: { least: 'viewer', code: 'aw', fields: { orderId: 'word' } },
  'order-retry': { least: 'support', code: 'ar', fields: { orderId: 'word' } },
  'order-refund': { least: 'admin', code: 'af', fields: { orderId: 'word' } },
  'order-refund-yes': { least: 'admin', code: 'ay', fields: { orderId: 'word' } },
  'orders-list': { least: 'viewer', code: 'aol', fields: { filter: 'word', page: 'number' } },
  'order-approve': { least: 'admin', code: 'aa', fields: { orderId: 'word' } },
  'order-cancel': { least: 'support', code: 'ac', fields: { orderId: 'word' } },
  'order-cancel-yes': { least: 'support', code: 'acy', fields: { orderId: 'word' } },
  money: { least: 'viewer', code: 'm1', fields: {} },
  charge: { least: 'admin', code: 'm2', fields: { chargeId: 'word' } },
  'charge-refund-yes': { least: 'admin', code: 'm3', fields: { chargeId: 'word' } },
  'refund-retry': { least: 'admin', code: 'm4', fields: { refundId: 'word' } },
  'refund-credit': { least: 'admin', code: 'm5', fields: { refundId: 'word' } },
  'refund-credit-yes': { least: 'admin', code: 'm6', fields: { refundId: 'word' } },
  staff: { least: 'owner', code: 'st', fields: {} },
  'staff-person': { least: 'owner', code: 'sp', fields: { customerId: 'number' } },
  'staff-add': { least: 'owner', code: 'sa', fields: {} },
  'staff-set': { least: 'owner', code: 'ss', fields: { customerId: 'number', role: 'word' } },
  'staff-set-yes': { least: 'owner', code: 'sy', fields: { customerId: 'number', role: 'word' } },
  audit: { least: 'admin', code: 'j', fields: { page: 'number' } },
  'audit-by': { least: 'admin', code: 'jb', fields: { actorId: 'number', page: 'number' } },
  'audit-of': { least: 'admin', code: 'jo', fields: { entryId: 'number', page: 'number' } },
  'audit-entry': { least: 'admin', code: 'je', fields: { entryId: 'number' } },
  'audit-undo': { least: 'admin', code: 'ju', fields: { entryId: 'number' } },
  'audit-undo-yes': { least: 'admin', code: 'jy', fields: { entryId: 'number' } },
  'staff-undo': { least: 'owner', code: 'su', fields: { entryId: 'number' } },
  'staff-undo-yes': { least: 'owner', code: 'sz', fields: { entryId: 'number' } },
  customers: { least: 'viewer', code: 'c', fields: { page: 'number' } },
  'customers-find': { least: 'viewer', code: 'cf', fields: {} },
  customer: { least: 'viewer', code: 'cc', fields: { customerId: 'number' } },
  'customer-orders': { least: 'viewer', code: 'cso', fields: { customerId: 'number', page: 'number' } },
  'customer-accesses': { least: 'viewer', code: 'ca', fields: { customerId: 'number', page: 'number' } },
  'customer-message': { least: 'support', code: 'csm', fields: { customerId: 'number' } },
  'customer-suspend': { least: 'admin', code: 'css', fields: { customerId: 'number' } },
  'customer-suspend-yes': { least: 'admin', code: 'csy', fields: { customerId: 'number' } },
  'customer-unsuspend': { least: 'admin', code: 'cu', fields: { customerId: 'number' } },
  'grant-people': { least: 'admin', code: 'cgl', fields: { page: 'number' } },
  grant: { least: 'admin', code: 'cg', fields: { customerId: 'number', page: 'number' } },
  'grant-plan': { least: 'admin', code: 'cgp', fields: { customerId: 'number', planId: 'number' } },
  'grant-yes': {
    least: 'admin',
    code: 'cgy',
    fields: { customerId: 'number', planId: 'number', nonce: 'word' },
  },
  undelivered: { least: 'support', code: 'u', fields: { page: 'number' } },
  unit: { least: 'support', code: 'uv', fields: { unitId: 'word' } },
  'unit-history': { least: 'support', code: 'uh', fields: { unitId: 'word' } },
  'unit-retry': { least: 'support', code: 'ur', fields: { unitId: 'word' } },
  'unit-retry-yes': { least: 'support', code: 'ury', fields: { unitId: 'word' } },
  'unit-move': { least: 'support', code: 'um', fields: { unitId: 'word' } },
  'unit-move-yes': { least: 'support', code: 'umy', fields: { unitId: 'word' } },
  'unit-credit': { least: 'admin', code: 'uc', fields: { unitId: 'word' } },
  'unit-credit-yes': { least: 'admin', code: 'ucy', fields: { unitId: 'word' } },
  'unit-refund': { least: 'admin', code: 'uf', fields: { unitId: 'word' } },
  'unit-refund-yes': { least: 'admin', code: 'ufy', fields: { unitId: 'word' } },
  maintenance: { least: 'owner', code: 'w', fields: {} },
  'maintenance-on': { least: 'owner', code: 'wo', fields: {} },
  'maintenance-on-yes': { least: 'owner', code: 'wy', fields: {} },
  'maintenance-off': { least: 'owner', code: 'wf', fields: {} },
  client: { least: 'viewer', code: 'k', fields: { clientId: 'number' } },
  'client-suspend': { least: 'support', code: 'ks', fields: { clientId: 'number' } },
  'client-suspend-yes': { least: 'support', code: 'ksy', fields: { clientId: 'number' } },
  'client-unbind': { least: 'admin', code: 'kb', fields: { clientId: 'number' } },
  'client-unbind-yes': { least: 'admin', code: 'kby', fields: { clientId: 'number' } },
  'client-resume': { least: 'support', code: 'kr', fields: { clientId: 'number' } },
  'client-extend': { least: 'admin', code: 'kx', fields: { clientId: 'number' } },
  'client-extend-yes': { least: 'admin', code: 'kxy', fields: { clientId: 'number', rev: 'number' } },
  'client-renew': { least: 'admin', code: 'kn', fields: { clientId: 'number' } },
  'client-renew-yes': { least: 'admin', code: 'kny', fields: { clientId: 'number', rev: 'number' } },
  stats: { least: 'admin', code: 't', fields: { span: 'number' } },
  'stats-servers': { least: 'admin', code: 'ts', fields: { span: 'number', page: 'number' } },
} as const satisfies Record<string, { least: Role; code: string; fields: Fields }>;

export type ScreenName = keyof typeof SCREENS;

type IdsOf<Of extends Fields> = {
  -readonly [Name in keyof Of]: Of[Name] extends 'number' ? number : string;
};

/** A press of one of our buttons: the screen it leads to, and its ids. */
export type Tap<Name extends ScreenName = ScreenName> = {
  [Each in Name]: { screen: Each } & IdsOf<(typeof SCREENS)[Each]['fields']>;
}[Name];

const NAMES_BY_CODE = new Map(
  Object.entries(SCREENS).map(([name, { code }]) => [`${VERSION}${code}`, name as ScreenName]),
);

/** `1b:3k:Zk3_xQ9a` (contracts/telegram.md B2). @throws {RangeError} when an id has no place in 64 bytes of such data. */
export function packTap(tap: Tap): string {
  const given: Readonly<Record<string, string | number>> = tap;
  const { code, fields } = SCREENS[tap.screen];
  const ids = Object.keys(fields).map((name) => written(given[name]));
  const data = [`${VERSION}${code}`, ...ids].join(SEPARATOR);
  if (Buffer.byteLength(data) > MOST_BYTES || parseTap(data) === null)
    throw new RangeError(`not fit for a button: ${tap.screen}`);
  return data;
}

const written = (id: string | number | undefined): string =>
  typeof id === 'number' ? id.toString(36) : (id ?? '');

/** null = a button of an older version, or none of ours. */
export function parseTap(data: string): Tap | null {
  const [code = '', ...ids] = data.split(SEPARATOR);
  const screen = NAMES_BY_CODE.get(code);
  if (!screen) return null;
  const fields: readonly [string, IdKind][] = Object.entries(SCREENS[screen].fields);
  if (ids.length !== fields.length) return null;
  const form = z.object(Object.fromEntries(fields.map(([name, kind]) => [name, ID_FORMS[kind]])));
  const parsed = form.safeParse(Object.fromEntries(fields.map(([name], place) => [name, ids[place]])));
  return parsed.success ? ({ screen, ...parsed.data } as Tap) : null;
}

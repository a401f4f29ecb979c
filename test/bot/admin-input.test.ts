import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFullness } from '../../src/bot/admin/edit-input.ts';
import {
  readDevices,
  readDuration,
  readExtraDevices,
  readMoves,
  readPacks,
  readPauseDays,
  readPlanName,
  readPrice,
  readSeats,
  readStars,
  readTraffic,
  readTrialDays,
} from '../../src/bot/admin/plan-input.ts';
import {
  isPrivateHost,
  readCredentials,
  readFingerprint,
  readPublicHost,
  readServerName,
} from '../../src/bot/admin/server-input.ts';
import { STAFF_COMMANDS } from '../../src/bot/guard.ts';
import { ORDER_STATUSES } from '../../src/model/order.ts';
import { PROVISION_STATUSES } from '../../src/model/order-server-client.ts';
import { CHARGE_STATUSES } from '../../src/model/payment.ts';
import { SERVER_HEALTH } from '../../src/model/server-columns.ts';
import { texts } from './english.ts';

const ADMIN = join(import.meta.dirname, '../../src/bot/admin');
const HEX = '0123456789abcdef'.repeat(4);

const READERS = {
  price: readPrice,
  stars: readStars,
  days: readDuration,
  traffic: readTraffic,
  devices: readDevices,
  moves: readMoves,
  pause: readPauseDays,
  trial: readTrialDays,
  packs: readPacks,
  extra: readExtraDevices,
  seats: readSeats,
  'plan name': readPlanName,
  'server name': readServerName,
  credentials: readCredentials,
  'public host': readPublicHost,
  fingerprint: readFingerprint,
  fullness: readFullness,
};

describe('what an admin types', () => {
  it.each([
    ['fullness', '75 90', { warning: 75, critical: 90 }],
    ['fullness', ' 50 %, 100 % ', { warning: 50, critical: 100 }],
    ['fullness', '1-2', { warning: 1, critical: 2 }],
    ['price', '4', 400n],
    ['price', '4.5', 450n],
    ['price', ' 4,50 ', 450n],
    ['price', '0.01', 1n],
    ['price', '9999999.99', 999_999_999n],
    ...['75', '90 75', '75 75', '0 50', '50 101', '7.5 90', 'a b', '-5 90'].map(
      (text) => ['fullness', text, 'fullness-form'] as const,
    ),
    ['price', '90071992', 'price-high'],
    ['price', '0', 'price-zero'],
    ['price', '0.00', 'price-zero'],
    ['price', '-1', 'price-form'],
    ['price', '+1', 'price-form'],
    ['price', 'NaN', 'price-form'],
    ['price', 'Infinity', 'price-form'],
    ['price', '1e3', 'price-form'],
    ['price', '１２', 'price-form'],
    ['price', '٤', 'price-form'],
    ['price', '4.', 'price-form'],
    ['price', '.5', 'price-form'],
    ['price', '1 000', 'price-form'],
    ['price', '1,000', 'price-decimals'],
    ['price', '0x10', 'price-form'],
    ['price', '', 'price-form'],
    ['price', '4 USD', 'price-form'],
    ['stars', '150', 150],
    ['stars', '0', 'stars-range'],
    ['stars', '100000', 100_000],
    ['stars', '100001', 'stars-range'],
    ['stars', '1.5', 'stars-form'],
    ['stars', '-5', 'stars-form'],
    ['days', '30', 30],
    ['days', '0', 'days-range'],
    ['days', '3651', 'days-range'],
    ['days', '1e2', 'days-form'],
    ['days', 'thirty', 'days-form'],
    ['days', '99999999999999999999', 'days-form'],
    ['traffic', '50', 50],
    ['traffic', 'Unlimited', null],
    ['traffic', '0', 'traffic-range'],
    ['traffic', '-1', 'traffic-form'],
    ['traffic', 'Безлимит', null],
    ['devices', 'no limit', null],
    ['devices', 'без ограничений', null],
    ['devices', '3', 3],
    ['devices', '1001', 'devices-range'],
    ['packs', '50 GB = 5, 10 ГБ=1.5', '10 GB = 1.50, 50 GB = 5.00'],
    ['packs', '10 = 1, 10 = 2', 'packs-form'],
    ['packs', '10 = 0', 'packs-form'],
    ['packs', '0 = 1', 'packs-form'],
    ['packs', '10 GB = 1.505', 'packs-form'],
    ['packs', '1=1,2=2,3=3,4=4,5=5,6=6,7=7', 'packs-form'],
    ['packs', '', 'packs-form'],
    ['extra', '2 = 1,5', '2 = 1.50'],
    ['extra', '10=3', '10 = 3.00'],
    ['extra', '0 = 1', 'extra-form'],
    ['extra', '2 = 0', 'extra-form'],
    ['extra', '2 = 1.505', 'extra-form'],
    ['extra', '2', 'extra-form'],
    ['moves', '0', 0],
    ['moves', '1001', 'moves-range'],
    ['moves', 'three', 'moves-form'],
    ['trial', '0', 0],
    ['trial', '3649', 3649],
    ['trial', '3650', 'trial-range'],
    ['trial', '-1', 'trial-form'],
    ['trial', '1.5', 'trial-form'],
    ['pause', '0', 0],
    ['pause', '366', 'pause-range'],
    ['pause', '-1', 'pause-form'],
    ['seats', 'unlimited', null],
    ['seats', '100', 100],
    ['seats', '１２', 'seats-form'],
    ['plan name', '  1   month ', '1 month'],
    ['plan name', ' \n ', 'name-empty'],
    ['plan name', 'x'.repeat(61), 'name-long'],
    ['plan name', '😀'.repeat(60), '😀'.repeat(60)],
    ['server name', 'Frankfurt\n1', 'Frankfurt 1'],
    ['server name', '', 'server-name-empty'],
    ['credentials', ' tok-en ', { kind: 'token', token: 'tok-en' }],
    ['credentials', 'ann  pass', { kind: 'password', username: 'ann', password: 'pass' }],
    ['credentials', 'ann\npass', { kind: 'password', username: 'ann', password: 'pass' }],
    [
      'credentials',
      'ann pass gezd-gnbv-gy3t-qojq===',
      { kind: 'password', username: 'ann', password: 'pass', totpSecret: 'GEZDGNBVGY3TQOJQ' },
    ],
    ...['one two three', 'ann pass 123456', 'ann pass GEZDGNBVGY3TQOJ1'].map(
      (text) => ['credentials', text, 'second-factor-form'] as const,
    ),
    ['credentials', 'one two three four', 'credentials-form'],
    ['credentials', '  ', 'credentials-form'],
    ['public host', 'DE1.Example.com', 'de1.example.com'],
    ['public host', '[2001:db8::1]', '2001:db8::1'],
    ['public host', '203.0.113.7', '203.0.113.7'],
    ['public host', 'https://de1.example.com', 'public-host-form'],
    ['public host', 'de1.example.com:443', 'public-host-form'],
    ['public host', 'de1 example', 'public-host-form'],
    ['public host', '999.1.1.1', 'public-host-form'],
    ['public host', '-bad.example.com', 'public-host-form'],
    ['fingerprint', HEX.toUpperCase(), HEX],
    ['fingerprint', HEX.replace(/(..)(?=.)/g, '$1:'), HEX],
    ['fingerprint', `sha256 Fingerprint=${HEX}`, HEX],
    ['fingerprint', HEX.slice(2), 'fingerprint-form'],
    ['fingerprint', `${HEX.slice(2)}zz`, 'fingerprint-form'],
  ] as const)('as %s, %j, is read right or refused with its mend', (reader, text, meant) => {
    const read = READERS[reader](text);

    expect(read.ok ? read.value : read.refusal.code).toEqual(meant);
  });

  it.each([
    ['127.0.0.1', true],
    ['10.1.2.3', true],
    ['172.31.0.1', true],
    ['192.168.1.1', true],
    ['100.64.0.1', true],
    ['::1', true],
    ['[fd00::1]', true],
    ['localhost', true],
    ['panel', true],
    ['box.local', true],
    ['203.0.113.7', false],
    ['2001:db8::1', false],
    ['de1.example.com', false],
  ])('as public host %s is called private: %s', (host, isPrivate) => {
    expect(isPrivateHost(host)).toBe(isPrivate);
  });
});

describe('the words for admins', () => {
  const sources = readdirSync(ADMIN).map((file) => readFileSync(join(ADMIN, file), 'utf8'));
  const found = (form: RegExp) =>
    sources.flatMap((source) => [...source.matchAll(form)].map(([, id = '']) => id));

  it('are there for every question, button and problem', () => {
    const questions = found(/\bid: '([a-z][a-z0-9-]+-[a-z0-9-]+)'/g);
    const problems = found(/code: '([a-z-]+-(?:form|empty|long|decimals|high|zero))'/g);
    const wholes = ['days', 'stars', 'traffic', 'devices', 'seats', 'moves', 'pause', 'trial'].flatMap(
      (field) => [`input-${field}-form`, `input-${field}-range`],
    );
    const all = [...questions, ...problems.map((code) => `input-${code}`), ...wholes];

    expect(questions.length).toBeGreaterThan(40);
    expect(all.filter((id) => !texts.has(id) && id !== 'worked-out')).toEqual([]);
  });

  it.each([
    ...Object.keys(STAFF_COMMANDS).map((name) => `command-${name}`),
    ...ORDER_STATUSES.map((status) => `order-status-${status}`),
    ...PROVISION_STATUSES.map((status) => `unit-status-${status}`),
    ...CHARGE_STATUSES.map((status) => `charge-status-${status}`),
    ...SERVER_HEALTH.map((health) => `server-health-${health}`),
    ...['active', 'full', 'maintenance', 'inactive', 'error'].map((status) => `inbound-status-${status}`),
    ...['inactive', 'not-on-sale', 'out-of-stock', 'no-capacity', 'server-down'].map(
      (why) => `plan-state-${why}`,
    ),
    ...['not-sent', 'ambiguous', 'session', 'busy', 'duplicate', 'permanent'].map(
      (kind) => `panel-fault-${kind}`,
    ),
    ...['poisoned', 'auth', 'tls', 'forbidden-address', 'unsupported'].map((kind) => `panel-fault-${kind}`),
    ...['not-a-url', 'scheme', 'userinfo', 'port', 'private-address', 'forbidden-address'].map(
      (reason) => `bad-address-${reason}`,
    ),
    ...['traffic', 'devices', 'seats'].flatMap((name) => [
      `newplan-${name}`,
      `newplan-button-no-${name}`,
      `newplan-summary-${name}`,
      `newplan-summary-no-${name}`,
    ]),
    ...['panel-known', 'foreign-shop', 'server-not-found', 'plan-not-found'].map((code) => `refusal-${code}`),
    ...['not-refundable', 'nothing-to-retry'].map((code) => `refusal-${code}`),
    ...['expired', 'updated'].map((end) => `wizard-${end}`),
  ])('know %s', (id) => {
    expect(texts.has(id)).toBe(true);
  });
});

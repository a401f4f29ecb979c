import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigProblems, readConfig } from '../src/config.ts';
import { placeholders, type Variable, variables } from '../src/config-variables.ts';

const TOKEN = `123456789:${'A'.repeat(35)}`;
const PASSWORD = 'canary-of-the-database';
const KEY = Buffer.alloc(32, 7).toString('base64');
const OTHER_KEY = Buffer.alloc(32, 8).toString('base64');
const LIVE = {
  BOT_TOKEN: TOKEN,
  OWNER_IDS: '11, 22',
  DATABASE_URL: `postgres://shop:${PASSWORD}@db/shop`,
  APP_KEYS: `k1:${KEY}`,
};

it('does not let a live shop be told to crash', () => {
  const { problems } = problemsOf({ ...LIVE, CRASH_AT: 'unit.completed:2' });
  expect(problems.map(({ name }) => name)).toEqual(['CRASH_AT']);
});

describe('choosing between sandbox and live shop', () => {
  it.each([
    ['nothing is set', {}, true],
    ['variables are there, but empty', { BOT_TOKEN: '', DATABASE_URL: ' ' }, true],
    ['everything of a live shop is set', LIVE, false],
    ['a live shop is set up and SANDBOX=1 says so', { ...LIVE, SANDBOX: '1' }, true],
    ['a token is given by the world and SANDBOX=1 says so', { BOT_TOKEN: TOKEN, SANDBOX: 'true' }, true],
  ])('when %s', (_, env, sandbox) => {
    expect(readConfig(env).sandbox).toBe(sandbox);
  });

  it.each([
    ['a token without a database', { BOT_TOKEN: TOKEN }, ['OWNER_IDS', 'DATABASE_URL', 'APP_KEYS']],
    [
      'a database without a token',
      { DATABASE_URL: LIVE.DATABASE_URL },
      ['BOT_TOKEN', 'OWNER_IDS', 'APP_KEYS'],
    ],
    ['SANDBOX=0 without anything', { SANDBOX: '0' }, ['BOT_TOKEN', 'OWNER_IDS', 'DATABASE_URL', 'APP_KEYS']],
    ['no keys', { ...LIVE, APP_KEYS: '' }, ['APP_KEYS']],
  ])('refuses a live shop that was given %s', (_, env, missing) => {
    expect(problemNames(env)).toEqual(missing);
  });

  it('runs a live shop on the embedded database only for somebody who was told what can be lost', () => {
    const { DATABASE_URL, ...env } = LIVE;
    expect(problemsOf(env).message).toMatch(
      /^DATABASE_URL: .*EMBEDDED_LIVE=1.*power cut can take the last seconds/,
    );
    expect(readConfig({ ...env, EMBEDDED_LIVE: '1' })).toMatchObject({
      sandbox: false,
      database: { url: null },
    });
  });
});

describe('where figures are served', () => {
  it('is nowhere unless a port is named, and then on loopback', () => {
    expect(readConfig(LIVE).metrics).toBeNull();
    expect(readConfig({ ...LIVE, METRICS_PORT: '9464' }).metrics).toEqual({ host: '127.0.0.1', port: 9464 });
    expect(readConfig({ METRICS_PORT: '' }).metrics).toBeNull();
  });

  it('may be an address that the monitoring reaches', () => {
    const { metrics } = readConfig({ ...LIVE, METRICS_PORT: '0', METRICS_HOST: '10.0.0.5' });
    expect(metrics).toEqual({ host: '10.0.0.5', port: 0 });
  });

  it('cannot be a port that there is not', () => {
    expect(problemNames({ ...LIVE, METRICS_PORT: '94640' })).toEqual(['METRICS_PORT']);
  });
});

describe('a right configuration', () => {
  it('has a default for everything that a live shop need not say', () => {
    expect(readConfig(LIVE)).toMatchObject({
      ownerIds: [11, 22],
      database: { dataDir: '.data' },
      telegram: { apiRoot: 'https://api.telegram.org' },
      web: { host: '127.0.0.1', port: 8081, publicUrl: null },
      shop: {
        name: '1000proxy',
        currency: 'USD',
        starsPerUnit: { numerator: 50n, denominator: 1n },
        reservation: 900_000,
        topUpAmounts: [500n, 1000n, 2000n],
        trials: { scope: 'plan', mostPerDay: 100 },
        termsUrl: null,
        termsVersion: '1',
      },
      roles: new Set(['web', 'bot', 'worker']),
      xui: { provisioningEnabled: true, healthCheckSeconds: 300 },
      lifecycle: {
        auto: true,
        graceDays: 3,
        timeZone: 'UTC',
        wakingHours: { from: 9, to: 21 },
        seconds: 300,
        remindSeconds: 3600,
      },
      limits: {
        laneLeaseMs: 30_000,
        laneRenewMs: 10_000,
        panelConnectMs: 5000,
        panelReadMs: 15_000,
        panelWriteMs: 35_000,
        panelLegacyWriteMs: 60_000,
        quietExtraMs: 5000,
        sweepMs: 15_000,
        inboxLeaseMs: 30_000,
        paymentLeaseMs: 5000,
        ledgerSeconds: 120,
        giveBackAfterHours: 24,
        messagesPerSecond: 30,
      },
      logLevel: 'info',
      allowPrivatePanels: false,
    });
  });

  it('is quick and open to private panels in the sandbox', () => {
    expect(readConfig({})).toMatchObject({
      botToken: null,
      keys: null,
      allowPrivatePanels: true,
      limits: {
        laneLeaseMs: 2000,
        laneRenewMs: 700,
        panelConnectMs: 1000,
        panelReadMs: 3000,
        panelWriteMs: 4000,
        panelLegacyWriteMs: 4000,
        quietExtraMs: 500,
        inboxLeaseMs: 3000,
        paymentLeaseMs: 2000,
      },
    });
    expect(readConfig({ ALLOW_PRIVATE_PANELS: 'no', LANE_LEASE_MS: '9000' })).toMatchObject({
      allowPrivatePanels: false,
      limits: { laneLeaseMs: 9000 },
    });
  });

  it('shows its secrets to nobody who does not ask for them', () => {
    const config = readConfig(LIVE);
    const shown = JSON.stringify({ ...config, shop: null });
    expect(shown).not.toMatch(new RegExp(`${TOKEN}|${PASSWORD}|${KEY}`));
    expect(config.botToken?.reveal()).toBe(TOKEN);
    expect(config.keys?.[0].key.reveal().toString('base64')).toBe(KEY);
  });

  it('cannot be changed, not even deep inside', () => {
    const config = readConfig(LIVE);
    expect(() => Object.assign(config.limits, { sweepMs: 1 })).toThrow(TypeError);
    expect(() => Object.assign(config, { sandbox: true })).toThrow(TypeError);
  });

  it.each([
    ['62.5', { numerator: 625n, denominator: 10n }],
    ['0.001', { numerator: 1n, denominator: 1000n }],
  ])('keeps %s Stars for a dollar exact', (text, starsPerUnit) => {
    expect(readConfig({ STARS_PER_UNIT: text }).shop.starsPerUnit).toEqual(starsPerUnit);
  });

  it('gives one free trial in all, or a number of them a day, where it is told so', () => {
    const { trials } = readConfig({ TRIAL_SCOPE: 'shop', TRIALS_PER_DAY: '0' }).shop;

    expect(trials).toEqual({ scope: 'shop', mostPerDay: 0 });
  });

  it.each([
    ['none', []],
    ['250, 99999', [250n, 99_999n]],
  ])('offers top-ups of %s', (text, topUpAmounts) => {
    expect(readConfig({ TOPUP_AMOUNTS: text }).shop.topUpAmounts).toEqual(topUpAmounts);
  });

  it.each([
    ['https://shop.example/', 'https://shop.example'],
    ['https://shop.example/bot//', 'https://shop.example/bot'],
    ['http://127.0.0.1:8081', 'http://127.0.0.1:8081'],
  ])('takes %s as its public address', (text, publicUrl) => {
    expect(readConfig({ PUBLIC_URL: text }).web.publicUrl).toBe(publicUrl);
  });

  it.each([
    ['https://shop.example/hook/telegram', '/hook/telegram'],
    ['https://shop.example:8443/x/', '/x'],
  ])('takes updates at %s', (WEBHOOK_URL, path) => {
    const { webhook } = readConfig({ ...LIVE, WEBHOOK_URL, WEBHOOK_SECRET: 'a_B-9' }).telegram;

    expect(webhook).toMatchObject({ url: WEBHOOK_URL.replace(/\/$/, ''), path });
    expect(webhook?.secret?.reveal()).toBe('a_B-9');
    expect(JSON.stringify(webhook)).not.toContain('a_B-9');
  });

  it('polls without WEBHOOK_URL, and needs no secret of its own with it', () => {
    const WEBHOOK_URL = 'https://shop.example/hook';
    expect(readConfig({ ...LIVE, WEBHOOK_SECRET: 'left-behind' }).telegram.webhook).toBeNull();
    expect(readConfig({ ...LIVE, WEBHOOK_URL }).telegram.webhook?.secret).toBeNull();
  });

  it('takes a webhook by http on this machine where Telegram stands there too', () => {
    const env = { ...LIVE, TELEGRAM_API_ROOT: 'http://127.0.0.1:8081' };
    const url = 'http://127.0.0.1:4711/hook';

    expect(readConfig({ ...env, WEBHOOK_URL: url }).telegram.webhook?.url).toBe(url);
  });

  it('takes any port for the webhook of a Bot API server of one’s own', () => {
    const env = { ...LIVE, TELEGRAM_API_ROOT: 'https://api.shop.example' };

    expect(
      readConfig({ ...env, WEBHOOK_URL: 'https://shop.example:9999/hook' }).telegram.webhook,
    ).not.toBeNull();
  });

  it('takes some roles, another currency and a free port', () => {
    const config = readConfig({ ROLE: 'bot, worker', SHOP_CURRENCY: 'eur', WEB_PORT: '0' });
    expect([...config.roles]).toEqual(['bot', 'worker']);
    expect(config).toMatchObject({ shop: { currency: 'EUR' }, web: { port: 0 } });
  });

  it('seals with the first of its keys, also when they stand in a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'shop-keys-'));
    const file = join(folder, 'keys');
    writeFileSync(file, `k2:${OTHER_KEY}\nk1:${KEY}\n`);
    const { APP_KEYS, ...env } = LIVE;
    expect(readConfig({ ...env, APP_KEYS_FILE: file }).keys?.map(({ id }) => id)).toEqual(['k2', 'k1']);
    rmSync(folder, { recursive: true });
  });
});

describe('a wrong configuration', () => {
  it.each([
    ['BOT_TOKEN', '12:short'],
    ['OWNER_IDS', '11,ann'],
    ['OWNER_IDS', '11,'],
    ['DATABASE_URL', 'mysql://db/shop'],
    ['MONGODB_URI', 'https://db/jobs'],
    ['MONGODB_URI', 'mongodb://'],
    ['TELEGRAM_API_ROOT', 'api.telegram.org'],
    ['PUBLIC_URL', 'http://shop.example'],
    ['PUBLIC_URL', 'https://ann:secret@shop.example'],
    ['PUBLIC_URL', 'http://127.0.0.1.evil.example'],
    ['PUBLIC_URL', 'https://shop.example/?page=1'],
    ['WEBHOOK_URL', 'http://shop.example/hook'],
    ['WEBHOOK_URL', 'http://127.0.0.1/hook'],
    ['WEBHOOK_URL', 'https://shop.example/'],
    ['WEBHOOK_URL', 'https://shop.example/s/hook'],
    ['WEBHOOK_URL', 'https://shop.example/readyz'],
    ['WEBHOOK_URL', 'https://shop.example/hook/:any'],
    ['WEBHOOK_URL', 'https://shop.example/hook?secret=1'],
    ['WEBHOOK_URL', 'https://shop.example:8080/hook'],
    ['WEBHOOK_SECRET', 'with a blank'],
    ['WEBHOOK_SECRET', 'x'.repeat(257)],
    ['WEB_PORT', '65536'],
    ['WEB_PORT', '80.5'],
    ['WEB_HOST', 'http://0.0.0.0'],
    ['APP_KEYS', `k1:${KEY},k1:${OTHER_KEY}`],
    ['APP_KEYS', `k1:${Buffer.alloc(16).toString('base64')}`],
    ['APP_KEYS', KEY],
    ['APP_KEYS_FILE', '/nowhere/at/all'],
    ['SANDBOX', 'maybe'],
    ['EMBEDDED_LIVE', '2'],
    ['ALLOW_PRIVATE_PANELS', 'on and off'],
    ['SHOP_NAME', 'x'.repeat(65)],
    ['SHOP_CURRENCY', 'XTR'],
    ['SHOP_CURRENCY', 'dollars'],
    ['STARS_PER_UNIT', '0'],
    ['STARS_PER_UNIT', '0.0'],
    ['STARS_PER_UNIT', '-1'],
    ['STARS_PER_UNIT', '1e3'],
    ['TERMS_URL', 'javascript:alert(1)'],
    ['PRIVACY_URL', 'privacy.html'],
    ['SUPPORT_CONTACT', 'x'.repeat(257)],
    ['TERMS_VERSION', 'x'.repeat(33)],
    ['LOG_LEVEL', 'loud'],
    ['CRASH_AT', 'unit.completed:0'],
    ['ROLE', 'web,cook'],
    ['ROLE', ','],
    ['XUI_PROVISIONING_ENABLED', 'x'],
    ['XUI_HEALTH_CHECK_INTERVAL', '29'],
    ['XUI_AUTO_LIFECYCLE', 'maybe'],
    ['LIFECYCLE_SECONDS', '9'],
    ['REMIND_SECONDS', '0'],
    ['GRACE_DAYS', '-1'],
    ['SHOP_TIMEZONE', 'Mars/Olympus'],
    ['WAKING_HOURS', '21-9'],
    ['WAKING_HOURS', '9-25'],
    ['RESERVATION_MINUTES', '0'],
    ['TOPUP_AMOUNTS', '5.00'],
    ['TOPUP_AMOUNTS', '0'],
    ['TOPUP_AMOUNTS', '1,2,3,4,5,6,7'],
    ['TRIAL_SCOPE', 'person'],
    ['TRIALS_PER_DAY', '-1'],
    ['GIVE_BACK_AFTER_HOURS', '0'],
    ['SWEEP_SECONDS', '0'],
    ['LANE_LEASE_MS', '-1'],
    ['LANE_RENEW_MS', '1000'],
    ['PANEL_CONNECT_MS', '3000'],
    ['PANEL_READ_MS', '1e4'],
    ['PANEL_WRITE_MS', '99999999999'],
    ['PANEL_LEGACY_WRITE_MS', '1 min'],
    ['QUIET_EXTRA_MS', '5 s'],
    ['INBOX_LEASE_MS', '0'],
    ['BREAKER_WINDOW_MS', '0'],
    ['POLLER_LEASE_MS', '0'],
    ['PAYMENT_LEASE_MS', ' 0x10'],
    ['STARS_LEDGER_SECONDS', '1'],
    ['TELEGRAM_PER_SECOND', '5'],
  ])('is refused for %s=%s alone, with a mend and without the value', (name, value) => {
    const { problems, message } = problemsOf({ SANDBOX: '1', [name]: value });
    expect(problems.map((problem) => problem.name)).toEqual([name]);
    expect(message).toMatch(/^[A-Z_]+: .+ — .+$/);
    if (value.length > 12) expect(message).not.toContain(value);
  });

  it('is told whole: every problem on a line of its own, at once', () => {
    const env = {
      ...LIVE,
      BOT_TOKEN: 'x',
      WEB_PORT: 'x',
      LOG_LEVEL: 'x',
      OWNER_IDS: '',
      LANE_RENEW_MS: '15000',
    };
    const { message } = problemsOf(env);
    const names = message.split('\n').map((line) => line.split(':')[0]);
    expect(names).toEqual(['BOT_TOKEN', 'WEB_PORT', 'LOG_LEVEL', 'OWNER_IDS', 'LANE_RENEW_MS']);
  });

  it('is one whose webhook holds the token of the bot: addresses stand in logs', () => {
    const WEBHOOK_URL = `https://shop.example/hook/${'A'.repeat(35)}`;

    const { message } = problemsOf({ ...LIVE, WEBHOOK_URL });

    expect(message).toMatch(/^WEBHOOK_URL: holds the token of the bot/);
    expect(message).not.toContain('AAAA');
  });

  it('is one that gives keys in two ways', () => {
    const folder = mkdtempSync(join(tmpdir(), 'shop-keys-'));
    const file = join(folder, 'keys');
    writeFileSync(file, `k1:${KEY}`);
    expect(problemNames({ ...LIVE, APP_KEYS_FILE: file })).toEqual(['APP_KEYS_FILE']);
    rmSync(folder, { recursive: true });
  });
});

describe('the file .env of the folder it is started in', () => {
  const kept = { folder: process.cwd(), environment: { ...process.env } };
  const folder = mkdtempSync(join(tmpdir(), 'dotenv-'));
  beforeEach(() => {
    process.chdir(folder);
    writeFileSync('.env', 'SHOP_NAME=From the file\nSHOP_CURRENCY=EUR\n');
  });
  afterEach(() => {
    process.chdir(kept.folder);
    for (const name of ['SHOP_NAME', 'SHOP_CURRENCY', 'SANDBOX']) delete process.env[name];
    Object.assign(process.env, kept.environment);
  });

  it('is read, and the environment goes before it', () => {
    process.env.SHOP_NAME = 'From the environment';

    expect(readConfig().shop).toMatchObject({ name: 'From the environment', currency: 'EUR' });
  });

  it('is not for a sandbox that a command starts', () => {
    process.env.SANDBOX = '1';

    expect(readConfig().shop.currency).toBe('USD');
  });
});

describe('a live shop that is being tried out', () => {
  it.each(['http://127.0.0.1:8081', 'http://localhost:8081', 'http://[::1]:8081'])(
    'makes its own keys beside a Telegram on this machine, at %s',
    (TELEGRAM_API_ROOT) => {
      expect(readConfig({ ...LIVE, APP_KEYS: '', TELEGRAM_API_ROOT }).keys).toBeNull();
    },
  );

  it('needs keys as soon as Telegram is somewhere else', () => {
    const env = { ...LIVE, APP_KEYS: '', TELEGRAM_API_ROOT: 'http://127.evil.example:8081' };

    expect(() => readConfig(env)).toThrow(/APP_KEYS: is missing/);
  });
});

describe('.env.example', () => {
  const lines = readFileSync(new URL('../.env.example', import.meta.url), 'utf8').split('\n');
  const settings = lines.flatMap((line, at) => {
    const [, mark, name, value] = /^(#?)([A-Z_]+)=(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ mark, name, value, at }];
  });

  it('names every variable once, and nothing else', () => {
    expect(settings.map(({ name }) => name).toSorted()).toEqual(Object.keys(variables).toSorted());
  });

  it('explains each', () => {
    for (const { at } of settings) expect(lines[at - 1]).toMatch(/^# .{10,}/);
  });

  it('fills in placeholders only, and shows the defaults of the rest', () => {
    const set = settings.filter(({ mark }) => mark === '').map(({ name, value }) => [name, value]);
    expect(Object.fromEntries(set)).toEqual(placeholders);
    const known: Record<string, Variable> = variables;
    for (const { name, value } of settings.filter(({ mark }) => mark === '#')) {
      expect(`${name}=${value}`).toBe(`${name}=${known[name]?.fallback ?? ''}`);
    }
  });

  it('starts no live shop as it stands', () => {
    expect(problemNames(placeholders)).toEqual(['BOT_TOKEN', 'OWNER_IDS', 'DATABASE_URL', 'APP_KEYS']);
    expect(problemsOf(placeholders).message).toMatch(/^BOT_TOKEN: still holds the example/);
    expect(problemNames({ ...LIVE, BOT_TOKEN: placeholders.BOT_TOKEN })).toEqual(['BOT_TOKEN']);
  });
});

function problemsOf(env: Record<string, string>): ConfigProblems {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigProblems) return error;
    throw error;
  }
  throw new Error('this configuration was taken');
}

const problemNames = (env: Record<string, string>): string[] =>
  problemsOf(env).problems.map(({ name }) => name);

import { afterEach, describe, expect, it } from 'vitest';
import { qrPng } from '../../src/bot/views/qr-png.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import { readQr } from '../../src/sandbox/telegram/read-qr.ts';
import type { SubscriptionView } from '../../src/services/delivery/views.ts';
import { subscriptionRoutes } from '../../src/web/subscription-routes.ts';
import { expectAllWords, texts } from '../bot/english.ts';

const TOKEN = 'abcdefghijklmnopqrstuvwxyz0';
const URL_OF_IT = `https://shop.example/s/${TOKEN}`;
const LINK = 'vless://11111111-2222-4333-8444-555555555555@de.example:443?type=tcp#<b>"x"';
const VIEW: SubscriptionView = {
  links: [LINK],
  used: gigabytes(10n),
  limit: gigabytes(50n),
  expiresAt: new Date('2026-12-02T12:00:00Z'),
  language: 'en',
  url: URL_OF_IT,
  accesses: [
    {
      planName: '<script>alert(1)</script>',
      server: 'Frankfurt & Co',
      expiresAt: new Date('2026-12-02T12:00:00Z'),
      used: gigabytes(10n),
      limit: gigabytes(50n),
    },
  ],
};
const BROWSER = { accept: 'text/html', 'user-agent': 'Mozilla/5.0' };

function ask(view: Partial<SubscriptionView>, path = '', headers: Record<string, string> = BROWSER) {
  const app = subscriptionRoutes({
    delivery: { subscription: async (token) => (token === TOKEN ? { ...VIEW, ...view } : null) },
    shop: { name: 'Anna’s <shop>' },
    clock: { now: () => new Date('2026-11-22T12:00:00Z') },
    texts,
    telegram: { botInfo: { username: 'shop_bot' } },
    qrPng,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  return app.request(`/s/${TOKEN}${path}`, { headers });
}

afterEach(expectAllWords);

describe('a subscription address in a browser', () => {
  it('shows what runs, how long and how much, and nothing that a browser takes for markup of others', async () => {
    const text = await (await ask({})).text();

    expect(text).toContain('Frankfurt &amp; Co');
    expect(text).toContain('10 days left');
    expect(text).toContain('40 GB left');
    expect(text).not.toContain('<script');
    expect(text).not.toContain('<b>"x"');
    expect(text).not.toContain('<shop>');
  });

  it('shows a code that holds the address', async () => {
    const text = await (await ask({})).text();
    const [, data = ''] = /src="data:image\/png;base64,([^"]+)"/.exec(text) ?? [];

    expect(await readQr(Buffer.from(data, 'base64'))).toBe(URL_OF_IT);
  });

  it.each([
    `v2rayng://install-config?name=Anna%E2%80%99s%20%3Cshop%3E&amp;url=${encodeURIComponent(URL_OF_IT)}`,
    `streisand://import/${URL_OF_IT}`,
    `happ://add/${URL_OF_IT}`,
    `hiddify://import/${URL_OF_IT}#`,
    `sub://${Buffer.from(URL_OF_IT).toString('base64')}`,
  ])('opens an app with %s', async (deepLink) => {
    expect(await (await ask({})).text()).toContain(`href="${deepLink}`);
  });

  it('shows the guide of the platform that was asked for first, and open', async () => {
    const text = await (await ask({}, '?for=windows')).text();
    const guides = [...text.matchAll(/<details (open)?><summary>([^<]+)</g)].map(([, open, name]) => [
      name,
      open,
    ]);

    expect(guides).toEqual([
      ['Windows', 'open'],
      ['Android', undefined],
      ['iPhone, iPad', undefined],
      ['macOS', undefined],
      ['Linux', undefined],
    ]);
    expect(text.indexOf('How to connect')).toBeLessThan(text.indexOf('Your access'));
  });

  it.each(['', '?for=toaster', '?for=%3Cscript%3E'])('opens no guide by itself at %j', async (path) => {
    const text = await (await ask({}, path)).text();

    expect(text).not.toContain('<details open>');
    expect(text).not.toContain('toaster');
    expect(text.indexOf('How to connect')).toBeGreaterThan(text.indexOf('Your access'));
  });

  it('is a page of its own: no script, nothing from elsewhere, kept and found by nobody', async () => {
    const { headers } = await ask({});
    const policy = headers.get('content-security-policy') ?? '';

    expect(policy).toMatch(/^default-src 'none'; img-src data:; style-src 'sha256-[^']+';/);
    expect(policy).not.toMatch(/script|https?:/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('speaks the language of its customer', async () => {
    const text = await (await ask({ language: 'ru' })).text();

    expect(text).toContain('<html lang="ru">');
    expect(text).toContain('Как подключиться');
  });

  it('says what to do when nothing runs', async () => {
    const text = await (await ask({ links: [], accesses: [] })).text();

    expect(text).toContain('Nothing of yours runs at the moment');
    expect(text).toContain('https://t.me/shop_bot');
    expect(text).not.toContain('v2rayng://');
  });
});

describe('a subscription address for apps', () => {
  it('names the formats when it is asked for another', async () => {
    const answer = await ask({}, '?format=pdf');

    expect([answer.status, await answer.text()]).toEqual([
      400,
      'no such format; there are: base64, clash, sing-box, html\n',
    ]);
  });

  it.each([
    ['clash', 'application/yaml; charset=utf-8', '.yaml'],
    ['sing-box', 'application/json; charset=utf-8', '.json'],
    ['base64', 'text/plain; charset=utf-8', '.txt'],
  ])('gives %s with the headers that apps read', async (format, type, ending) => {
    const { headers } = await ask({}, `?format=${format}`);

    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('content-disposition')).toContain(`${ending}`);
    expect(headers.get('subscription-userinfo')).toMatch(/^upload=0; download=\d+; total=\d+; expire=\d+$/);
    expect(headers.get('profile-web-page-url')).toBe(URL_OF_IT);
    expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
  });

  it('says how many links a format has no words for', async () => {
    const kcp = LINK.replace('type=tcp', 'type=kcp');

    const answer = await ask({ links: [LINK, kcp] }, '?format=sing-box');

    expect(answer.headers.get('x-links-left-out')).toBe('1');
  });
});

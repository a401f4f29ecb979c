import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { qrPng } from '../../src/bot/views/qr-png.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import type { SubscriptionView } from '../../src/services/delivery/views.ts';
import type { LogFields } from '../../src/services/ports/logger.ts';
import { subscriptionRoutes } from '../../src/web/subscription-routes.ts';
import { startWebServer, type WebServer } from '../../src/web/web-server.ts';
import { texts } from '../bot/english.ts';

const TOKEN = 'abcdefghijklmnopqrstuvwxyz0';
const LINKS = ['vless://one@a.example:443#x', 'trojan://two@b.example:443#y'];
const SUBSCRIPTION: SubscriptionView = {
  links: LINKS,
  used: gigabytes(1n),
  limit: gigabytes(50n),
  expiresAt: new Date('2026-12-22T12:00:00Z'),
  language: 'en',
  url: `https://shop.example/s/${TOKEN}`,
  accesses: [],
};
const PARTS = {
  shop: { name: 'Anna’s <shop>' },
  clock: { now: () => new Date('2026-11-22T12:00:00Z') },
  texts,
  telegram: { botInfo: { username: 'shop_bot' } },
  qrPng,
};

const servers: WebServer[] = [];
const told: { event: string; fields?: LogFields }[] = [];
let realTime = 0;

async function serve(subscription: () => Promise<SubscriptionView | null>): Promise<string> {
  const tell = (event: string, fields?: LogFields) => told.push({ event, fields });
  const app = subscriptionRoutes({
    delivery: { subscription: (token) => (token === TOKEN ? subscription() : Promise.resolve(null)) },
    ...PARTS,
    log: { info: tell, warn: tell, error: tell },
    realTime: () => realTime,
  });
  const server = await startWebServer({ host: '127.0.0.1', port: 0, app });
  servers.push(server);
  return server.url;
}

const served = () => serve(async () => SUBSCRIPTION);

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  told.length = 0;
});

describe('a subscription address', () => {
  it('gives the links to a proxy app, encoded as it expects', async () => {
    const answer = await fetch(`${await served()}/s/${TOKEN}`);

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(Buffer.from(await answer.text(), 'base64').toString()).toBe(LINKS.join('\n'));
  });

  it('tells traffic, end and the name of the shop, and is kept by no cache', async () => {
    const { headers } = await fetch(`${await served()}/s/${TOKEN}`);

    expect(headers.get('subscription-userinfo')).toBe(
      'upload=0; download=1073741824; total=53687091200; expire=1797940800',
    );
    expect(headers.get('profile-title')).toBe(`base64:${Buffer.from('Anna’s <shop>').toString('base64')}`);
    expect(headers.get('profile-update-interval')).toBe('12');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('says 0 for "no limit" and "no end"', async () => {
    const url = await serve(async () => ({ ...SUBSCRIPTION, limit: null, expiresAt: null }));

    const { headers } = await fetch(`${url}/s/${TOKEN}`);

    expect(headers.get('subscription-userinfo')).toBe('upload=0; download=1073741824; total=0; expire=0');
  });

  it('answers HEAD with the same headers and no body', async () => {
    const answer = await fetch(`${await served()}/s/${TOKEN}`, { method: 'HEAD' });

    expect(answer.status).toBe(200);
    expect(answer.headers.get('subscription-userinfo')).toContain('download=1073741824');
    expect(await answer.text()).toBe('');
  });

  it('is not told apart from any missing page when the token is wrong', async () => {
    const url = await served();
    const paths = ['/s/zzzzzzzzzzzzzzzzzzzzzzzzzzz', '/s/short', `/s/${TOKEN}0`, '/s/', '/', '/admin'];

    const answers = await Promise.all(paths.map((path) => fetch(url + path)));

    const seen = await Promise.all(answers.map(async (each) => [each.status, await each.text()].join(' ')));
    expect(new Set(seen)).toEqual(new Set(['404 not found\n']));
  });

  it('answers 60 times an hour, then asks for patience, then answers again', async () => {
    const url = `${await served()}/s/${TOKEN}`;
    const statuses: number[] = [];
    for (let count = 0; count < 61; count++) statuses.push((await fetch(url)).status);
    realTime += 3_600_000;

    const later = await fetch(url);

    expect(statuses).toEqual([...Array(60).fill(200), 429]);
    expect(later.status).toBe(200);
  });

  it('asks to come again when the shop cannot look it up, and never writes the token down', async () => {
    const url = await serve(() => Promise.reject(new Error('no database')));

    const answer = await fetch(`${url}/s/${TOKEN}`);

    expect(answer.status).toBe(503);
    expect(told.map(({ event }) => event)).toEqual(['web.failed']);
    expect(JSON.stringify(told)).not.toContain(TOKEN);
  });
});

describe('the web server', () => {
  it('says that it is alive', async () => {
    const answer = await fetch(`${await served()}/healthz`);

    expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
  });

  it('says that a port is taken', async () => {
    const { port } = new URL(await served());
    const app = subscriptionRoutes({
      ...PARTS,
      delivery: { subscription: async () => null },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });

    await expect(startWebServer({ host: '127.0.0.1', port: Number(port), app })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  it('closes at once, also while somebody keeps a connection open', async () => {
    const url = await served();
    await new Promise<void>((resolve, reject) => {
      const call = request(`${url}/healthz`, { headers: { connection: 'keep-alive' } }, (answer) => {
        answer.resume().on('end', resolve);
      });
      call.on('error', reject).end();
    });

    await servers.splice(0)[0]?.close();

    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });
});

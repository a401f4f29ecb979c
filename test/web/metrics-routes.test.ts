import { describe, expect, it } from 'vitest';
import type { Logger } from '../../src/services/ports/logger.ts';
import { metricsRoutes } from '../../src/web/metrics-routes.ts';

const lines: string[] = [];
const log: Logger = { info: () => {}, warn: () => {}, error: (event) => void lines.push(event) };
const contentType = 'text/plain; version=0.0.4; charset=utf-8';

const ask = (path: string, text: () => Promise<string>) =>
  metricsRoutes({ text, contentType, log }).request(path);

describe('the door for monitoring', () => {
  it('hands the figures out as Prometheus reads them', async () => {
    const answer = await ask('/metrics', async () => 'shop_database_up 1\n');

    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toBe(contentType);
    expect(await answer.text()).toBe('shop_database_up 1\n');
  });

  it('says that the process lives, whatever the figures', async () => {
    const answer = await ask('/healthz', () => Promise.reject(new Error('no figures')));

    expect(await answer.json()).toEqual({ ok: true });
  });

  it('tells nobody but the log why there are no figures', async () => {
    const answer = await ask('/metrics', () => Promise.reject(new Error('postgres://shop:password@db')));

    expect(answer.status).toBe(503);
    expect(await answer.text()).toBe('please try again later\n');
    expect(lines).toEqual(['metrics.failed']);
  });

  it('has nothing else behind it', async () => {
    expect((await ask('/s/anything', async () => '')).status).toBe(404);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { WholeShop } from '../support/whole-shop.ts';

const started = z.object({ event: z.literal('shop.started'), web: z.string() });

let shop: WholeShop;

beforeAll(async () => {
  shop = await WholeShop.open();
});

afterAll(async () => {
  await shop.expectClean();
  await shop.close();
});

/** Where the running shop serves, as its log says. */
function webUrl(): string {
  const line = shop.lines.find((each) => each.includes('"shop.started"')) ?? '{}';
  return started.parse(JSON.parse(line)).web;
}

describe('a whole shop that has opened', () => {
  it('lives, and is ready: database, clock, inbox and sender are there', async () => {
    await shop.until('it says where it serves', () =>
      shop.lines.some((line) => line.includes('shop.started')),
    );

    const [health, ready] = await Promise.all(['/healthz', '/readyz'].map((path) => fetch(webUrl() + path)));

    expect([health?.status, ready?.status]).toEqual([200, 200]);
    expect(await ready?.json()).toMatchObject({ ready: true, missing: [] });
  });

  it('is still ready when the sandbox has moved its clock by a day: the machine’s clock counts', async () => {
    await shop.pass({ hours: 24 });

    const ready = await fetch(`${webUrl()}/readyz`);

    expect(ready.status).toBe(200);
  });
});

import { BotError, GrammyError, HttpError } from 'grammy';
import type { Update } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import { openTestDatabase, workOn } from '../support/database.ts';
import { age, checkout, inboxOn, listener, message, soon, store, stored, tap } from './inbox-scene.ts';

const freshWork = async () => workOn(await openTestDatabase());

const refusal = (code: number, description: string) =>
  new GrammyError('failed', { ok: false, error_code: code, description }, 'sendMessage', {});

describe('handling updates', () => {
  it('handles the updates of a person one after the other and forgets what they said', async () => {
    const work = await freshWork();
    const { heard, hear } = listener(3);
    const steps: string[] = [];
    const handle = async (update: Update) => {
      steps.push(`${update.update_id} begins`);
      await new Promise(setImmediate);
      steps.push(`${update.update_id} ends`);
      hear(update);
    };
    const { inbox } = inboxOn(work, { handle });
    await store(work, [message(1, 7, 'one'), message(2, 7, 'two'), tap(3, 7)]);

    inbox.start();
    await heard;
    await inbox.stop();

    expect(steps).toEqual([1, 2, 3].flatMap((id) => [`${id} begins`, `${id} ends`]));
    expect(await stored(work)).toMatchObject(
      [1, 2, 3].map(() => ({ state: 'done', body: null, attempts: 1 })),
    );
    expect(await inbox.idle()).toBe(0);
  });

  it('tries a failed update again after one second and then after five', async () => {
    const work = await freshWork();
    const tries = listener(3);
    const { inbox, clock } = inboxOn(work, {
      handle: async (update) => {
        tries.hear(update);
        if (tries.seen.length < 3) throw new Error('panel down');
      },
    });
    await store(work, [message(1, 7)]);

    inbox.start();
    await soon(async () => (await stored(work))[0]?.error).toBe('Error: panel down');
    expect(await inbox.idle()).toBe(0);
    clock.move(1_000);
    inbox.wake();
    await soon(async () => (await stored(work))[0]?.attempts).toBe(2);
    clock.move(3_000);
    inbox.wake();
    expect(tries.seen).toHaveLength(2);
    clock.move(6_100);
    inbox.wake();
    await tries.heard;
    await inbox.stop();

    expect((await stored(work))[0]).toMatchObject({ state: 'done', attempts: 3 });
  });

  it('puts an update aside after three failed tries, and the lane goes on', async () => {
    const work = await freshWork();
    const { seen, heard, hear } = listener(1);
    const { inbox, clock, asides } = inboxOn(work, {
      handle: async (update) => {
        if (update.update_id === 1) throw new Error("bad value 'hunter2' at https://example.com/s/abc");
        hear(update);
      },
    });
    await store(work, [message(1, 7), message(2, 7)]);

    inbox.start();
    for (const attempts of [1, 2]) {
      await soon(async () => (await stored(work))[0]).toMatchObject({ attempts, state: 'open' });
      clock.move(attempts * 60_000);
      inbox.wake();
    }
    await heard;
    await inbox.stop();

    expect(seen[0]?.update_id).toBe(2);
    expect(asides).toEqual([{ id: 1, reason: 'Error: bad value … at …' }]);
    expect((await stored(work))[0]).toMatchObject({
      state: 'failed',
      body: null,
      error: 'Error: bad value … at …',
    });
  });

  it.each([
    ['answers 502 with a page of HTML', new HttpError('failed', new SyntaxError('Unexpected token <'))],
    ['asks to wait', refusal(429, 'Too Many Requests: retry after 1')],
    ['has a fault of its own', refusal(500, 'Internal Server Error')],
  ])('gives no update up while Telegram %s', async (_, fault) => {
    const work = await freshWork();
    const tries = listener(6);
    const { inbox, clock, asides } = inboxOn(work, {
      handle: async (update) => {
        tries.hear(update);
        if (tries.seen.length < 6) throw new BotError(fault, {} as never);
      },
    });
    await store(work, [message(1, 7)]);

    inbox.start();
    for (const tried of [1, 2, 3, 4, 5]) {
      await soon(async () => tries.seen.length).toBe(tried);
      await soon(async () => inbox.idle()).toBe(0);
      clock.move(tried * 61_000);
      inbox.wake();
    }
    await tries.heard;
    await inbox.stop();

    expect(asides).toEqual([]);
    expect((await stored(work))[0]).toMatchObject({ state: 'done' });
  });

  it('waits a second after the first fault of Telegram, however old the update was by then', async () => {
    const work = await freshWork();
    await store(work, [message(1, 7)]);
    await age(work, 600);
    const tries = listener(2);
    const { inbox, clock } = inboxOn(work, {
      handle: async (update) => {
        tries.hear(update);
        if (tries.seen.length < 2) throw refusal(502, 'Bad Gateway');
      },
    });

    inbox.start();
    await soon(async () => (await stored(work))[0]?.error).toBe('502 Bad Gateway');
    clock.move(1_000);
    inbox.wake();
    await tries.heard;
    await inbox.stop();

    expect((await stored(work))[0]?.state).toBe('done');
  });

  it('gives an update up at last that Telegram has failed for an hour', async () => {
    const work = await freshWork();
    await store(work, [message(1, 7)]);
    await age(work, 3_601);
    const { inbox, clock, asides } = inboxOn(work, {
      handle: () => Promise.reject(refusal(500, 'Internal Server Error')),
    });

    inbox.start();
    for (const attempts of [1, 2]) {
      await soon(async () => (await stored(work))[0]).toMatchObject({ attempts, state: 'open' });
      clock.move(attempts * 61_000);
      inbox.wake();
    }
    await soon(async () => (await stored(work))[0]?.state).toBe('failed');
    await inbox.stop();

    expect(asides).toEqual([{ id: 1, reason: '500 Internal Server Error' }]);
  });

  it('counts a handler that outlives its lease as failed, and its late end changes nothing', async () => {
    const work = await freshWork();
    const { promise: ending, resolve: end } = Promise.withResolvers<void>();
    const first = listener(1);
    const { inbox } = inboxOn(work, {
      leases: { payment: 100, other: 100 },
      handle: (update) => {
        first.hear(update);
        return ending;
      },
    });
    await store(work, [message(1, 7)]);

    inbox.start();
    await first.heard;
    await soon(async () => (await stored(work))[0]?.error).toMatch(/longer than its lease/);
    end();
    await inbox.stop();

    expect((await stored(work))[0]).toMatchObject({ state: 'open', attempts: 1 });
  });

  it('handles a payment while every other slot is taken', async () => {
    const work = await freshWork();
    const { promise: ending, resolve: end } = Promise.withResolvers<void>();
    const { heard, hear } = listener(1);
    const { inbox } = inboxOn(work, {
      slots: { payments: 1, others: 2 },
      handle: (update) => {
        if (!update.pre_checkout_query) return ending;
        hear(update);
        return Promise.resolve();
      },
    });
    await store(work, [message(1, 7), message(2, 8), message(3, 9), checkout(4, 7)]);

    inbox.start();
    await heard;
    end();
    await inbox.stop();

    expect((await stored(work)).at(-1)?.state).toBe('done');
  });

  it('does not answer a checkout that Telegram has cancelled by then', async () => {
    const work = await freshWork();
    const { seen, hear } = listener(1);
    await store(work, [checkout(1, 7)]);
    await age(work, 11);
    const { inbox } = inboxOn(work, { handle: async (update) => hear(update) });

    inbox.start();
    await soon(async () => (await stored(work))[0]?.state).toBe('done');
    await inbox.stop();

    expect(seen).toEqual([]);
  });

  it('draws the screen of an old tap anew and does not do what it asked', async () => {
    const work = await freshWork();
    const { seen, heard, hear } = listener(1);
    await store(work, [tap(1, 7)]);
    await age(work, 61);
    const { inbox } = inboxOn(work, {
      handle: async (update) => hear(update),
      redraw: () => message(1, 7, 'harmless'),
    });

    inbox.start();
    await heard;
    await inbox.stop();

    expect(seen[0]?.message?.text).toBe('harmless');
  });

  it('forgets handled updates after seven days', async () => {
    const work = await freshWork();
    const { inbox } = inboxOn(work);
    await store(work, [message(1, 7)]);
    inbox.start();
    await soon(async () => (await stored(work))[0]?.state).toBe('done');
    await inbox.stop();
    await store(work, [message(2, 7)]);
    const days = (count: number) => new Date(Date.now() + count * 24 * 60 * 60 * 1_000);

    expect(await inbox.prune(days(6))).toBe(0);
    expect(await inbox.prune(days(8))).toBe(1);
    expect((await stored(work)).map((row) => row.id)).toEqual([2]);
  });
});

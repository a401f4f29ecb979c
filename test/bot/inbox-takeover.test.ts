import type { Update } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import {
  claimHeads,
  extendLease,
  finishUpdate,
  postponeUpdate,
} from '../../src/bot/inbox/inbox-statements.ts';
import { openTestDatabase, openTestServer, workOn } from '../support/database.ts';
import { BOT, inboxOn, listener, message, soon, store, stored } from './inbox-scene.ts';

const freshWork = async () => workOn(await openTestDatabase());

describe('several inboxes', () => {
  it('takes up what a killed process left, once its lease is over', async () => {
    const work = await freshWork();
    const { heard, hear } = listener(1);
    await store(work, [message(1, 7)]);
    const claim = { botId: BOT, now: new Date(), payments: false, most: 1 };
    await work.do((em) => claimHeads(em, { ...claim, leaseMs: 400 }));
    const early = await work.do((em) => claimHeads(em, { ...claim, leaseMs: 400 }));
    const { inbox } = inboxOn(work, { handle: async (update) => hear(update) });

    inbox.start();
    await heard;
    await inbox.stop();

    expect(early).toEqual([]);
    expect((await stored(work))[0]).toMatchObject({ state: 'done', attempts: 2 });
  });

  it('frees the leases of the dead at once when no other process can exist', async () => {
    const work = await freshWork();
    await store(work, [message(1, 7)]);
    const claim = { botId: BOT, now: new Date(), payments: false, most: 1, leaseMs: 60_000 };
    await work.do((em) => claimHeads(em, claim));

    await inboxOn(work).inbox.clearLeases();

    expect(await work.do((em) => claimHeads(em, claim))).toHaveLength(1);
  });

  it('let nobody end an update that another has taken over', async () => {
    const work = await freshWork();
    await store(work, [message(1, 7)]);
    const claim = { botId: BOT, now: new Date(), payments: false, most: 1 };
    const [late] = await work.do((em) => claimHeads(em, { ...claim, leaseMs: 0 }));
    const [now] = await work.do((em) => claimHeads(em, { ...claim, leaseMs: 30_000 }));
    if (!late || !now) throw new Error('nothing was claimed');
    const ofLate = { botId: BOT, id: 1, leaseNo: late.leaseNo };

    const ended = await work.do((em) => finishUpdate(em, ofLate, { state: 'done', error: null }));
    const postponed = await work.do((em) =>
      postponeUpdate(em, ofLate, { dueAt: new Date(), error: 'late', isFree: false }),
    );
    const kept = await work.do((em) => extendLease(em, ofLate, 30_000));

    expect([ended, postponed, kept]).toEqual([false, false, false]);
    expect((await stored(work))[0]).toMatchObject({ state: 'open', attempts: 2 });
    const ofNow = { botId: BOT, id: 1, leaseNo: now.leaseNo };
    expect(await work.do((em) => finishUpdate(em, ofNow, { state: 'done', error: null }))).toBe(true);
  });

  it('puts an update aside that killed the process three times', async () => {
    const work = await freshWork();
    const { seen, hear } = listener(1);
    await store(work, [message(1, 7)]);
    // A lease that is over already: the embedded clock can stand still between two claims.
    const claim = { botId: BOT, now: new Date(), payments: false, most: 1, leaseMs: -1_000 };
    for (let death = 1; death <= 3; death++) await work.do((em) => claimHeads(em, claim));
    const { inbox, asides } = inboxOn(work, { handle: async (update) => hear(update) });

    inbox.start();
    await soon(async () => (await stored(work))[0]?.state).toBe('failed');
    await inbox.stop();

    expect(seen).toEqual([]);
    expect(asides).toHaveLength(1);
  });

  it('handles each update once and in order, whichever of four inboxes takes it', async (context) => {
    const work = workOn(await openTestServer(context));
    const all = Array.from({ length: 200 }, (_, at) => message(at + 1, Math.floor(at / 10) + 1));
    const { seen, heard, hear } = listener(200);
    const together = new Map<number, number>();
    const handle = async (update: Update) => {
      const who = update.message?.from.id ?? 0;
      together.set(who, (together.get(who) ?? 0) + 1);
      expect(together.get(who)).toBe(1);
      await new Promise(setImmediate);
      together.set(who, 0);
      hear(update);
    };
    const four = [1, 2, 3, 4].map(() => inboxOn(work, { handle }).inbox);
    await store(work, all);

    for (const inbox of four) inbox.start();
    await heard;
    await Promise.all(four.map((inbox) => inbox.stop()));

    expect(seen).toHaveLength(200);
    for (let who = 1; who <= 20; who++) {
      const ids = seen.filter((update) => update.message?.from.id === who).map((update) => update.update_id);
      expect(ids).toEqual(ids.toSorted((one, other) => one - other));
    }
    expect((await stored(work)).every((row) => row.state === 'done' && row.attempts === 1)).toBe(true);
  });
});

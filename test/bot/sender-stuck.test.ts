import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UnitOfWork } from '../../src/services/ports/unit-of-work.ts';
import { BotApiStub } from '../support/bot-api-stub.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { queue, queued, senderOn, soon } from './sender-scene.ts';

const BAD = { code: 500, description: 'Internal Server Error' };
const HOUR_MS = 3_600_000;

let telegram: BotApiStub;
let work: UnitOfWork;
beforeEach(async () => {
  telegram = await BotApiStub.start();
  work = workOn(await openTestDatabase());
});
afterEach(() => telegram.close());

/** So long ago it was written, and so often it was tried. */
const tried = (text: string, { attempts, hoursAgo }: { attempts: number; hoursAgo: number }) =>
  work.do((em) =>
    em.execute(sql`
      update outgoing_messages set attempts = ${attempts}, created_at = ${new Date(Date.now() - hoursAgo * HOUR_MS)}
       where data->>'text' = ${text}`),
  );

describe('a message that Telegram answers with a fault of its own for a whole day', () => {
  it('is put aside and told, and those behind it go out', async () => {
    telegram.answer('sendMessage', ({ text }, earlier) =>
      text === 'bad' ? BAD : { result: { message_id: earlier + 1 } },
    );
    const { sender, told } = senderOn(work, telegram);
    await queue(work, 8, 'other');
    sender.start();
    await soon(async () => (await queued(work))[0]?.state).toBe('sent');
    await queue(work, 7, 'bad', 'key');
    await tried('bad', { attempts: 1_440, hoursAgo: 25 });
    sender.wake();

    await soon(async () => (await queued(work)).map(({ state }) => state)).toEqual([
      'sent',
      'undeliverable',
      'sent',
    ]);
    await sender.stop();

    expect(told).toEqual([expect.stringMatching(/^failed 2 .*500/)]);
  });

  it.each([
    ['nothing else comes through either', { attempts: 1_440, hoursAgo: 25 }, false],
    ['it is not a day old', { attempts: 1_440, hoursAgo: 23 }, true],
    ['the shop stood still meanwhile', { attempts: 3, hoursAgo: 25 }, true],
  ])('is tried on while %s', async (_, age, isReached) => {
    telegram.answer('sendMessage', ({ text }, earlier) =>
      text === 'bad' ? BAD : { result: { message_id: earlier + 1 } },
    );
    const { sender, told } = senderOn(work, telegram);
    if (isReached) await queue(work, 8, 'other');
    sender.start();
    if (isReached) await soon(async () => (await queued(work))[0]?.state).toBe('sent');
    await queue(work, 7, 'bad');
    await tried('bad', age);
    sender.wake();

    await soon(async () => (await queued(work)).at(-1)?.error).toMatch(/500/);
    await sender.stop();

    expect((await queued(work)).at(-1)?.state).toBe('pending');
    expect(told).toEqual([]);
  });
});

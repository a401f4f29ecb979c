import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimChats, recordMessage, takeNext } from '../../src/bot/sender/sender-statements.ts';
import type { UnitOfWork } from '../../src/services/ports/unit-of-work.ts';
import { BotApiStub } from '../support/bot-api-stub.ts';
import { openTestDatabase, openTestServer, workOn } from '../support/database.ts';
import { BOT, queue, queued, senderOn } from './sender-scene.ts';

let telegram: BotApiStub;
let work: UnitOfWork;

beforeEach(async () => {
  telegram = await BotApiStub.start();
  work = workOn(await openTestDatabase());
});

afterEach(() => telegram.close());

const textsTo = (chatId: number) =>
  telegram.of('sendMessage').flatMap(({ params }) => (params.chat_id === chatId ? [params.text] : []));

describe('several senders', () => {
  it('takes over the chat of a killed process once its lease is over', async () => {
    await queue(work, 7, 'hello');
    const claim = { botId: BOT, now: new Date(), most: 5 };
    const [dead] = await work.do((em) => claimChats(em, { ...claim, leaseMs: 400 }));
    const early = await work.do((em) => claimChats(em, { ...claim, leaseMs: 400 }));
    const { sender } = senderOn(work, telegram);

    sender.start();
    await telegram.called('sendMessage');
    await sender.stop();

    expect(dead).toMatchObject({ chatId: 7, leaseNo: 1 });
    expect(early).toEqual([]);
    expect((await queued(work))[0]).toMatchObject({ state: 'sent' });
  });

  it('lets nobody write about a chat that another has taken over', async () => {
    await queue(work, 7, 'hello');
    const claim = { botId: BOT, now: new Date(), most: 1 };
    const [late] = await work.do((em) => claimChats(em, { ...claim, leaseMs: 0 }));
    const [now] = await work.do((em) => claimChats(em, { ...claim, leaseMs: 30_000 }));
    if (!late || !now) throw new Error('nothing was claimed');
    const end = { state: 'sent', messageId: 5, error: null, sentAt: new Date(), dueAt: null } as const;

    const taken = await work.do((em) => takeNext(em, late, new Date()));
    const written = await work.do((em) => recordMessage(em, { held: late, id: 1 }, end));

    expect([taken, written]).toEqual([null, false]);
    expect((await queued(work))[0]).toMatchObject({ state: 'pending', attempts: 0 });
    expect(await work.do((em) => recordMessage(em, { held: now, id: 1 }, end))).toBe(true);
  });

  it('serves the most urgent chat first', async () => {
    await queue(work, 7, 'broadcast');
    await queue(work, 8, 'key');
    await work.do((em) => em.execute(`update outgoing_messages set priority = 2 where chat_id = 7`));

    const claim = { botId: BOT, now: new Date(), leaseMs: 30_000, most: 1 };
    const chats = await work.do((em) => claimChats(em, claim));

    expect(chats.map((held) => held.chatId)).toEqual([8]);
  });

  it('sends each message once and in order, whichever of four senders takes it', async (context) => {
    work = workOn(await openTestServer(context));
    const four = [1, 2, 3, 4].map(() => senderOn(work, telegram).sender);
    for (let chat = 1; chat <= 30; chat++) await queue(work, chat, 'one', 'two', 'three');

    for (const sender of four) sender.start();
    await telegram.called('sendMessage', 90);
    await Promise.all(four.map((sender) => sender.stop()));

    for (let chat = 1; chat <= 30; chat++) expect(textsTo(chat)).toEqual(['one', 'two', 'three']);
    expect((await queued(work)).every((row) => row.state === 'sent' && row.attempts === 1)).toBe(true);
  });
});

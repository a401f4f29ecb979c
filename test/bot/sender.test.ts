import { Buffer } from 'node:buffer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UnitOfWork } from '../../src/services/ports/unit-of-work.ts';
import { BotApiStub } from '../support/bot-api-stub.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { queue, queued, senderOn, soon } from './sender-scene.ts';

const FLOOD = { code: 429, description: 'Too Many Requests: retry after 7', retryAfter: 7 };

let telegram: BotApiStub;
let work: UnitOfWork;

beforeEach(async () => {
  telegram = await BotApiStub.start();
  work = workOn(await openTestDatabase());
});

afterEach(() => telegram.close());

const textsTo = (chatId: number) =>
  telegram.of('sendMessage').flatMap(({ params }) => (params.chat_id === chatId ? [params.text] : []));

describe('sending messages', () => {
  it('sends the messages of a chat in the order in which they were written', async () => {
    const { sender } = senderOn(work, telegram);
    await queue(work, 7, 'text', 'picture', 'card');
    await queue(work, 8, 'other');

    sender.start();
    await telegram.called('sendMessage', 4);
    await sender.stop();

    expect(textsTo(7)).toEqual(['text', 'picture', 'card']);
    expect(await queued(work)).toMatchObject(
      Array.from({ length: 4 }, () => ({ state: 'sent', attempts: 1, messageId: expect.any(Number) })),
    );
    expect(await sender.idle()).toEqual({ messages: 0, cards: 0 });
  });

  it('sends pictures and invoices as Telegram wants them', async () => {
    const { sender } = senderOn(work, telegram, {
      render: {
        message: async ({ data }) =>
          data.text === 'qr'
            ? { method: 'sendPhoto', photo: Buffer.from('png'), payload: { caption: 'scan it' } }
            : {
                method: 'sendInvoice',
                payload: { title: 'Plan', description: 'd', payload: 'p', currency: 'XTR', prices: [] },
              },
        card: async () => 'drop',
      },
    });
    await queue(work, 7, 'qr', 'invoice');

    sender.start();
    const [invoice] = await telegram.called('sendInvoice');
    await sender.stop();

    const photo = telegram.of('sendPhoto')[0]?.params;
    expect(photo).toMatchObject({ chat_id: '7', caption: 'scan it' });
    expect(Object.values(photo ?? {}).some((part) => part instanceof File && part.size === 3)).toBe(true);
    expect(invoice?.params).toMatchObject({ chat_id: 7, title: 'Plan', currency: 'XTR' });
    expect(telegram.calls.slice(0, 2).map(({ method }) => method)).toEqual(['sendChatAction', 'sendPhoto']);
  });

  it('brings a picture out also where Telegram will not say that it is coming', async () => {
    telegram.answer('sendChatAction', () => ({ code: 400, description: 'Bad Request: wrong' }));
    const { sender } = senderOn(work, telegram, {
      render: {
        message: async () => ({ method: 'sendPhoto', photo: Buffer.from('png'), payload: {} }),
        card: async () => 'drop',
      },
    });
    await queue(work, 7, 'qr');

    sender.start();
    await telegram.called('sendPhoto');
    await sender.stop();

    expect(await queued(work)).toMatchObject([{ state: 'sent' }]);
  });

  it('waits as long as Telegram asks, loses nothing and keeps the order', async () => {
    telegram.answer('sendMessage', (_params, earlier) =>
      earlier === 0 ? FLOOD : { result: { message_id: earlier } },
    );
    const { sender, clock } = senderOn(work, telegram);
    await queue(work, 7, 'one', 'two');

    sender.start();
    await soon(async () => (await queued(work))[0]?.error).toMatch(/429/);
    const open = await sender.idle();
    clock.move(7_100);
    sender.wake();
    await telegram.called('sendMessage', 3);
    await sender.stop();

    expect(open.messages).toBe(0);
    expect(textsTo(7)).toEqual(['one', 'one', 'two']);
    expect((await queued(work)).map((row) => row.state)).toEqual(['sent', 'sent']);
  });

  it('keeps a message for a person who blocked the bot as undeliverable and tells the shop', async () => {
    telegram.answer('sendMessage', () => ({
      code: 403,
      description: 'Forbidden: bot was blocked by the user',
    }));
    const { sender, told } = senderOn(work, telegram);
    await queue(work, 7, 'hello');

    sender.start();
    await soon(async () => (await queued(work))[0]?.state).toBe('undeliverable');
    await sender.stop();

    expect(told).toEqual(['blocked 7']);
    expect(telegram.of('sendMessage')).toHaveLength(1);
  });

  it('gives up what Telegram will never take, without showing what stood in it, and sends the next', async () => {
    telegram.answer('sendMessage', ({ text }) =>
      text === 'bad'
        ? { code: 400, description: "Bad Request: inline keyboard button URL 'https://x/s/tok' is invalid" }
        : { result: { message_id: 1 } },
    );
    const { sender, told } = senderOn(work, telegram);
    await queue(work, 7, 'bad', 'good');

    sender.start();
    await soon(async () => (await queued(work))[1]?.state).toBe('sent');
    await sender.stop();

    const reason = '400 Bad Request: inline keyboard button URL … is invalid';
    expect((await queued(work))[0]).toMatchObject({ state: 'failed', error: reason });
    expect(told).toEqual([`failed 1 ${reason}`]);
  });

  it('sends again after a lost answer and after a bad gateway, later each time', async () => {
    telegram.answer('sendMessage', (_params, earlier) =>
      earlier === 0 ? 'lost' : earlier === 1 ? 'html' : { result: { message_id: 9 } },
    );
    const { sender, clock } = senderOn(work, telegram);
    await queue(work, 7, 'key');

    sender.start();
    await soon(async () => (await queued(work))[0]).toMatchObject({ attempts: 1, error: expect.any(String) });
    expect((await sender.idle()).messages).toBe(0);
    clock.move(1_100);
    sender.wake();
    await telegram.called('sendMessage', 2);
    await soon(async () => (await sender.idle()).messages).toBe(0);
    clock.move(2_000);
    await sender.idle();
    clock.move(3_300);
    sender.wake();
    await telegram.called('sendMessage', 3);
    await sender.stop();

    expect((await queued(work))[0]).toMatchObject({ state: 'sent', attempts: 3, messageId: 9 });
  });

  it('drops a message that is no longer true', async () => {
    const { sender } = senderOn(work, telegram, {
      render: { message: async () => 'drop', card: async () => 'drop' },
    });
    await queue(work, 7, 'invoice of a cancelled order');

    sender.start();
    await soon(async () => (await queued(work))[0]?.state).toBe('dropped');
    await sender.stop();

    expect(telegram.calls).toEqual([]);
  });

  it('tries a text again that could not be made', async () => {
    let failures = 1;
    const { sender, clock } = senderOn(work, telegram, {
      render: {
        message: async () => {
          if (failures-- > 0) throw new Error('database is away');
          return { method: 'sendMessage', payload: { text: 'key' } };
        },
        card: async () => 'drop',
      },
    });
    await queue(work, 7, 'key');

    sender.start();
    await soon(async () => (await queued(work))[0]?.error).toBe('Error: database is away');
    clock.move(1_100);
    sender.wake();
    await telegram.called('sendMessage');
    await sender.stop();

    expect((await queued(work))[0]?.state).toBe('sent');
  });

  it('does not give a text up at its first fault, however long Telegram was away before', async () => {
    let failures = 1;
    const { sender, clock } = senderOn(work, telegram, {
      render: {
        message: async () => {
          if (failures-- > 0) throw new Error('database is away');
          return { method: 'sendMessage', payload: { text: 'key' } };
        },
        card: async () => 'drop',
      },
    });
    await queue(work, 7, 'key');
    await work.read().execute('update outgoing_messages set attempts = 30');

    sender.start();
    await soon(async () => (await queued(work))[0]?.error).toBe('Error: database is away');
    clock.move(1_100);
    sender.wake();
    await soon(async () => (await queued(work))[0]?.state).toBe('sent');
    await sender.stop();
  });

  it('gives up a text that cannot be made ten times in a row, and sends the next', async () => {
    const { sender, clock, told } = senderOn(work, telegram, {
      render: {
        message: async ({ data }) => {
          if (data.text === 'bad') throw new Error('no such word');
          return { method: 'sendMessage', payload: { text: String(data.text) } };
        },
        card: async () => 'drop',
      },
    });
    await queue(work, 7, 'bad', 'good');

    sender.start();
    let minutesPassed = 0;
    await soon(async () => {
      clock.move(++minutesPassed * 61_000);
      sender.wake();
      return (await queued(work))[1]?.state;
    }).toBe('sent');
    await sender.stop();

    expect((await queued(work))[0]).toMatchObject({ state: 'failed', attempts: 10 });
    expect(told).toEqual(['failed 1 Error: no such word']);
  });

  it('ends the message under way when the shop stops, and leaves the rest to the next start', async () => {
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    telegram.answer('sendMessage', async () => {
      await answered;
      return { result: { message_id: 1 } };
    });
    const { sender } = senderOn(work, telegram);
    await queue(work, 7, 'one', 'two');
    sender.start();
    await telegram.called('sendMessage');

    const stopped = sender.stop();
    answer();
    await stopped;

    expect((await queued(work)).map((row) => row.state)).toEqual(['sent', 'pending']);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UnitOfWork } from '../../src/services/ports/unit-of-work.ts';
import { BotApiStub } from '../support/bot-api-stub.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { advance, card, openCard, queue, senderOn, soon } from './sender-scene.ts';

const ORDER = 'order000000000000001';

let telegram: BotApiStub;
let work: UnitOfWork;

beforeEach(async () => {
  telegram = await BotApiStub.start();
  work = workOn(await openTestDatabase());
  await openCard(work, ORDER, 7);
});

afterEach(() => telegram.close());

const sentVersion = async () => (await card(work, ORDER))?.sent;

describe('showing the order card', () => {
  it('sends the card once and then edits it', async () => {
    const { sender } = senderOn(work, telegram);

    sender.start();
    await soon(sentVersion).toBe(1);
    await advance(work, ORDER, 'ready');
    sender.wake();
    const [edit] = await telegram.called('editMessageText');
    await sender.stop();

    expect(telegram.of('sendMessage').map(({ params }) => params.text)).toEqual(['paid']);
    expect(edit?.params).toMatchObject({ chat_id: 7, message_id: 101, text: 'ready' });
    expect(await card(work, ORDER)).toMatchObject({ wanted: 2, sent: 2, messageId: 101 });
    expect(await sender.idle()).toEqual({ messages: 0, cards: 0 });
  });

  it('sends a card anew that is too old for Telegram to edit', async () => {
    const { sender, clock } = senderOn(work, telegram);
    sender.start();
    await soon(sentVersion).toBe(1);

    clock.move(2 * 86_400_000);
    await advance(work, ORDER, 'refunded');
    sender.wake();
    await telegram.called('sendMessage', 2);
    await soon(sentVersion).toBe(2);
    await sender.stop();

    expect(telegram.of('sendMessage').map(({ params }) => params.text)).toEqual(['paid', 'refunded']);
    expect(telegram.of('editMessageText')).toEqual([]);
    expect(await card(work, ORDER)).toMatchObject({ messageId: 102 });
  });

  it('edits at most once in a second and a half, and then shows the newest state', async () => {
    const { sender, clock } = senderOn(work, telegram);
    sender.start();
    await soon(sentVersion).toBe(1);
    await advance(work, ORDER, 'creating');
    sender.wake();
    await soon(sentVersion).toBe(2);

    await advance(work, ORDER, 'testing');
    await advance(work, ORDER, 'ready');
    sender.wake();
    const early = await sender.idle();
    clock.move(1_600);
    sender.wake();
    await telegram.called('editMessageText', 2);
    await sender.stop();

    expect(early.cards).toBe(0);
    expect(telegram.of('editMessageText').map(({ params }) => params.text)).toEqual(['creating', 'ready']);
    expect(await sentVersion()).toBe(4);
  });

  it('edits once more when the order went on while the edit was under way', async () => {
    const { sender, clock } = senderOn(work, telegram);
    sender.start();
    await soon(sentVersion).toBe(1);
    telegram.answer('editMessageText', async (_params, earlier) => {
      if (earlier === 0) await advance(work, ORDER, 'ready');
      return { result: true };
    });

    await advance(work, ORDER, 'creating');
    sender.wake();
    await soon(sentVersion).toBe(2);
    clock.move(1_600);
    sender.wake();
    await telegram.called('editMessageText', 2);
    await sender.stop();

    expect(telegram.of('editMessageText').at(-1)?.params.text).toBe('ready');
    expect(await card(work, ORDER)).toMatchObject({ wanted: 3, sent: 3 });
  });

  it('takes "not modified" for success: the edit before had only lost its answer', async () => {
    const { sender } = senderOn(work, telegram);
    sender.start();
    await soon(sentVersion).toBe(1);
    telegram.answer('editMessageText', (_params, earlier) =>
      earlier === 0 ? 'lost' : { code: 400, description: 'Bad Request: message is not modified: same' },
    );

    await advance(work, ORDER, 'ready');
    sender.wake();
    await soon(sentVersion).toBe(2);
    await sender.stop();

    expect(telegram.of('editMessageText')).toHaveLength(2);
    expect((await card(work, ORDER))?.error).toBeNull();
  });

  it('sends the card anew when the person has deleted it', async () => {
    const { sender } = senderOn(work, telegram);
    sender.start();
    await soon(sentVersion).toBe(1);
    telegram.answer('editMessageText', () => ({
      code: 400,
      description: 'Bad Request: message to edit not found',
    }));

    await advance(work, ORDER, 'ready');
    sender.wake();
    await soon(sentVersion).toBe(2);
    await sender.stop();

    expect(telegram.of('sendMessage').map(({ params }) => params.text)).toEqual(['paid', 'ready']);
    expect((await card(work, ORDER))?.messageId).toBe(102);
  });

  it('lets the messages of the chat go first', async () => {
    await queue(work, 7, 'text', 'picture');
    const { sender } = senderOn(work, telegram);

    sender.start();
    await telegram.called('sendMessage', 3);
    await sender.stop();

    expect(telegram.of('sendMessage').map(({ params }) => params.text)).toEqual(['text', 'picture', 'paid']);
  });

  it('stops drawing a card that Telegram will never take, and tells the shop', async () => {
    telegram.answer('sendMessage', () => ({ code: 400, description: 'Bad Request: message is too long' }));
    const { sender, told } = senderOn(work, telegram);

    sender.start();
    await soon(sentVersion).toBe(1);
    await sender.stop();

    expect(told).toEqual([`failed ${ORDER} 400 Bad Request: message is too long`]);
    expect(telegram.of('sendMessage')).toHaveLength(1);
  });
});

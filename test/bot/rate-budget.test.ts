import { setTimeout as sleep } from 'node:timers/promises';
import { HttpError } from 'grammy';
import { describe, expect, it } from 'vitest';
import { LateWakes } from '../../src/app-wakes.ts';
import { withTimeToCall } from '../../src/bot/inbox/time-to-call.ts';
import { budgetTransformer } from '../../src/bot/sender/budget-transformer.ts';
import { RateBudget } from '../../src/bot/sender/rate-budget.ts';
import { BotApiStub } from '../support/bot-api-stub.ts';
import { openTestDatabase, openTestServer, workOn } from '../support/database.ts';

const freshBudget = async () => new RateBudget({ work: workOn(await openTestDatabase()), botId: 42 });

const FLOOD = { code: 429, description: 'Too Many Requests: retry after 1', retryAfter: 1 };

/** How long after a moment the turn of a place comes, however slow the machine is between the two. */
const dueSince = (start: number) => (place: { waitMs: number }) => performance.now() - start + place.waitMs;

/** What the first three messages to a chat wait. */
async function fresh(budget: RateBudget, chatId: number): Promise<number[]> {
  const waits = [];
  for (let each = 0; each < 3; each++) waits.push((await budget.take(chatId)).waitMs);
  return waits;
}

/** Most calls that arrived within any second. */
function busiestSecond(times: number[]): number {
  const sorted = times.toSorted((one, other) => one - other);
  return Math.max(...sorted.map((from) => sorted.filter((at) => at >= from && at < from + 1_000).length));
}

describe('the rate budget', () => {
  it('lets three messages into a chat at once and then one a second', async () => {
    const work = workOn(await openTestDatabase());
    const budget = new RateBudget({ work, botId: 42 });
    const due = dueSince(performance.now());

    const turns = [];
    for (let each = 0; each < 5; each++) turns.push(due(await budget.take(7)));

    expect(turns[3]).toBeGreaterThan(1_050);
    expect(turns[4]).toBeGreaterThan(2_150);
    expect(await fresh(new RateBudget({ work, botId: 43 }), 7)).toEqual([0, 0, 0]);
  });

  it('gives a person’s answer free of charge, however much was said before, but not against Telegram’s word', async () => {
    const budget = await freshBudget();
    for (const chatId of [7, 8]) await fresh(budget, chatId);
    await budget.pauseChat(8, 30_000);

    for (const chatId of [7, 8]) await budget.updateFrom(chatId);

    expect((await budget.take(7)).waitMs).toBeLessThan(200); // the bot's own pace at most
    expect((await budget.take(7)).waitMs).toBeGreaterThan(400);
    expect((await budget.take(8)).waitMs).toBeGreaterThan(20_000);
  });

  it('sends to many chats as fast as Telegram takes it of this bot, and no faster', async () => {
    const work = workOn(await openTestDatabase());
    const lastOfForty = async (botId: number, perSecond?: number) => {
      const budget = new RateBudget({ work, botId, ...(perSecond && { perSecond }) });
      const due = dueSince(performance.now());
      let last = 0;
      for (let chat = 1; chat <= 40; chat++) last = due(await budget.take(chat));
      return last;
    };

    expect(await lastOfForty(43)).toBeGreaterThan(1_400); // 30 a second: 5 at once, 35 every 42 ms
    expect(await lastOfForty(44, 300)).toBeLessThan(1_000);
  });

  it('keeps the distance from a message that was long under way, whichever process sends the next one', async () => {
    const work = workOn(await openTestDatabase());
    const [one, two] = [new RateBudget({ work, botId: 42 }), new RateBudget({ work, botId: 42 })];
    const send = budgetTransformer(one, { patienceMs: 5_000, retries: 0 });
    const slow = async () => {
      await sleep(600);
      return { ok: true as const, result: { message_id: 1 } as never };
    };

    const due = dueSince(performance.now());
    await send(slow, 'sendMessage', { chat_id: 7, text: 'late' });
    for (let each = 0; each < 2; each++) await two.take(7);

    expect(due(await two.take(7))).toBeGreaterThan(600 + 1_050);
  });

  it('is one budget for all processes of a bot', async () => {
    const work = workOn(await openTestDatabase());
    const [one, two] = [new RateBudget({ work, botId: 42 }), new RateBudget({ work, botId: 42 })];
    const other = new RateBudget({ work, botId: 43 });

    const due = dueSince(performance.now());
    for (const budget of [one, two, one]) await budget.take(7);

    expect(due(await two.take(7))).toBeGreaterThan(1_050);
    expect((await other.take(7)).waitMs).toBe(0);
  });

  it('does not use up the bot for a message whose chat must wait', async () => {
    const budget = await freshBudget();
    for (let each = 0; each < 20; each++) await budget.take(7);

    expect((await budget.take(7)).whole).toBe(false);
    expect(await budget.takeBot()).toBe(0);
  });

  it('pauses one chat, or all', async () => {
    const budget = await freshBudget();

    await budget.pauseChat(7, 60_000);
    const [paused, free] = [await budget.take(7), await budget.take(8)];
    await budget.pause(60_000);
    const all = await budget.take(9);

    expect(paused.waitMs).toBeGreaterThan(40_000);
    expect(free.waitMs).toBe(0);
    expect(all.waitMs).toBeGreaterThan(40_000);
  });

  it('never sends more than thirty messages a second, from handlers and sender together and with slow chats among them', async () => {
    const work = workOn(await openTestDatabase());
    const telegram = await BotApiStub.start();
    const budget = new RateBudget({ work, botId: 42 });
    const left: { chat: number; at: number }[] = [];
    const apis = [1, 2].map(() => {
      const api = telegram.api();
      // The stub shares this process with the embedded database and hears late: what counts is when a call left.
      api.config.use((prev, method, ...rest) => {
        const [payload] = rest;
        left.push({ chat: Number('chat_id' in payload && payload.chat_id), at: performance.now() });
        return prev(method, ...rest);
      });
      api.config.use(budgetTransformer(budget, { patienceMs: 20_000, retries: 0 }));
      return api;
    });

    const all = Array.from({ length: 80 }, (_, at) => apis[at % 2]?.sendMessage((at % 20) + 1, 'news'));
    await Promise.all(all);
    await telegram.close();

    expect(left).toHaveLength(80);
    expect(busiestSecond(left.map((call) => call.at))).toBeLessThanOrEqual(30);
    for (let chat = 1; chat <= 20; chat++) {
      const toChat = left.filter((call) => call.chat === chat);
      expect(busiestSecond(toChat.map((call) => call.at))).toBeLessThanOrEqual(3);
    }
  });

  it('gives each place once when many ask at the same moment', async (context) => {
    const work = workOn(await openTestServer(context));
    const budgets = [1, 2, 3, 4].map(() => new RateBudget({ work, botId: 42 }));

    const budgetOf = (at: number) => budgets[at % 4] ?? new RateBudget({ work, botId: 42 });
    const due = dueSince(performance.now());

    const turns = await Promise.all(
      Array.from({ length: 40 }, async (_, at) => due(await budgetOf(at).take(at))),
    );

    // Five at once, then one every 42 ms.
    expect(Math.max(...turns)).toBeGreaterThan(34 * 42);
  });
});

/** Telegram gives each message the id that is its text; the chat is 7, and its places of the database are endless. */
async function sendingIds() {
  const budget = new RateBudget({ work: workOn(await openTestDatabase()), botId: 42 });
  const telegram = await BotApiStub.start();
  telegram.answer('sendMessage', ({ text }) => ({ result: { message_id: Number(text) } }));
  const api = telegram.api();
  api.config.use(budgetTransformer(budget, { patienceMs: 20_000, retries: 0 }));
  return { budget, send: (id: number) => api.sendMessage(7, `${id}`), close: () => telegram.close() };
}

describe('calls that draw from the budget', () => {
  it('takes no place for edits and answers', async () => {
    const budget = await freshBudget();
    const telegram = await BotApiStub.start();
    const api = telegram.api();
    api.config.use(budgetTransformer(budget, { patienceMs: 0, retries: 0 }));

    for (let each = 0; each < 8; each++) await api.editMessageText(7, 1, `${each}`);
    for (let each = 0; each < 8; each++) await api.sendChatAction(7, 'typing');
    await telegram.close();

    expect((await budget.take(7)).waitMs).toBe(0);
  });

  it('does not count the answer to a person who saw all that was said before', async () => {
    const { send, budget, close } = await sendingIds();
    for (let id = 1; id <= 3; id++) await send(id);
    await budget.updateFrom(7, 3);
    const began = performance.now();

    await send(4);

    await close();
    expect(performance.now() - began).toBeLessThan(700);
  });

  it('repeats the call of a handler after the time Telegram asked for', async () => {
    const telegram = await BotApiStub.start();
    telegram.answer('sendMessage', (_params, earlier) =>
      earlier === 0 ? FLOOD : { result: { message_id: 5 } },
    );
    const api = telegram.api();
    api.config.use(budgetTransformer(await freshBudget(), { patienceMs: 20_000, retries: 2 }));

    const sent = await api.sendMessage(7, 'hello');
    await telegram.close();

    const [first, second] = telegram.calls;
    expect(sent.message_id).toBe(5);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('throws after two repetitions, and when it would wait for too long', async () => {
    const telegram = await BotApiStub.start();
    telegram.answer('sendMessage', () => FLOOD);
    telegram.answer('editMessageText', () => ({ ...FLOOD, retryAfter: 60 }));
    const api = telegram.api();
    api.config.use(budgetTransformer(await freshBudget(), { patienceMs: 20_000, retries: 2 }));

    await expect(api.sendMessage(7, 'hello')).rejects.toThrow(/429/);
    await expect(api.editMessageText(8, 1, 'hello')).rejects.toThrow(/429/);
    await telegram.close();

    expect(telegram.of('sendMessage')).toHaveLength(3);
    expect(telegram.of('editMessageText')).toHaveLength(1);
  });

  it('does not call Telegram at all while a pause is longer than its patience', async () => {
    const budget = await freshBudget();
    const telegram = await BotApiStub.start();
    const api = telegram.api();
    api.config.use(budgetTransformer(budget, { patienceMs: 1_000, retries: 0 }));
    await budget.pause(30_000);

    await expect(api.sendMessage(7, 'hello')).rejects.toMatchObject({
      error_code: 429,
      parameters: { retry_after: expect.any(Number) },
    });
    await telegram.close();

    expect(telegram.calls).toEqual([]);
  });

  it('ends every wait and every call of a handler before its lease is over', async () => {
    const telegram = await BotApiStub.start();
    telegram.answer('editMessageText', () => sleep(60_000, { result: true }, { ref: false }));
    telegram.answer('sendMessage', () => FLOOD);
    const api = telegram.api();
    api.config.use(budgetTransformer(await freshBudget(), { patienceMs: 20_000, retries: 2 }));
    const began = performance.now();

    const hung = withTimeToCall(500, () => api.editMessageText(7, 1, 'hello'));
    await expect(hung).rejects.toThrow(HttpError);
    await expect(withTimeToCall(500, () => api.sendMessage(7, 'hello'))).rejects.toThrow(/429/);
    await telegram.close();

    expect(performance.now() - began).toBeLessThan(3_000);
    expect(telegram.of('sendMessage')).toHaveLength(1);
  });

  it('leaves to what a handler has woken all the time that it needs', async () => {
    const telegram = await BotApiStub.start();
    telegram.answer('refundStarPayment', () => sleep(50, { result: true }));
    const api = telegram.api();
    api.config.use(budgetTransformer(await freshBudget(), { patienceMs: 1_000, retries: 0 }));
    const calls: Promise<true>[] = [];
    const work = () => void calls.push(sleep(100).then(() => api.refundStarPayment(7, 'charge')));
    const wakes = new LateWakes();
    wakes.connect({ orderPaid: work, lane: work, sender: work, refunds: work }, { wake: work });

    await withTimeToCall(50, async () => {
      wakes.orderPaid('order');
      wakes.lane(1);
      wakes.refunds();
    });

    await expect(Promise.all(calls)).resolves.toEqual([true, true, true]);
    await telegram.close();
  });

  it('lets one chat wait alone, and all when a second one is told to wait', async () => {
    const budget = await freshBudget();
    const telegram = await BotApiStub.start();
    telegram.answer('sendMessage', () => ({ ...FLOOD, retryAfter: 600 }));
    const api = telegram.api();
    api.config.use(budgetTransformer(budget, { patienceMs: 1_000, retries: 0 }));

    await expect(api.sendMessage(7, 'hello')).rejects.toThrow(/429/);
    const afterOne = await budget.take(9);
    await expect(api.sendMessage(8, 'hello')).rejects.toThrow(/429/);
    const afterTwo = await budget.take(9);
    await telegram.close();

    expect(afterOne.waitMs).toBe(0);
    expect(afterTwo.waitMs).toBeGreaterThan(500_000);
  });
});

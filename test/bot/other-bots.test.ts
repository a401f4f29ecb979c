import { describe, expect, it } from 'vitest';
import { finishOtherBots } from '../../src/bot/inbox/other-bots.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { BOT, message, quiet, store, stored, tap } from './inbox-scene.ts';

const NEW_BOT = BOT + 1;

const paid = (id: number, from: number, kind = 'successful_payment') => {
  const update = message(id, from);
  const payment = {
    currency: 'XTR',
    total_amount: 150,
    invoice_payload: 'p',
    telegram_payment_charge_id: 'stx',
  };
  if (update.message) Object.assign(update.message, { [kind]: payment });
  return update;
};

describe('updates that another bot had stored and not handled', () => {
  it('are booked where they are payments, as that bot took them, and once', async () => {
    const work = workOn(await openTestDatabase());
    await store(work, [paid(1, 7)]);
    const booked: unknown[] = [];
    const confirm = async (charge: unknown) => booked.push(charge);

    const first = await finishOtherBots({ work, log: quiet, botId: NEW_BOT, confirm });
    const again = await finishOtherBots({ work, log: quiet, botId: NEW_BOT, confirm });

    expect([first, again]).toEqual([1, 0]);
    const charge = { chargeId: 'stx', payerId: 7, amount: 150n, currency: 'XTR', payload: 'p' };
    expect(booked).toEqual([{ botId: BOT, ...charge }]);
    expect(await stored(work)).toMatchObject([{ state: 'done', body: null }]);
  });

  it('stay where the booking fails, and are booked with the next start', async () => {
    const work = workOn(await openTestDatabase());
    await store(work, [paid(1, 7)]);
    const fails = () => Promise.reject(new Error('no database'));

    expect(await finishOtherBots({ work, log: quiet, botId: NEW_BOT, confirm: fails })).toBe(0);
    expect(await finishOtherBots({ work, log: quiet, botId: NEW_BOT, confirm: async () => {} })).toBe(1);
  });

  it('are over where nobody can answer them any more; money that went back stays for the doctor', async () => {
    const work = workOn(await openTestDatabase());
    await store(work, [tap(1, 7), message(2, 8), paid(3, 9, 'refunded_payment')]);

    await finishOtherBots({ work, log: quiet, botId: NEW_BOT, confirm: async () => {} });

    expect((await stored(work)).map(({ state }) => state)).toEqual(['done', 'done', 'open']);
  });

  it('are left alone where they are this bot’s own', async () => {
    const work = workOn(await openTestDatabase());
    await store(work, [tap(1, 7), paid(2, 9)]);

    await finishOtherBots({ work, log: quiet, botId: BOT, confirm: async () => {} });

    expect((await stored(work)).map(({ state }) => state)).toEqual(['open', 'open']);
  });
});

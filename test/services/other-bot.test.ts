import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { hours, minutes } from '../../src/model/values/period.ts';
import { queueMessage } from '../../src/services/messages/queue-message.ts';
import { auditShop, brokenPromises } from '../../src/services/upkeep/audit.ts';
import { ANN, BOT } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { OWNER, openShop, SHOP, type Shop } from '../support/shop.ts';
import { fillWallet } from '../support/wallet.ts';

const OLD_BOT = BOT - 1;

let database: Database;
let shop: Shop;
beforeEach(async () => {
  database = await openTestDatabase();
  shop = await openShop(database, { inbounds: [{ capacity: 1 }] });
});

/** What was sold until now was sold by another bot, whose token was replaced. */
const becomesOfOldBot = async () => {
  await database.em().execute(`update orders set bot_id = ${OLD_BOT}`);
  await database.em().execute(`update charges set bot_id = ${OLD_BOT}`);
};
const soldByOldBot = async (wish?: Parameters<Shop['order']>[0]) => {
  const placed = await shop.order(wish);
  await shop.pay(placed, { amount: (await shop.payment(placed)).amount });
  await becomesOfOldBot();
  return placed;
};

describe('what another bot was paid for', () => {
  it('goes back to the balance, as the staff is shown before and after', async () => {
    const { orderId } = await soldByOldBot();
    const worth = { stars: 0, credited: { minor: 300n, currency: 'USD' } };
    expect((await shop.checkout.order(orderId))?.refund).toMatchObject(worth);

    expect(await shop.checkout.refundOrder({ orderId, actorId: OWNER })).toEqual({ ok: true, value: worth });
    await shop.checkout.runRefunds();

    expect(shop.stars.asked).toEqual([]);
    expect((await shop.balances())[`customer:${ANN}`]).toBe(300);
    expect(await shop.messages('refund-started')).toEqual([]);
    expect(await shop.messages('credited')).toMatchObject([{ chatId: ANN, data: { minor: '300' } }]);
    expect(brokenPromises(await auditShop(database.em(), shop.clock.now()))).toBe(0);
  });

  it('goes back to the balance by itself where it is not delivered, and the staff is told', async () => {
    const { orderId } = await soldByOldBot();
    const worth = { stars: 0, credited: { minor: 300n, currency: 'USD' } };
    expect(await shop.checkout.previewGiveBack({ orderId, to: 'original' })).toMatchObject(worth);
    shop.clock.moveTo(hours(25));

    expect(await shop.checkout.giveBackOverdue()).toBe(1);

    expect((await shop.balances())[`customer:${ANN}`]).toBe(300);
    expect(await shop.messages('alert')).toMatchObject([
      { data: { code: 'given-back', stars: 0, minor: '300' } },
    ]);
  });

  it('goes back once, with what the balance had paid of it', async () => {
    await fillWallet(database, 100n);
    const { orderId } = await soldByOldBot({ pay: 'balance', shown: 100 });

    await shop.checkout.refundOrder({ orderId, actorId: OWNER });

    expect((await shop.balances())[`customer:${ANN}`]).toBe(300);
  });

  it('is in the hands of the staff where Telegram had not given it back before', async () => {
    const placed = await shop.order();
    await shop.pay(placed);
    await shop.checkout.refundOrder({ orderId: placed.orderId, actorId: OWNER });
    await becomesOfOldBot();

    await shop.checkout.runRefunds();

    expect(shop.stars.asked).toEqual([]);
    expect(await shop.messages('alert')).toMatchObject([
      { chatId: OWNER, data: { code: 'refund-failed', orderId: placed.orderId } },
    ]);
    const [trouble] = (await shop.checkout.moneyTrouble()).refunds;
    await shop.checkout.refunds.credit({ refundId: trouble?.refundId ?? '', actorId: OWNER });
    expect((await shop.balances())[`customer:${ANN}`]).toBe(300);
  });
});

describe('an unpaid order of another bot', () => {
  it.each(['sweep', 'customer'] as const)(
    'whose payment was admitted is ended an hour after its hold by the %s',
    async (who) => {
      const placed = await shop.order();
      await shop.admit(placed);
      await becomesOfOldBot();
      const end = async () =>
        who === 'sweep' ? (await shop.checkout.releaseHolds()) === 1 : (await shop.cancel(placed)).ok;

      shop.clock.moveTo(minutes(15 + 60) - 1);
      expect(await end()).toBe(false);
      shop.clock.moveTo(minutes(15 + 60));
      expect(await end()).toBe(true);

      expect(await shop.inbounds()).toMatchObject([{ currentClients: 0 }]);
    },
  );
});

describe('what another bot has left', () => {
  const messages = () =>
    database
      .em()
      .execute<{ kind: string; state: string; botId: string }[]>(
        `select kind, state, bot_id::text as "botId" from outgoing_messages order by id`,
      );
  const becomesOld = async () => {
    await becomesOfOldBot();
    for (const table of ['outgoing_messages', 'order_cards', 'star_subscriptions'])
      await database.em().execute(`update ${table} set bot_id = ${OLD_BOT}`);
  };

  it('is said by this one: what waits, what could not be delivered, and the card anew', async () => {
    await shop.pay(await shop.order());
    await database
      .em()
      .execute(`update outgoing_messages set state = 'undeliverable' where kind = 'invoice'`);
    await database.em().execute('update order_cards set message_id = 7, sent_version = wanted_version');
    await database.em().execute('update customers set home_message_id = 7, home_drawn_at = now()');
    await queueMessage(
      database.em(),
      { shop: SHOP, now: shop.clock.now() },
      { chatId: ANN, kind: 'sorry', data: {}, key: 'sorry' },
    );
    await becomesOld();

    await shop.checkout.takeOverFromOtherBots(0);

    const mine = String(BOT);
    expect(await messages()).toMatchObject([
      { kind: 'invoice', state: 'undeliverable', botId: mine },
      { kind: 'sorry', state: 'pending', botId: mine },
      { kind: 'alert', botId: mine },
    ]);
    const [card] = await database.em().execute('select bot_id::text as bot, message_id from order_cards');
    expect(card).toEqual({ bot: mine, message_id: null });
    const [home] = await database
      .em()
      .execute('select count(*)::int as n from customers where home_message_id is not null');
    expect(home).toEqual({ n: 0 });
    expect(await shop.messages('alert')).toMatchObject([
      { chatId: OWNER, data: { code: 'bot-replaced', messages: 2, subscriptions: 0, payments: 0 } },
    ]);
  });

  it('is told once, whatever often the shop starts', async () => {
    await shop.order();
    await becomesOld();

    await shop.checkout.takeOverFromOtherBots(0);
    await shop.restarted().takeOverFromOtherBots(0);

    expect(await shop.messages('alert')).toHaveLength(1);
  });

  it('is nothing where the bot is the same', async () => {
    await shop.pay(await shop.order());

    await shop.checkout.takeOverFromOtherBots(0);

    expect(await shop.messages('alert')).toEqual([]);
  });
});

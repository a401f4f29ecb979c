import { sql } from '@mikro-orm/core';
import { Charge } from '../../model/payment.ts';
import type { IncomingCharge } from '../ports/payment-provider.ts';
import { confirmPayment } from './confirm-payment.ts';
import type { CheckoutNeeds } from './needs.ts';
import { takeReturnedPage } from './returned/take-returned.ts';
import { checkSubscriptions } from './subscriptions/check-subscriptions.ts';

const PAGE = 100;

/**
 * Reads Telegram's ledger of Stars from where it was left, and settles what no update told of: the same step as a
 * payment update takes, keyed on the same charge. Answers how many were settled now. The place in the ledger moves
 * only past what is booked, and by the longest pages that are full: the last one is read again next time. What went back
 * past the shop ends what it had paid for. What Telegram was to charge for again, and has not, ends then.
 */
export async function reconcileStars(needs: CheckoutNeeds): Promise<number> {
  const startedAt = needs.clock.now();
  let offset = await offsetOf(needs);
  let settled = 0;
  for (;;) {
    const page = await needs.stars.ledger(offset);
    settled += await settleUnseen(needs, page.charges);
    await takeReturnedPage(needs, page.returned ?? []);
    if (page.read < PAGE) break;
    offset += page.read;
    await keepOffset(needs, offset);
  }
  await keepReadAt(needs, startedAt);
  await checkSubscriptions(needs, startedAt);
  return settled;
}

async function settleUnseen(needs: CheckoutNeeds, charges: readonly IncomingCharge[]): Promise<number> {
  let settled = 0;
  for (const charge of await unseen(needs, charges)) {
    const { outcome } = await confirmPayment(needs, charge);
    if (outcome !== 'seen') settled += 1;
  }
  return settled;
}

/** Most of a page was read before: one question, instead of a step for each. */
async function unseen(needs: CheckoutNeeds, charges: readonly IncomingCharge[]): Promise<IncomingCharge[]> {
  const ids = charges.map(({ chargeId }) => chargeId);
  const seen = await needs.work
    .read()
    .find(Charge, { botId: needs.shop.botId, chargeId: { $in: ids } }, { fields: ['chargeId'] });
  const known = new Set(seen.map(({ chargeId }) => chargeId));
  return charges.filter(({ chargeId }) => !known.has(chargeId));
}

async function offsetOf(needs: CheckoutNeeds): Promise<number> {
  const [state] = await needs.work.read().execute<{ offset: number }[]>(sql`
    select transactions_offset as offset from bot_states where bot_id = ${needs.shop.botId}`);
  return state?.offset ?? 0;
}

async function keepOffset(needs: CheckoutNeeds, offset: number): Promise<void> {
  await needs.work.read().execute(sql`
    insert into bot_states (bot_id, transactions_offset) values (${needs.shop.botId}, ${offset})
    on conflict (bot_id) do update
       set transactions_offset = greatest(bot_states.transactions_offset, excluded.transactions_offset)`);
}

/** A hold that Telegram may have taken money for is released only after such a reading (RELIABILITY 107). */
async function keepReadAt(needs: CheckoutNeeds, at: Date): Promise<void> {
  await needs.work.read().execute(sql`
    insert into bot_states (bot_id, transactions_offset, transactions_read_at) values (${needs.shop.botId}, 0, ${at})
    on conflict (bot_id) do update set transactions_read_at = excluded.transactions_read_at`);
}

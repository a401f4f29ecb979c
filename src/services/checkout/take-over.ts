import { alertStaff } from '../messages/queue-message.ts';
import { takeOverMessages } from '../messages/take-over-messages.ts';
import type { CheckoutNeeds } from './needs.ts';
import { leaveOtherBots } from './subscriptions/leave-other-bots.ts';

/**
 * The shop goes on with another bot than before (RELIABILITY 104): what the old one had to say is said by this one, its
 * subscriptions end, and the staff is told how much that was. `payments` = how many of its payments were booked just
 * now. Where no other bot was, nothing happens; done at every start.
 */
export async function takeOverFromOtherBots(needs: CheckoutNeeds, payments: number): Promise<void> {
  const subscriptions = await leaveOtherBots(needs);
  const now = needs.clock.now();
  await needs.work.do(async (em) => {
    const { isAny, messages, cards } = await takeOverMessages(em, needs.shop.botId);
    if (!isAny && subscriptions + payments === 0) return;
    const data = { code: 'bot-replaced', payments, messages: messages + cards, subscriptions } as const;
    const key = `bot-replaced:${needs.shop.botId}:${now.toISOString()}`;
    await alertStaff(em, { shop: needs.shop, now }, { key, data });
    needs.log.warn('bot.replaced', data);
  });
  needs.wakes.sender();
}

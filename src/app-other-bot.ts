import type { Running } from './app-parts.ts';
import { finishOtherBots } from './bot/inbox/other-bots.ts';

/**
 * The token may have been replaced since the last start: what the old bot left is taken over before anything is sent.
 * Where that fails the shop starts all the same, and the next start takes up the rest.
 */
export async function takeOverOldBot({ base, services: { checkout } }: Running): Promise<void> {
  const { work, log, shop } = base;
  try {
    const confirm = checkout.confirmPayment.bind(checkout);
    const payments = await finishOtherBots({ work, log, botId: shop.botId, confirm });
    await checkout.takeOverFromOtherBots(payments);
  } catch (error) {
    log.error('other-bot.not-taken-over', { error });
  }
}

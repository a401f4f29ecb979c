import type { Reader } from './app-parts.ts';
import { EmergencyDesk } from './bot/inbox/emergency-desk.ts';
import { Poller } from './bot/inbox/poller.ts';
import { WebhookKeeper } from './bot/inbox/webhook-keeper.ts';
import { type Foundation, HOLDER } from './foundation.ts';

type Reading = {
  /** Real ms after which another process takes the place of one that died. */
  leaseMs: number;
  stored: () => void;
  alerted: () => void;
  fatal: (message: string) => void;
};

/** Updates are fetched, or brought by Telegram itself. */
export function readerOf(base: Foundation, { leaseMs, stored, alerted, fatal }: Reading): Reader {
  const { work, clock, log, shop, telegram, webhook } = base;
  const common = { work, clock, log, api: telegram.forPolling, holder: HOLDER, onConflict: fatal };
  const [secret] = webhook?.secrets ?? [];
  if (!webhook || !secret) {
    const emergency = emergencyOf(base);
    return new Poller({ ...common, botId: shop.botId, leaseMs, onStored: stored, emergency });
  }
  return new WebhookKeeper({ ...common, shop, webhook: { url: webhook.url, secret }, onAlert: alerted });
}

/** Past the rate budget, which stands in the database. */
export const emergencyOf = ({ telegram, texts, shop, log }: Foundation): EmergencyDesk =>
  new EmergencyDesk({ api: telegram.forPolling, texts, ownerIds: shop.ownerIds, log });

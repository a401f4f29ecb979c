import { alertStaff } from '../../services/messages/queue-message.ts';
import type { Clock } from '../../services/ports/clock.ts';
import type { Logger } from '../../services/ports/logger.ts';
import type { Shop } from '../../services/ports/shop.ts';
import type { UnitOfWork } from '../../services/ports/unit-of-work.ts';
import { healthAfter, type Seen, type WebhookHealth } from './webhook-health.ts';
import { recordHealth } from './webhook-statements.ts';

export type NotesHealth = {
  readonly work: UnitOfWork;
  readonly clock: Clock;
  readonly log: Logger;
  readonly shop: Pick<Shop, 'botId' | 'ownerIds'>;
  /** Owners have something to read. */
  onAlert(): void;
};

/** Writes down what one look saw, and what the owners are told of it, in one transaction. */
export async function noteWebhookHealth(
  needs: NotesHealth,
  before: WebhookHealth,
  seen: Seen,
): Promise<void> {
  const { work, clock, log, shop, onAlert } = needs;
  const now = clock.now();
  const { health, news } = healthAfter(before, seen, now);
  const { pending, trouble } = health;
  if (trouble !== null && before.trouble === null) log.warn('webhook.failing', { reason: trouble, pending });
  await work.do(async (em) => {
    await recordHealth(em, shop.botId, health);
    if (news === null) return;
    const key = `${news}:${shop.botId}:${now.getTime()}`;
    const failing = { code: 'webhook-failing', pending, reason: trouble ?? '' } as const;
    await alertStaff(em, { shop, now }, { key, data: news === failing.code ? failing : { code: news } });
  });
  if (news !== null) onAlert();
}

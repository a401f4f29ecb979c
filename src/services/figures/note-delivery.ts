import { OrderServerClient } from '../../model/order-server-client.ts';
import { between } from '../../model/values/period.ts';
import type { Clock } from '../ports/clock.ts';
import { observe } from '../ports/meter.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';

type SentMessage = { readonly kind: string; readonly data: Readonly<Record<string, unknown>> };

/** Telegram has taken a message: of one that carries a key it is noted how long its buyer has waited since paying, or since the staff said yes; a key in the place of another is no delivery. */
export async function noteDelivery(
  { work, clock }: { work: UnitOfWork; clock: Clock },
  { kind, data }: SentMessage,
): Promise<void> {
  if (kind !== 'key-text' || typeof data.unitId !== 'string' || data.moved) return;
  const unit = await work.read().findOne(OrderServerClient, data.unitId, {
    populate: ['orderItem.order'],
    fields: ['orderItem.order.paidAt', 'orderItem.order.approvedAt'],
  });
  const order = unit?.orderItem.order;
  const since = order?.approvedAt ?? order?.paidAt;
  if (since) observe('shop_delivery_seconds', {}, between(since, clock.now()) / 1_000);
}

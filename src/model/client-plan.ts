import type { OrderItem } from './order.ts';
import type { PlanBefore } from './order-purchase.ts';
import type { RenewalPrice } from './renewal-price.ts';
import type { ServerClient } from './server-client.ts';
import { markOf, percentage } from './traffic-count.ts';
import { type Bytes, bytes } from './values/traffic.ts';

// An access that runs is sold anew under another plan. Its end stays, and no counter is set back. Its row is locked by
// the caller.

/** What holds from the change on. `limit` null = without a limit; `limitIp` 0 = any number of devices. */
export type NewPlan = { line: OrderItem; limit: Bytes | null; limitIp: number; price: RenewalPrice };

/** What a later refund of the change needs. */
export function planBefore(client: ServerClient): PlanBefore {
  const { soldAs, trafficLimit, limitIp, renewalPrice, renewalStars } = client;
  const { nextPrice, nextPriceStars, nextPriceFrom } = client;
  return {
    soldAs: soldAs?.id ?? null,
    limit: textOf(trafficLimit),
    limitIp,
    price: textOf(renewalPrice),
    stars: renewalStars,
    next:
      nextPrice === null || nextPriceStars === null || nextPriceFrom === null
        ? null
        : { price: String(nextPrice), stars: nextPriceStars, from: nextPriceFrom.toISOString() },
  };
}

const textOf = (count: bigint | null): string | null => (count === null ? null : String(count));

/** Another plan from now on; a price that was announced for the old one counts no more. */
export function takePlan(client: ServerClient, { line, limit, limitIp, price }: NewPlan, at: Date): void {
  client.soldAs = line;
  client.limitIp = limitIp;
  client.trafficLimit = limit;
  client.renewalPrice = price.minor;
  client.renewalStars = price.stars;
  client.nextPrice = null;
  client.nextPriceStars = null;
  client.nextPriceFrom = null;
  followLimit(client, at);
}

/** The plan of before the change, with its limits and prices; what is used counts on. `line` null = that of its order. */
export function putPlanBack(
  client: ServerClient,
  { line, before }: { line: OrderItem | null; before: PlanBefore },
  at: Date,
): void {
  const { limit, limitIp, price, stars, next } = before;
  client.soldAs = line;
  client.limitIp = limitIp;
  client.trafficLimit = limit === null ? null : bytes(BigInt(limit));
  client.renewalPrice = price === null ? null : BigInt(price);
  client.renewalStars = stars;
  client.nextPrice = next === null ? null : BigInt(next.price);
  client.nextPriceStars = next?.stars ?? null;
  client.nextPriceFrom = next === null ? null : new Date(next.from);
  followLimit(client, at);
}

/** Its traffic switches it off or on, as the new limit has it; what somebody has switched off stays so. */
function followLimit(client: ServerClient, at: Date): void {
  client.trafficPercentageUsed = percentage(client.trafficUsed, client.trafficLimit);
  client.trafficNoticed = Math.min(client.trafficNoticed, markOf(client.trafficPercentageUsed) ?? 0);
  const isOut = client.status === 'suspended' && client.statusReason === 'traffic';
  if (isOut && client.canReactivate(at)) client.reactivate(at);
  else if (client.status === 'active' && client.hasUsedUpTraffic()) client.suspend('traffic', at);
  else client.want(client.wanted, at);
}

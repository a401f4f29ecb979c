import { addTraffic, isGone, takeTrafficBack } from '../../../model/client-billing.ts';
import { InvariantViolation } from '../../../model/errors.ts';
import type { OrderPurchase } from '../../../model/order-purchase.ts';
import type { Bytes } from '../../../model/values/traffic.ts';
import { accessOf } from './bought.ts';
import { boughtSince } from './bought-since.ts';
import type { PurchaseStep } from './purchase-step.ts';

/** More traffic for the period that runs; it ends with the period. */
export const trafficStep: PurchaseStep = {
  obstacle: ({ client }, now) => {
    if (client === null || isGone(client)) return 'access-gone';
    return client.isExpired(now) || client.status === 'expired' || client.trafficLimit === null
      ? 'access-ended'
      : null;
  },
  give: async ({ now }, bought) => addTraffic(accessOf(bought), dataOf(bought.purchase), now),
  takeBack: async ({ em, now }, bought) => {
    const { purchase, client } = bought;
    if (client === null || isGone(client)) return;
    const { data: later } = await boughtSince(em, bought);
    takeTrafficBack(client, { data: dataOf(purchase), later }, now);
  },
  tell: ({ orderId, ...to }) => ({ ...to, kind: 'traffic-added', data: { orderId } }),
};

function dataOf({ data, order }: OrderPurchase): Bytes {
  if (data === null) throw new InvariantViolation(`order ${order.id} brings no traffic`);
  return data;
}

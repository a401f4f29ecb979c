import type { SqlEntityManager } from '@mikro-orm/sql';
import { isGone } from '../../../model/client-billing.ts';
import { addDevice, takeDeviceBack } from '../../../model/client-devices.ts';
import { OrderPurchase, type Standing } from '../../../model/order-purchase.ts';
import type { ServerClient } from '../../../model/server-client.ts';
import { accessOf } from './bought.ts';
import { standingOf } from './changeable.ts';
import type { PurchaseStep } from './purchase-step.ts';

/** One more device at a time, until the end of the period in which it was bought. */
export const deviceStep: PurchaseStep = {
  obstacle: ({ purchase, client }, now) => {
    if (client === null || isGone(client)) return 'access-gone';
    if (client.isExpired(now) || client.status === 'expired') return 'access-ended';
    return isForThis(client, purchase.terms.shown) ? null : 'access-changed';
  },
  give: async ({ now }, bought) => addDevice(accessOf(bought), now),
  takeBack: async ({ em, now }, { purchase, client }) => {
    if (client === null || isGone(client)) return;
    if (client.extraDevices > (await boughtSince(em, purchase))) takeDeviceBack(client, now);
  },
  tell: ({ orderId, ...to }) => ({ ...to, kind: 'device-added', data: { orderId } }),
};

/** Of the devices that run now these are others; where there are no more, this one has ended already. */
const boughtSince = (em: SqlEntityManager, { order, client, appliedAt }: OrderPurchase): Promise<number> =>
  em.count(OrderPurchase, {
    client,
    order: { id: { $ne: order.id }, purpose: 'devices' },
    appliedAt: { $gte: appliedAt },
    takenBackAt: null,
  });

/** Its price was for this end, and for so many devices. */
function isForThis(client: ServerClient, shown: Standing | undefined): boolean {
  const { end, limitIp } = standingOf(client);
  return shown?.end === end && shown.limitIp === limitIp;
}

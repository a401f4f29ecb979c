import { isGone } from '../../../model/client-billing.ts';
import { addDevice, takeDeviceBack } from '../../../model/client-devices.ts';
import type { Standing } from '../../../model/order-purchase.ts';
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
  takeBack: async ({ now }, { purchase, client }) => {
    const isOver = purchase.periodUntil !== null && purchase.periodUntil <= now;
    if (client !== null && !isGone(client) && !isOver) takeDeviceBack(client, now);
  },
  tell: ({ orderId, ...to }) => ({ ...to, kind: 'device-added', data: { orderId } }),
};

/** Its price was for this end, and for so many devices. */
function isForThis(client: ServerClient, shown: Standing | undefined): boolean {
  const { end, limitIp } = standingOf(client);
  return shown?.end === end && shown.limitIp === limitIp;
}

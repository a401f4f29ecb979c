import { isGone } from '../../../model/client-billing.ts';
import { hasLostPlace } from '../../../model/lost-place.ts';
import type { Order } from '../../../model/order.ts';
import type { ServerClient } from '../../../model/server-client.ts';

/** Why nothing that is bought for an access would work; null = it would. Needs its order, its inbound and the server. */
export function whyDead(
  client: ServerClient & { order: Pick<Order, 'status'> },
): 'access-gone' | 'access-no-place' | null {
  if (isGone(client)) return 'access-gone';
  return hasLostPlace(client) ? 'access-no-place' : null;
}

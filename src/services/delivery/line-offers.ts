import type { OrderItem } from '../../model/order.ts';
import { renewalPriceOf } from '../../model/renewal-price.ts';
import type { ServerClient } from '../../model/server-client.ts';
import type { Clock } from '../ports/clock.ts';
import type { Shop } from '../ports/shop.ts';
import type { AccessView } from './views.ts';

type Sold = { client: ServerClient; line: OrderItem };
type Needs = { clock: Clock; shop: Pick<Shop, 'starRate'> };

/** What is sold for an access besides, as the plan of its line stands now. */
export function lineOffers(
  view: AccessView,
  { client, line }: Sold,
  { clock, shop }: Needs,
): Pick<AccessView, 'hasPacks' | 'isRenewable'> {
  const { renewable, trafficPacks } = line.plan;
  const price = renewalPriceOf(client, line, { now: clock.now(), rate: shop.starRate });
  return {
    ...(sellsTraffic(view, trafficPacks) && { hasPacks: true }),
    ...(renewable && price !== null && client.expiresAt !== null && { isRenewable: true }),
  };
}

/** More traffic is for what runs and has a limit. */
const sellsTraffic = ({ status, limit }: AccessView, packs: string | null): boolean =>
  packs !== null && limit !== null && (status === 'active' || status === 'suspended');

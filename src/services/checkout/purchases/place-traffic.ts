import { type Result, refuse } from '../../../model/result.ts';
import { gigabytes } from '../../../model/values/traffic.ts';
import type { CheckoutNeeds } from '../needs.ts';
import type { NotTaken } from '../wallet-part.ts';
import { lockAccess } from './bought.ts';
import { buyWith, type PlacedPurchase } from './pay-purchase.ts';
import { type NotOnce, type PurchaseRequest, placeOnce } from './place-once.ts';
import { extendableOf, type NoTraffic } from './traffic-offer.ts';
import { writePurchase } from './write-purchase.ts';

/** A press on a pack of this size. */
export type TrafficRequest = PurchaseRequest & { gb: number };

export type NotExtended = NoTraffic | NotTaken | NotOnce | { code: 'renewal-changed' };

/**
 * Writes the order for a pack of traffic down at the price that was shown, and its invoice; where the balance pays all
 * of it, it is given at once. A second call with the same nonce answers the first one's order.
 */
export function placeTraffic(
  needs: CheckoutNeeds,
  request: TrafficRequest,
): Promise<Result<PlacedPurchase, NotExtended>> {
  const size = gigabytes(BigInt(request.gb));
  return placeOnce<NotExtended>(
    needs,
    { ...request, buys: ({ purchase }) => purchase.data === size },
    async (em) => {
      await lockAccess(em, request.clientId);
      const found = await extendableOf(needs, em, request);
      if (!found.ok) return found;
      const { client, line, packs } = found.value;
      const pack = packs.find(({ gb }) => gb === request.gb);
      if (pack?.fingerprint !== request.fingerprint) return refuse({ code: 'renewal-changed' });
      const { customerId, nonce } = request;
      const price = { minor: pack.price.minor, stars: pack.stars };
      const what = {
        client,
        line,
        dataLimitGb: pack.gb,
        days: null,
        data: gigabytes(BigInt(pack.gb)),
        terms: {},
      };
      const of = { purpose: 'traffic', customerId, nonce, price, ...what } as const;
      return buyWith(needs, em, {
        payer: request,
        total: price.minor,
        write: () => writePurchase(needs, em, of),
      });
    },
  );
}

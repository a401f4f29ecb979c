import { type Result, refuse } from '../../../model/result.ts';
import type { CheckoutNeeds } from '../needs.ts';
import type { NotTaken } from '../wallet-part.ts';
import { lockAccess } from './bought.ts';
import { standingOf } from './changeable.ts';
import { deviceFingerprint, type NoDevices, oneMoreOf } from './devices-offer.ts';
import { buyWith, type PlacedPurchase } from './pay-purchase.ts';
import { type NotOnce, type PurchaseRequest, placeOnce } from './place-once.ts';
import { writePurchase } from './write-purchase.ts';

/** A press on one more device. */
export type DeviceRequest = PurchaseRequest;

export type NotAdded = NoDevices | NotTaken | NotOnce | { code: 'change-differs' };

/**
 * Writes the order for one more device down at the price that was shown, and its invoice; where the balance pays all of
 * it, it is given at once. A second call with the same nonce answers the first one's order.
 */
export function placeDevice(
  needs: CheckoutNeeds,
  request: DeviceRequest,
): Promise<Result<PlacedPurchase, NotAdded>> {
  return placeOnce<NotAdded>(needs, request, async (em) => {
    await lockAccess(em, request.clientId);
    const found = await oneMoreOf(needs, em, request);
    if (!found.ok) return found;
    if (deviceFingerprint(found.value) !== request.fingerprint) return refuse({ code: 'change-differs' });
    const { client, line, minor, stars } = found.value;
    const { customerId, nonce } = request;
    const what = { client, line, days: null, data: null, terms: { shown: standingOf(client) } };
    const of = { purpose: 'devices', customerId, nonce, price: { minor, stars }, ...what } as const;
    return buyWith(needs, em, { payer: request, total: minor, write: () => writePurchase(needs, em, of) });
  });
}

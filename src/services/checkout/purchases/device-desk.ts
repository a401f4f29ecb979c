import type { Result } from '../../../model/result.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { type DeviceOffer, deviceOffer, type NoDevices } from './devices-offer.ts';
import type { PlacedPurchase } from './pay-purchase.ts';
import { type DeviceRequest, type NotAdded, placeDevice } from './place-device.ts';
import type { AccessOf } from './renewal-offer.ts';

/** More devices for an access that runs, until the end of its period (SPEC 197). */
export class DeviceDesk {
  private readonly needs: CheckoutNeeds;

  constructor(needs: CheckoutNeeds) {
    this.needs = needs;
  }

  /** What one more device costs for this person's access now. Moves nothing. */
  offer(of: AccessOf): Promise<Result<DeviceOffer, NoDevices>> {
    return deviceOffer(this.needs, this.needs.work.read(), of);
  }

  /** Orders what was shown; where the balance pays all of it, it is there at once. Once per nonce. */
  place(request: DeviceRequest): Promise<Result<PlacedPurchase, NotAdded>> {
    return placeDevice(this.needs, request);
  }
}

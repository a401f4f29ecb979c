import type { Clock } from '../../services/ports/clock.ts';
import type { Ids } from '../../services/ports/ids.ts';
import type { Shop } from '../../services/ports/shop.ts';
import type { Services } from '../../services/services.ts';

/** What the customers' screens are made with. */
export type CustomerParts = {
  readonly services: Pick<Services, 'catalog' | 'waits' | 'checkout' | 'delivery' | 'customers' | 'support'>;
  readonly shop: Pick<
    Shop,
    | 'name'
    | 'termsVersion'
    | 'termsUrl'
    | 'privacyUrl'
    | 'supportContact'
    | 'wakingHours'
    | 'timeZone'
    | 'giveBackAfter'
    | 'trials'
  >;
  readonly ids: Pick<Ids, 'nonce'>;
  readonly clock: Clock;
};

import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import type { PaymentProvider } from '../ports/payment-provider.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Wakes } from '../ports/wakes.ts';

/** What the steps of selling work with. */
export type CheckoutNeeds = {
  work: UnitOfWork;
  clock: Clock;
  ids: Ids;
  log: Logger;
  shop: Shop;
  wakes: Wakes;
  stars: PaymentProvider;
  /** Business time at which this process started: nothing expires in the two minutes after it. */
  startedAt: Date;
  /** Whether balances are charged for renewals by the shop itself; left out = they are. */
  renewsByItself?: boolean;
};

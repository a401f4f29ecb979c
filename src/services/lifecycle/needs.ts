import type { Clock } from '../ports/clock.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Wakes } from '../ports/wakes.ts';

/** What the changes of a delivered access work with. */
export type LifecycleNeeds = {
  work: UnitOfWork;
  clock: Clock;
  shop: Shop;
  wakes: Wakes;
};

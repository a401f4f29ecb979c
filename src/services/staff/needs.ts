import type { Clock } from '../ports/clock.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Wakes } from '../ports/wakes.ts';

/** What the staff's own desk works with. */
export type StaffNeeds = { work: UnitOfWork; clock: Clock; shop: Shop; wakes: Wakes };

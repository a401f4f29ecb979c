import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Result } from '../../model/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Wakes } from '../ports/wakes.ts';

/** What the staff's own desk works with. */
export type StaffNeeds = {
  work: UnitOfWork;
  clock: Clock;
  shop: Shop;
  wakes: Wakes;
  /** false = paid orders wait (`XUI_PROVISIONING_ENABLED`); left out = true. */
  enabled?: boolean;
};

/** One edit of a card as the audit log tells it. */
type PastEdit = {
  of: 'server' | 'inbound' | 'plan';
  id: number;
  before: Readonly<Record<string, unknown>>;
  after: Readonly<Record<string, unknown>>;
};

/** Takes edits of the fleet's cards back, in the caller's transaction. */
type EditUndo = {
  /** Whether the value is still the one that the edit has set. */
  stands(em: SqlEntityManager, edit: PastEdit): Promise<boolean>;
  /** Locks the row and puts the value from before back; refused where it has changed since or does not fit any more. */
  takeBack(
    em: SqlEntityManager,
    request: { edit: PastEdit; actorId: number; undoes: number },
  ): Promise<Result<null, { code: 'changed-since' | 'below-taken' | 'too-many-stars' }>>;
};

/** What the audit log works with. */
export type AuditNeeds = StaffNeeds & { edits: EditUndo; ids: Ids };

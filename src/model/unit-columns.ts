import { p } from '@mikro-orm/core';
import { instant } from './columns.ts';

/** Where a unit was put, and what is not known of it there. */
export const placementColumns = {
  /** How often the unit was put somewhere; part of the client's name, so no two share one. */
  placementNo: p.integer().default(0),
  /** Since when a write for the present placement may have been carried out unseen; null = nothing of it is open. */
  doubtSince: instant().strictNullable(),
  /** When it was put on another inbound than it was sold on; null = never. */
  movedAt: instant().strictNullable(),
  /** Ids of inbounds that refused it for good: it is not put there again by itself. */
  refusedInbounds: p.json<number[]>().strictNullable(),
  /** When it was given up; null = it is not. */
  failedAt: instant().strictNullable(),
};

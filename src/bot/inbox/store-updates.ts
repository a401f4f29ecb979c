import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Update } from 'grammy/types';
import { insertUpdates } from './inbox-statements.ts';
import { laneOf } from './lane-of.ts';
import { storable } from './storable.ts';

/**
 * Takes updates into the inbox, in one statement and within the caller's transaction; `now` is business time.
 * Answers how many of them are new: one that is there already is left as it is.
 */
export async function storeUpdates(
  em: SqlEntityManager,
  { botId, now }: { botId: number; now: Date },
  updates: readonly Update[],
): Promise<number> {
  if (updates.length === 0) return 0;
  const rows = updates.map((body) => ({ id: body.update_id, lane: laneOf(body), body }));
  return insertUpdates(em, { botId, now }, JSON.stringify(rows, storable));
}

import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { LaneWork } from './lane-work.ts';

/** When a server has work next, one answer for each kind of work, in business time; null = it has none. */
export type LaneDues = (em: SqlEntityManager, serverId: number) => Promise<readonly (Date | null)[]>;

/** All kinds are asked in one statement: this is the question that the shop asks most often. */
export function duesOf(kinds: readonly LaneWork[]): LaneDues {
  return async (em, serverId) => {
    const asked = kinds.map((kind) => sql`(${kind.due(serverId)})`);
    const all = asked.reduce((some, next) => sql`${some}, ${next}`);
    const [row] = await em.execute<{ dues: string }[]>(sql`select jsonb_build_array(${all})::text as dues`);
    const dues = JSON.parse(row?.dues ?? '[]') as (string | null)[];
    return dues.map((due) => (due === null ? null : new Date(due)));
  };
}

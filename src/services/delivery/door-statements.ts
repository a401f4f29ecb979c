import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

type Claim = { readonly inboundId: number; readonly now: Date; readonly before: Date };

/** Whoever takes it may try the door of this inbound; false = somebody has since `before`. */
export async function claimDoor(em: SqlEntityManager, { inboundId, now, before }: Claim): Promise<boolean> {
  const rows = await em.execute<unknown[]>(sql`
    update server_inbounds set probed_at = ${now}, probe_outcome = null
     where id = ${inboundId} and (probed_at is null or probed_at <= ${before}) returning id`);
  return rows.length > 0;
}

export async function recordDoor(em: SqlEntityManager, inboundId: number, outcome: string): Promise<void> {
  await em.execute(sql`
    update server_inbounds set probe_outcome = ${outcome} where id = ${inboundId} returning id`);
}

/** What the last try showed; null = none yet, or one is under way. */
export async function lastOutcome(em: SqlEntityManager, inboundId: number): Promise<string | null> {
  const [row] = await em.execute<{ outcome: string | null }[]>(sql`
    select probe_outcome as outcome from server_inbounds where id = ${inboundId}`);
  return row?.outcome ?? null;
}

import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** Inbounds that refused their clients are tried now, and not in their ten minutes: somebody may have mended them. */
export async function testRefusing(em: SqlEntityManager, serverId: number, now: Date): Promise<void> {
  await em.execute(sql`
    update server_inbounds set self_test_due_at = ${now}
     where server_id = ${serverId} and refusing_why is not null`);
}

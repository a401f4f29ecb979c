import { sql } from '@mikro-orm/core';
import { Server } from '../../model/server.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { between, later } from '../../model/values/period.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LaneWork } from '../lanes/lane-work.ts';
import { recordLook } from '../lanes/server-trouble.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { tryClient } from './try-client.ts';

/**
 * A panel that refused every new client (SPEC 242) is put back in sale only when it takes one again: a client that is
 * switched off is added and removed. Its name has a tombstone before, so that nothing of it stays after a crash.
 */
export function selfTestWork(needs: ProvisioningNeeds): LaneWork {
  return {
    due: (serverId) => sql`
        select self_test_due_at as due from servers where id = ${serverId} and retired_at is null`,
    run: async (lane) => {
      const server = await needs.work.read().findOneOrFail(Server, lane.serverId);
      if (server.selfTestDueAt === null || server.selfTestDueAt > needs.clock.now()) return;
      const quiet = await lane.quietFor();
      if (quiet === null) await test(needs, lane, server);
      else await putOff(needs, lane, later(needs.clock.now(), quiet));
    },
  };
}

const putOff = (needs: ProvisioningNeeds, lane: Lane, until: Date): Promise<void> =>
  needs.work.do(async (em) => {
    await lane.fence(em);
    (await em.findOneOrFail(Server, lane.serverId)).testAt(until);
    await em.flush();
  });

async function test(needs: ProvisioningNeeds, lane: Lane, server: Server): Promise<void> {
  const inbound = await needs.work
    .read()
    .findOne(
      ServerInbound,
      { server: server.id, remoteId: { $gt: 0 }, status: { $in: ['active', 'full'] } },
      { orderBy: { id: 'asc' } },
    );
  const began = needs.clock.now();
  const fault = inbound === null ? null : await tryClient(needs, lane, { server, inbound });
  const now = needs.clock.now();
  await needs.work.do(async (em) => {
    await (fault?.outcome === 'unknown' ? lane.fence(em) : lane.recordAnswer(em));
    const row = await em.findOneOrFail(Server, server.id);
    row.testAt(null);
    if (fault === null) row.markClean();
    await em.flush();
    const probe = { outcome: 'answered', ms: between(began, now) } as const;
    if (fault === null) await recordLook(em, { shop: needs.shop, now }, { serverId: server.id, probe });
  });
  needs.log.info('server.self-tested', { serverId: server.id, fault: fault?.kind ?? null });
  needs.wakes.sender();
}

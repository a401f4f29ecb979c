import { LockMode, sql } from '@mikro-orm/core';
import { cutsOff } from '../../model/inbound-door.ts';
import { testLater } from '../../model/inbound-refusals.ts';
import { SELLING_HEALTH } from '../../model/server.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import type { Period } from '../../model/values/period.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LaneWork } from '../lanes/lane-work.ts';
import type { PanelFault } from '../ports/panel.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { clientTaken } from './note-refusals.ts';
import { reviveRefused } from './revive-units.ts';
import { tryClient } from './try-client.ts';

/** An inbound that refused one client after the other is back in sale only when it takes one again, which is tried. */
export function inboundTestWork(needs: ProvisioningNeeds): LaneWork {
  return {
    due: (serverId) => sql`
        select min(inbound.self_test_due_at) as due
          from server_inbounds inbound join servers server on server.id = inbound.server_id
         where server.id = ${serverId} and server.auto_provisioning and server.health_status in (${SELLING_HEALTH})`,
    run: async (lane) => {
      for (const inbound of await dueInbounds(needs, lane.serverId)) await testOne(needs, lane, inbound);
    },
  };
}

const dueInbounds = ({ work, clock }: ProvisioningNeeds, serverId: number): Promise<ServerInbound[]> =>
  work.read().find(
    ServerInbound,
    {
      selfTestDueAt: { $lte: clock.now() },
      server: { id: serverId, autoProvisioning: true, healthStatus: { $in: [...SELLING_HEALTH] } },
    },
    { populate: ['server'], orderBy: { id: 'asc' } },
  );

async function testOne(needs: ProvisioningNeeds, lane: Lane, inbound: ServerInbound): Promise<void> {
  const quiet = await lane.quietFor();
  if (quiet !== null) return putOff(needs, lane, { inbound, after: quiet });
  if (cutsOff(inbound)) return putOff(needs, lane, { inbound });
  const fault = await tryClient(needs, lane, { server: inbound.server, inbound });
  await writeDown(needs, lane, { inbound, fault });
  needs.log.info('inbound.self-tested', { inboundId: inbound.id, fault: fault?.kind ?? null });
  if (fault === null) await reviveRefused(needs, inbound.id);
  needs.wakes.sender();
}

const putOff = (
  needs: ProvisioningNeeds,
  lane: Lane,
  { inbound, after }: { inbound: ServerInbound; after?: Period },
): Promise<void> =>
  needs.work.do(async (em) => {
    await lane.fence(em);
    testLater(await em.findOneOrFail(ServerInbound, inbound.id), needs.clock.now(), after);
    await em.flush();
  });

type Tried = { inbound: ServerInbound; fault: PanelFault | null };

function writeDown(needs: ProvisioningNeeds, lane: Lane, { inbound, fault }: Tried): Promise<void> {
  const now = needs.clock.now();
  return needs.work.do(async (em) => {
    await (fault?.outcome === 'unknown' ? lane.fence(em) : lane.recordAnswer(em));
    const row = await em.findOneOrFail(ServerInbound, inbound.id, { lockMode: LockMode.PESSIMISTIC_WRITE });
    await em.populate(row, ['server']);
    if (fault === null) await clientTaken({ needs, em, now }, row);
    else testLater(row, now);
    await em.flush();
  });
}

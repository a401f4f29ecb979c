import { sql } from '@mikro-orm/core';
import { Tombstone } from '../../model/panel-lane.ts';
import { Server } from '../../model/server.ts';
import { later, minutes, seconds } from '../../model/values/period.ts';
import { noteCall } from '../lanes/breaker.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LaneWork } from '../lanes/lane-work.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { isReached, reaches } from '../lanes/server-trouble.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { PanelFault } from '../ports/panel.ts';
import type { ProvisioningNeeds } from './needs.ts';

/** Looks at a cleared tombstone: once when it is cleared, once a minute later for what finished late. */
const LOOKS = 2;

/**
 * Removes abandoned placements from a panel, before anything is added there and only after the quiet time. The row
 * stays, so that a client which appears late is known for what it is.
 */
export function tombstoneWork(needs: ProvisioningNeeds): LaneWork {
  return {
    due: (serverId) => sql`
        select min(tombstone.due_at) as due
          from tombstones tombstone join servers server on server.id = tombstone.server_id
         where server.id = ${serverId} and ${isReached}`,
    run: (lane) => workOff(needs, lane),
  };
}

async function workOff(needs: ProvisioningNeeds, lane: Lane): Promise<void> {
  if (!(await reaches(needs.work.read(), lane.serverId))) return;
  const due = await dueTombstones(needs, lane);
  if (due.length === 0) return;
  const quiet = await lane.quietFor();
  if (quiet !== null) return postponeAll(needs, lane, { due, until: later(needs.clock.now(), quiet) });
  for (const tombstone of due) if (!(await remove(needs, lane, tombstone))) return;
}

const dueTombstones = (needs: ProvisioningNeeds, lane: Lane): Promise<Tombstone[]> =>
  needs.work.read().find(
    Tombstone,
    {
      dueAt: { $lte: needs.clock.now() },
      server: { id: lane.serverId },
    },
    { orderBy: { id: 'asc' }, limit: 64 },
  );

/** false = the panel did not answer: the others wait too. */
async function remove(needs: ProvisioningNeeds, lane: Lane, tombstone: Tombstone): Promise<boolean> {
  const server = await needs.work.read().findOneOrFail(Server, lane.serverId);
  await needs.work.do((em) => lane.announceWrite(em));
  try {
    await lane.during(() =>
      needs.panel.removeClient(panelAccess(server, needs.vault), { remoteId: null, email: tombstone.email }),
    );
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    await recordSilence(needs, lane, { tombstone, fault });
    return false;
  }
  crashPoint('tombstone.removed');
  await needs.work.do(async (em) => {
    await lane.recordAnswer(em);
    const row = await em.findOneOrFail(Tombstone, tombstone.id);
    const now = needs.clock.now();
    row.markCleared(now, row.looks + 1 < LOOKS ? later(now, seconds(60)) : null);
    await em.flush();
    await noteCall(em, { shop: needs.shop, now }, { serverId: lane.serverId, fault: null });
  });
  return true;
}

async function recordSilence(
  needs: ProvisioningNeeds,
  lane: Lane,
  { tombstone, fault }: { tombstone: Tombstone; fault: PanelFault },
): Promise<void> {
  const now = needs.clock.now();
  await needs.work.do(async (em) => {
    await (fault.outcome === 'unknown' ? lane.fence(em) : lane.recordAnswer(em));
    (await em.findOneOrFail(Tombstone, tombstone.id)).postpone(later(now, minutes(1)));
    await em.flush();
    await noteCall(em, { shop: needs.shop, now }, { serverId: lane.serverId, fault });
  });
}

async function postponeAll(
  needs: ProvisioningNeeds,
  lane: Lane,
  { due, until }: { due: readonly Tombstone[]; until: Date },
): Promise<void> {
  await needs.work.do(async (em) => {
    await lane.fence(em);
    for (const each of due) (await em.findOneOrFail(Tombstone, each.id)).postpone(until);
    await em.flush();
  });
}

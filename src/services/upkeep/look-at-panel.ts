import type { Server } from '../../model/server.ts';
import type { ServerClient } from '../../model/server-client.ts';
import { minutes } from '../../model/values/period.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { type PanelAccess, PanelFault } from '../ports/panel.ts';
import type { UpkeepNeeds } from './needs.ts';
import { type OursOnPanel, oursOnPanel } from './ours-on-panel.ts';
import { driftOf, isEdited, type PanelDrift } from './panel-drift.ts';

/** `drift` null = the panel did not tell, `fault` says why. */
export type PanelLook = { drift: PanelDrift | null; fault: PanelFault | null };

/** Inbounds that are read closely in one sweep; the next sweep takes the next ones. A look by hand reads all. */
const MOST_READ = 8;
const SWEEP = minutes(10);

/** One list call, and a closer read of some inbounds that hold clients of ours; outside of any transaction. */
export async function lookAtPanel(
  needs: UpkeepNeeds,
  server: Server,
  { closely }: { closely: boolean },
): Promise<PanelLook> {
  const now = needs.clock.now();
  const ours = await oursOnPanel(needs.work.read(), { serverId: server.id, now });
  try {
    const access = panelAccess(server, needs.vault);
    const inventory = await needs.panel.takeInventory(access);
    const drift = driftOf({ ours, inventory, prefix: `${needs.shop.shop4}-`, now });
    const away = new Set([...drift.missing, ...drift.stranded]);
    const edited = await editedOn(needs, access, { ours, away, now, most: closely ? Infinity : MOST_READ });
    return { drift: { ...drift, edited }, fault: null };
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return { drift: null, fault };
  }
}

type CloserLook = { ours: OursOnPanel; away: ReadonlySet<number>; now: Date; most: number };

async function editedOn(
  needs: UpkeepNeeds,
  access: PanelAccess,
  { ours, away, now, most }: CloserLook,
): Promise<number[]> {
  const here = ours.living.filter((client) => !away.has(client.id));
  const inbounds = inTurn([...byInbound(here)], { now, most });
  const edited: number[] = [];
  for (const [remoteId, clients] of inbounds) {
    const emails = clients.map(({ email }) => email);
    const remotes = await needs.panel.readClients(access, remoteId, emails);
    for (const client of clients) {
      const remote = remotes.get(client.email);
      if (remote && isEdited(client, remote, now)) edited.push(client.id);
    }
  }
  return edited;
}

function byInbound(clients: readonly ServerClient[]): Map<number, ServerClient[]> {
  const groups = new Map<number, ServerClient[]>();
  for (const client of clients) {
    const { remoteId } = client.inbound;
    groups.set(remoteId, [...(groups.get(remoteId) ?? []), client]);
  }
  return groups;
}

/** So many at a time, and over the sweeps all of them: time itself says whose turn it is. */
function inTurn<Item>(items: readonly Item[], { now, most }: { now: Date; most: number }): readonly Item[] {
  if (items.length <= most) return items;
  const turns = Math.ceil(items.length / most);
  const turn = Math.floor(now.getTime() / SWEEP) % turns;
  return items.slice(turn * most, (turn + 1) * most);
}

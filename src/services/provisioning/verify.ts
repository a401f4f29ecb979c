import type { OrderServerClient } from '../../model/order-server-client.ts';
import type { ServerInbound } from '../../model/server-inbound.ts';
import type { Lane } from '../lanes/lane.ts';
import { compareWithPanel, holdsOlderEnd, placeOnPanel } from '../lanes/wanted-client.ts';
import { type PanelAccess, PanelFault, type RemoteClient } from '../ports/panel.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { usableLinks } from './usable-links.ts';

/** What a look at the panel says of one unit. */
export type Verdict =
  /** Exactly what was sold is there, and its links carry it. `staleEnd` = the newest end is still to be pushed. */
  | { kind: 'ready'; unitId: string; links: readonly string[]; staleEnd: boolean; notes: string | null }
  | { kind: 'absent'; unitId: string }
  | { kind: 'differs'; unitId: string; fields: readonly string[] }
  | { kind: 'foreign'; unitId: string }
  /** It is there, and a further look failed: nothing is lost, the unit is looked at again. */
  | { kind: 'untested'; unitId: string; fault: PanelFault };

type Look = {
  inbound: ServerInbound;
  access: PanelAccess;
  units: readonly OrderServerClient[];
  notes: string | null;
};

/**
 * Reads the group back in one call and tests each unit that is there: field by field, then its links.
 * @throws {PanelFault} when the read itself failed: then nothing is known of any unit.
 */
export async function verifyOnPanel(needs: ProvisioningNeeds, lane: Lane, look: Look): Promise<Verdict[]> {
  const emails = look.units.map(emailOf);
  const remotes = await lane.during(() =>
    needs.panel.readClients(look.access, look.inbound.remoteId, emails),
  );
  const verdicts: Verdict[] = [];
  for (const unit of look.units) {
    verdicts.push(await judge(needs, lane, { ...look, unit, remote: remotes.get(emailOf(unit)) }));
  }
  return verdicts;
}

async function judge(
  needs: ProvisioningNeeds,
  lane: Lane,
  look: Look & { unit: OrderServerClient; remote: RemoteClient | undefined },
): Promise<Verdict> {
  const { unit, remote, inbound } = look;
  const client = unit.serverClient;
  if (!client || !remote) return { kind: 'absent', unitId: unit.id };
  const comparison = compareWithPanel(client, remote, inbound.remoteId);
  if (comparison.kind !== 'exact') return { ...comparison, unitId: unit.id };
  try {
    const given = await lane.during(() => needs.panel.clientLinks(look.access, placeOnPanel(client)));
    const links = usableLinks(given, { ...look, client, remote });
    const staleEnd = holdsOlderEnd(client, remote);
    return { kind: 'ready', unitId: unit.id, links, staleEnd, notes: look.notes };
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return { kind: 'untested', unitId: unit.id, fault };
  }
}

const emailOf = (unit: OrderServerClient): string => unit.serverClient?.email ?? '';

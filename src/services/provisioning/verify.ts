import { inboundWarnings } from '../../model/inbound-warnings.ts';
import type { OrderServerClient } from '../../model/order-server-client.ts';
import type { ServerInbound } from '../../model/server-inbound.ts';
import { later, seconds } from '../../model/values/period.ts';
import type { Lane } from '../lanes/lane.ts';
import { compareWithPanel, holdsOlderEnd, placeOnPanel } from '../lanes/wanted-client.ts';
import { type PanelAccess, PanelFault, type RemoteClient } from '../ports/panel.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { takeStep } from './unit-steps.ts';
import { usableLinks } from './usable-links.ts';

/** `linksRev` = how old the links are, by their inbound. */
type Ready = {
  kind: 'ready';
  unitId: string;
  links: readonly string[];
  linksRev: number;
  staleEnd: boolean;
  notes: string | null;
};

/** What a look at the panel says of one unit. */
export type Verdict =
  /** Exactly what was sold is there, and its links carry it. `staleEnd` = the newest end is still to be pushed. */
  | Ready
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

/** Reads of one panel at a time (RELIABILITY E5): the links of a group of 64 are 64 ways there and back. */
const READERS = 4;

/**
 * Reads the group back in one call and tests each unit that is there: field by field, then its links.
 * @throws {PanelFault} when the read itself failed: then nothing is known of any unit.
 */
export async function verifyOnPanel(needs: ProvisioningNeeds, lane: Lane, look: Look): Promise<Verdict[]> {
  const emails = look.units.map(emailOf);
  const read = () => lane.during(() => needs.panel.readClients(look.access, look.inbound.remoteId, emails));
  const remotes = await takeStep(needs, lane, { step: 'read-back', units: look.units, work: read });
  const verdicts: Verdict[] = [];
  for (let from = 0; from < look.units.length; from += READERS) {
    const some = look.units.slice(from, from + READERS);
    const judged = some.map((unit) =>
      judge(needs, lane, { ...look, unit, remote: remotes.get(emailOf(unit)) }),
    );
    verdicts.push(...(await Promise.all(judged)));
  }
  return verdicts;
}

type Judging = Look & { unit: OrderServerClient; remote: RemoteClient | undefined };

async function judge(needs: ProvisioningNeeds, lane: Lane, look: Judging): Promise<Verdict> {
  const { unit, remote, inbound } = look;
  const client = unit.serverClient;
  if (!client || !remote) return { kind: 'absent', unitId: unit.id };
  const comparison = compareWithPanel(client, remote, inbound.remoteId);
  if (comparison.kind !== 'exact') return { ...comparison, unitId: unit.id };
  try {
    const ask = () => lane.during(() => needs.panel.clientLinks(look.access, placeOnPanel(client)));
    const given = await takeStep(needs, lane, { step: 'links', units: [unit], work: ask });
    const links = usableLinks(given, { ...look, client, remote });
    if (isStillUnknownToCore(unit, needs.clock.now())) throw notYet(inbound);
    const staleEnd = holdsOlderEnd(client, remote);
    return { kind: 'ready', unitId: unit.id, links, linksRev: inbound.linksRev, staleEnd, notes: look.notes };
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return { kind: 'untested', unitId: unit.id, fault };
  }
}

/** Panels restart a core that needs it within 30 seconds, and it takes up to 3 to run again (contract section 0). */
const CORE_RESTART = seconds(35);

/** Up to 3.4 a running core knows no key of shadowsocks 2022 that was added since it started. */
export function isStillUnknownToCore(
  { inbound, provisionStartedAt }: Pick<OrderServerClient, 'inbound' | 'provisionStartedAt'>,
  now: Date,
): boolean {
  const { protocol, cipher, server } = inbound;
  const { panelGeneration: generation, panelVersion: version } = server;
  const warnings = inboundWarnings({ protocol, cipher, generation, version });
  if (provisionStartedAt === null || !warnings.includes('needs-core-restart')) return false;
  return now < later(provisionStartedAt, CORE_RESTART);
}

export const notYet = ({ remark }: ServerInbound) =>
  new PanelFault(
    'busy',
    `the core takes new keys of inbound ${remark} with its next restart, within 35 seconds`,
  );

const emailOf = (unit: OrderServerClient): string => unit.serverClient?.email ?? '';

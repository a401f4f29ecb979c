import { Server } from '../../model/server.ts';
import { auditPanels, type PanelAudit } from './audit-panels.ts';
import { lookAtPanel } from './look-at-panel.ts';
import { type Mended, mendDrift } from './mend-drift.ts';
import type { UpkeepNeeds } from './needs.ts';
import { noteOrphans } from './orphans.ts';
import type { PanelDrift } from './panel-drift.ts';

const KINDS = ['missing', 'stranded', 'edited', 'twins', 'undead', 'doubled', 'orphans'] as const;
const MOST_NAMED = 5;

const WORDS: Readonly<Record<(typeof KINDS)[number], string>> = {
  missing: 'sold and not on the panel',
  stranded: 'on an inbound that the panel no longer has',
  edited: 'changed on the panel',
  twins: 'there twice',
  undead: 'given up and there',
  doubled: 'a second access of one unit',
  orphans: 'ours by its name, and nobody knows it',
};

/** How every panel differs from what was sold there, one line a client; a panel that did not tell is a line too. */
export async function lookAtPanels(needs: UpkeepNeeds): Promise<string[]> {
  return (await auditPanels(needs)).flatMap(driftWords);
}

/**
 * Looks at each panel and does what may be done unasked, server by server. `closely` = every client's values are read,
 * else some inbounds' in turn, and servers that are offline are left to their probes. Answers what became of it.
 */
export async function mendPanels(needs: UpkeepNeeds, { closely }: { closely: boolean }): Promise<Mended> {
  const there = closely ? {} : { healthStatus: { $ne: 'offline' as const } };
  const servers = await needs.work
    .read()
    .find(Server, { retiredAt: null, ...there }, { orderBy: { id: 'asc' } });
  const sum: Mended = { fixed: 0, left: 0 };
  for (const server of servers) {
    const { drift, fault } = await lookAtPanel(needs, server, { closely });
    if (drift === null) needs.log.warn('panel.not-compared', { serverId: server.id, reason: fault?.message });
    else addTo(sum, await mendOne(needs, server, drift));
  }
  return sum;
}

async function mendOne(needs: UpkeepNeeds, { id: serverId }: Server, drift: PanelDrift): Promise<Mended> {
  const mended = await mendDrift(needs, { serverId, drift });
  await needs.work.do((em) => noteOrphans(needs, em, { serverId, emails: drift.orphans }));
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, drift[kind].length]));
  needs.log.info('panel.compared', { serverId, ...counts, ...mended });
  return mended;
}

function addTo(sum: Mended, { fixed, left }: Mended): void {
  sum.fixed += fixed;
  sum.left += left;
}

function driftWords({ server, drift, fault }: PanelAudit): string[] {
  if (drift === null) return [`${server}: the panel did not tell: ${fault?.message ?? ''}`];
  return KINDS.flatMap((kind) =>
    drift[kind].map((each, place) => {
      const name = typeof each === 'number' ? `client ${each}` : each;
      return place < MOST_NAMED
        ? `${server}: ${name} is ${WORDS[kind]}`
        : `${server}: another is ${WORDS[kind]}`;
    }),
  );
}

import { Tombstone } from '../../model/panel-lane.ts';
import type { Server } from '../../model/server.ts';
import type { ServerInbound } from '../../model/server-inbound.ts';
import type { Lane } from '../lanes/lane.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { PanelFault, type WantedClient } from '../ports/panel.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { passwordFor } from './place-unit.ts';

type Trial = { server: Server; inbound: ServerInbound };

/**
 * Adds a client that is switched off and removes it; null = it was taken, and is gone again. Its name has a tombstone
 * before, so that nothing of it stays after a crash.
 */
export async function tryClient(
  needs: ProvisioningNeeds,
  lane: Lane,
  { server, inbound }: Trial,
): Promise<PanelFault | null> {
  const access = panelAccess(server, needs.vault);
  const wanted = throwAway(needs, inbound);
  const now = needs.clock.now();
  await needs.work.do(async (em) => {
    await lane.announceWrite(em);
    em.create(Tombstone, { server: server.id, email: wanted.email, dueAt: now, createdAt: now });
    await em.flush();
  });
  try {
    const { refused } = await lane.during(() => needs.panel.addClients(access, inbound.remoteId, [wanted]));
    await lane.write(() =>
      needs.panel.removeClient(access, { remoteId: inbound.remoteId, email: wanted.email }),
    );
    return refused.get(wanted.email) ?? null;
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return fault;
  }
}

/** With a key of the right length: a wrong one would keep the core from starting (SPEC 243). */
const throwAway = ({ ids, shop }: ProvisioningNeeds, inbound: ServerInbound): WantedClient => ({
  email: `${shop.shop4}-${ids.unitId()}-0`,
  uuid: ids.uuid(),
  password: passwordFor(inbound, ids),
  cipher: inbound.cipher,
  subId: ids.secret(),
  flow: '',
  limitIp: 1,
  trafficLimit: null,
  expiresAt: null,
  enable: false,
  telegramId: 0,
  comment: 'self-test',
});

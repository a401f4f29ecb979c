import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Server } from '../../model/server.ts';
import { between, days } from '../../model/values/period.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { alertOfServer } from '../messages/alert-of-server.ts';
import { PanelFault, type PanelIdentity } from '../ports/panel.ts';
import type { FleetNeeds } from './needs.ts';

const IDENTIFIED_FOR = days(1);

/**
 * Once a day what is known of a panel is found out anew, so that one which was upgraded is driven right (RELIABILITY 72).
 * A panel that does not answer is left to the look that follows.
 */
export async function identifyDaily(needs: FleetNeeds, server: Server): Promise<void> {
  const { identifiedAt } = server;
  if (!server.isSelling()) return;
  if (identifiedAt && between(identifiedAt, needs.clock.now()) < IDENTIFIED_FOR) return;
  const access = panelAccess(server, needs.vault);
  needs.panel.forget(access);
  try {
    const identity = await needs.panel.identify(access);
    await needs.work.do((em) => takeIdentity(needs, em, { serverId: server.id, identity }));
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    needs.log.warn('server.not-identified', { serverId: server.id, reason: fault.message });
  }
}

/** What the panel calls itself; null = nothing, or another server bears that name. */
const freeGuid = async (em: SqlEntityManager, { guid }: PanelIdentity): Promise<string | null> =>
  guid === null || (await em.count(Server, { panelGuid: guid })) > 0 ? null : guid;

/** Writes down what a panel says it is by now; the staff is told once of another version. Answers the row, locked. */
export async function takeIdentity(
  { shop, clock }: FleetNeeds,
  em: SqlEntityManager,
  { serverId, identity }: { serverId: number; identity: PanelIdentity },
): Promise<Server> {
  const now = clock.now();
  const server = await em.findOneOrFail(Server, serverId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const { panelVersion: from, panelGeneration: before, name } = server;
  server.recognise({ ...identity, guid: await freeGuid(em, identity) }, now);
  await em.flush();
  if (from === identity.version) return server;
  const isOtherApi = before !== identity.generation;
  const data = {
    code: 'panel-upgraded',
    serverId,
    server: name,
    from,
    to: identity.version,
    isOtherApi,
  } as const;
  const key = `panel-upgraded:${serverId}:${identity.version}:${now.getTime()}`;
  await alertOfServer(em, { shop, now }, { key, data });
  return server;
}

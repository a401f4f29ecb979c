import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ServerClient } from '../../model/server-client.ts';
import { between, minutes } from '../../model/values/period.ts';
import { type NewNotice, noteNotices } from '../messages/client-notices.ts';
import type { SeenClient } from '../ports/panel.ts';
import type { Shop } from '../ports/shop.ts';
import { countTraffic, noteCounted, type SeenTraffic, type TrafficNews } from './traffic-statements.ts';

/** Panels write a client's last traffic down every ten seconds or so. */
const ONLINE_WITHIN = minutes(1);
/** Clients that are sent to the database at a time. */
const CHUNK = 5_000;

/** `isGlance` = one client's counter was asked alone: the look tells nothing of connections. */
export type TrafficLook = {
  serverId: number;
  /** Business time at which the panel was asked: a later look is not overwritten. */
  at: Date;
  clients: readonly SeenClient[];
  isGlance?: boolean;
  /** Whether somebody is switched off or told now; left out = as the shop does by itself. Counted is always. */
  acts?: boolean;
};

/**
 * The one place where traffic and connections of clients are counted, whoever looked at the panel: the same look twice
 * counts once. Who has used everything up is switched off, customers are told at 80, 95 and 100 per cent, once per
 * period, and of the first connection; a look that does not act leaves all that to the next one that does. Who is not
 * in the list is left alone. Answers how many clients of ours were
 * seen, and how many are now to be switched off.
 */
export async function takeTraffic(
  em: SqlEntityManager,
  { shop }: { shop: Shop },
  { serverId, at, clients, isGlance = false, acts = shop.autoLifecycle ?? true }: TrafficLook,
): Promise<{ clients: number; switchedOff: number }> {
  const taken = { clients: 0, switchedOff: 0 };
  const day = at.toISOString().slice(0, 10);
  for (let from = 0; from < clients.length; from += CHUNK) {
    const seen = clients.slice(from, from + CHUNK).map((client) => rowOf(client, { at, isGlance }));
    const counted = await countTraffic(em, { serverId, at, day, seen, acts });
    taken.clients += counted.clients;
    taken.switchedOff += await switchOff(em, counted.news, at);
    await noteNotices(em, { shop, now: at }, noticesOf(counted.news));
  }
  if (!isGlance) await noteCounted(em, serverId, at);
  return taken;
}

const rowOf = (
  { email, used, lastOnline }: SeenClient,
  { at, isGlance }: { at: Date; isGlance: boolean },
): SeenTraffic => ({
  email,
  used: used.toString(),
  online: isGlance ? null : lastOnline !== null && between(lastOnline, at) <= ONLINE_WITHIN,
  lastOnline: isGlance ? null : (lastOnline?.toISOString() ?? null),
});

/** Few at a time: whoever crossed the limit since the last look, and whom the panel should have stopped. */
async function switchOff(em: SqlEntityManager, news: readonly TrafficNews[], at: Date): Promise<number> {
  const ids = news.filter(({ isOver, isLate }) => isOver || isLate).map(({ id }) => id);
  if (ids.length === 0) return 0;
  const clients = await em.find(
    ServerClient,
    { id: { $in: ids } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  for (const client of clients) {
    if (client.status === 'active') client.suspend('traffic', at);
    else client.want('disabled', at);
  }
  await em.flush();
  return clients.length;
}

const noticesOf = (news: readonly TrafficNews[]): NewNotice[] =>
  news.flatMap(({ id: clientId, customerId, mark, period, isFirst }) => [
    ...(isFirst
      ? [{ clientId, customerId, kind: 'connected' as const, period: 'once', deadline: null }]
      : []),
    ...(mark === null
      ? []
      : [{ clientId, customerId, kind: `traffic-${mark}` as const, period, deadline: null }]),
  ]);

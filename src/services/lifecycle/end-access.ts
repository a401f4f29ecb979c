import type { SqlEntityManager } from '@mikro-orm/sql';
import { GRACE_DAYS } from '../../model/end-marks.ts';
import { days, later, type Period } from '../../model/values/period.ts';
import { type NewNotice, noteNotices } from '../messages/client-notices.ts';
import { endDevices } from './end-devices.ts';
import { endPauses } from './end-pauses.ts';
import { deleteClients, endedQuery, expireClients, graceOverQuery, type Stepped } from './life-statements.ts';
import type { LifecycleNeeds } from './needs.ts';
import { stepAll } from './step-all.ts';
import { Tally } from './tally.ts';

/**
 * Pauses that are over end, and devices whose time is. What has ended is switched off and its customer told; what has ended longer ago than the days of grace is deleted on
 * its panel, which frees the seat. Set-based, each once; panels hear of it from their lanes.
 */
export async function endAccesses(needs: LifecycleNeeds): Promise<Tally> {
  const tally = new Tally();
  const servers = new Set<number>();
  await endPauses(needs, tally, servers);
  await endDevices(needs, tally, servers);
  await stepAll(needs, tally, { due: endedQuery, take: (em, ids) => expire(needs, em, { ids, servers }) });
  await stepAll(needs, tally, {
    due: graceOverQuery,
    at: graceEndOf(needs),
    take: (em, ids) => remove(needs, em, { ids, servers }),
  });
  for (const serverId of servers) needs.wakes.lane(serverId);
  if (tally.processed > 0) needs.wakes.sender();
  return tally;
}

type Taken = { ids: readonly number[]; servers: Set<number> };

async function expire(needs: LifecycleNeeds, em: SqlEntityManager, { ids, servers }: Taken): Promise<number> {
  const now = needs.clock.now();
  const ended = await expireClients(em, now, ids);
  const graceEnd = graceEndOf(needs).toISOString();
  // Whoever is past the days of grace as well hears only that: nothing can be renewed any more.
  const kept = ended.filter(({ end }) => end > graceEnd);
  const grace = days(graceDaysOf(needs));
  await noteNotices(
    em,
    { shop: needs.shop, now },
    kept.map((each) => noticeOf('ended', each, later(new Date(each.end), grace))),
  );
  for (const { serverId } of ended) servers.add(serverId);
  return ended.length;
}

async function remove(needs: LifecycleNeeds, em: SqlEntityManager, { ids, servers }: Taken): Promise<number> {
  const now = needs.clock.now();
  const gone = await deleteClients(em, { now, graceEnd: graceEndOf(needs) }, ids);
  await noteNotices(
    em,
    { shop: needs.shop, now },
    gone.map((each) => noticeOf('gone', each, null)),
  );
  for (const { serverId } of gone) servers.add(serverId);
  return gone.length;
}

const noticeOf = (kind: 'ended' | 'gone', each: Stepped, deadline: Date | null): NewNotice => {
  const { clientId, customerId, end: period } = each;
  return { clientId, customerId: Number(customerId), kind, period, deadline };
};

const graceDaysOf = ({ shop }: LifecycleNeeds): number => shop.graceDays ?? GRACE_DAYS;

const graceEndOf = (needs: LifecycleNeeds): Date =>
  later(needs.clock.now(), -days(graceDaysOf(needs)) as Period);

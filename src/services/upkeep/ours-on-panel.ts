import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ServerClient } from '../../model/server-client.ts';
import { later, minutes, type Period } from '../../model/values/period.ts';

/** What the database says of the clients that are, were or may be on one panel. */
export type OursOnPanel = {
  /** Delivered, each the one access of its unit, with nothing under way for them. */
  living: readonly ServerClient[];
  /** Names of placements that were given up, or have ended: they are to be gone. */
  over: ReadonlySet<string>;
  /** Names of delivered clients that no unit calls its own any more, without a tombstone. */
  spare: ReadonlySet<string>;
  /** Every name that has a row, living or not. */
  known: ReadonlySet<string>;
};

/** A client that was delivered or pushed a moment ago may not be in a list that was asked for before. */
const SETTLED_FOR = minutes(1);

type Named = { email: string; state: 'over' | 'spare' | 'known' };

/** Read before the panel is asked: what is delivered meanwhile is then unknown to both. */
export async function oursOnPanel(
  em: SqlEntityManager,
  { serverId, now }: { serverId: number; now: Date },
): Promise<OursOnPanel> {
  const living = await em.find(
    ServerClient,
    {
      inbound: { server: serverId, remoteId: { $gt: 0 } },
      status: { $in: ['active', 'suspended'] },
      pushDueAt: null,
      recheckAt: null,
      provisionedAt: { $lte: later(now, -SETTLED_FOR as Period) },
    },
    { populate: ['inbound.server', 'order', 'customer'], orderBy: { id: 'asc' } },
  );
  const names = await namesOn(em, serverId);
  const inState = (state: Named['state']) =>
    new Set(names.filter((each) => each.state === state).map(({ email }) => email));
  const spare = inState('spare');
  return {
    living: living.filter(({ email }) => !spare.has(email)), // whoever deletes a spare one on the panel has mended it
    over: inState('over'),
    spare,
    known: new Set(names.map(({ email }) => email)),
  };
}

function namesOn(em: SqlEntityManager, serverId: number): Promise<Named[]> {
  return em.execute<Named[]>(sql`
    select client.email,
           case when client.status = 'terminated' then 'over'
                when client.status in ('active', 'suspended') and client.wanted <> 'deleted' and unit.id is null then 'spare'
                else 'known' end as state
      from server_clients client
      join server_inbounds inbound on inbound.id = client.inbound_id
      left join order_server_clients unit on unit.server_client_id = client.id
     where inbound.server_id = ${serverId}
       and not exists (select from tombstones where server_id = ${serverId} and tombstones.email = client.email)
     union all
    select move.email, 'known'
      from client_moves move join server_inbounds inbound on inbound.id = move.to_inbound_id
     where inbound.server_id = ${serverId} and move.state = 'open'
     union all
    select email, case when due_at is null then 'over' else 'known' end
      from tombstones where server_id = ${serverId}`);
}

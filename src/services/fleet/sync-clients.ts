import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Server } from '../../model/server.ts';
import { ServerClient } from '../../model/server-client.ts';
import { between, minutes } from '../../model/values/period.ts';
import { queueMessage } from '../messages/queue-message.ts';
import type { PanelInventory, SeenClient } from '../ports/panel.ts';
import type { Look } from './look-at-server.ts';
import type { FleetNeeds } from './needs.ts';

type Told = { server: Server; look: Look & { inventory: PanelInventory } };

/** Panels write a client's last traffic down every ten seconds or so. */
const ONLINE_WITHIN = minutes(1);
/** Rows that are loaded and written at a time. */
const CHUNK = 500;

/**
 * Takes over traffic and connections of the shop's clients on a panel. Only rows with news are loaded: most clients of
 * a large panel rest. Who has used up the traffic is switched off; customers are told at 80, 95 and 100 per cent, once
 * per period. Answers how many clients of ours the panel told of, and how many are now to be switched off.
 */
export async function syncClients(
  needs: FleetNeeds,
  em: SqlEntityManager,
  { server, look }: Told,
): Promise<{ clients: number; switchedOff: number }> {
  const seen = new Map(look.inventory.clients.map((client) => [client.email, client]));
  const known = await knownClients(em, server.id);
  const told = known.flatMap((row) => {
    const sample = seen.get(row.email);
    return sample ? [{ row, sample }] : [];
  });
  const ids = told.filter((each) => hasNews(each, look.at)).map(({ row }) => row.id);
  let switchedOff = 0;
  for (let from = 0; from < ids.length; from += CHUNK) {
    switchedOff += await takeChunk(needs, em, { ids: ids.slice(from, from + CHUNK), seen, at: look.at });
  }
  return { clients: told.length, switchedOff };
}

type Known = {
  id: number;
  email: string;
  panelTraffic: string;
  online: boolean;
  lastSeen: string | null;
  /** A mark was reached of which nobody was told, or nothing is left and it is still on. */
  isOpen: boolean;
};

const knownClients = (em: SqlEntityManager, serverId: number): Promise<Known[]> =>
  em.execute<Known[]>(sql`
    select client.id, client.email, client.panel_traffic_bytes::text as "panelTraffic",
           coalesce((client.connection_stats->>'online')::boolean, false) as online,
           client.connection_stats->>'lastSeen' as "lastSeen",
           client.status = 'active'
             and client.traffic_percentage_used >= 80
             and client.traffic_noticed < least(100, floor(client.traffic_percentage_used)) as "isOpen"
      from server_clients client join server_inbounds inbound on inbound.id = client.inbound_id
     where inbound.server_id = ${serverId} and client.status in ('active', 'suspended', 'expired')`);

function hasNews({ row, sample }: { row: Known; sample: SeenClient }, at: Date): boolean {
  return (
    row.isOpen ||
    sample.used.toString() !== row.panelTraffic ||
    isOnline(sample, at) !== row.online ||
    (sample.lastOnline?.toISOString() ?? null) !== row.lastSeen
  );
}

const isOnline = ({ lastOnline }: SeenClient, at: Date): boolean =>
  lastOnline !== null && between(lastOnline, at) <= ONLINE_WITHIN;

type Chunk = { ids: readonly number[]; seen: ReadonlyMap<string, SeenClient>; at: Date };

async function takeChunk(needs: FleetNeeds, em: SqlEntityManager, { ids, seen, at }: Chunk): Promise<number> {
  const clients = await em.find(
    ServerClient,
    { id: { $in: [...ids] } },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
  );
  let switchedOff = 0;
  for (const client of clients) {
    const sample = seen.get(client.email);
    if (!sample || client.status === 'terminated') continue;
    client.recordConnection({ online: isOnline(sample, at), lastSeen: sample.lastOnline });
    client.updateTrafficUsage(sample.used, at);
    switchedOff += Number(await settle(needs, em, { client, at }));
  }
  await em.flush();
  return switchedOff;
}

/** true = it is to be switched off now. */
async function settle(
  { shop }: FleetNeeds,
  em: SqlEntityManager,
  { client, at }: { client: ServerClient; at: Date },
): Promise<boolean> {
  if (client.status !== 'active') return false;
  const percent = client.takeTrafficNotice();
  if (percent !== null) {
    await queueMessage(
      em,
      { shop, now: at },
      {
        chatId: client.customer.id,
        kind: 'traffic-notice',
        data: { clientId: client.id, percent },
        key: `traffic-${percent}:${client.id}:${client.periodStartTraffic}`,
      },
    );
  }
  if (!client.hasUsedUpTraffic()) return false;
  client.suspend('traffic', at);
  return true;
}

import { sql } from '@mikro-orm/core';
import { ServerClient } from '../../model/server-client.ts';
import type { Lane } from '../lanes/lane.ts';
import type { LaneWork } from '../lanes/lane-work.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { isReached, reaches } from '../lanes/server-trouble.ts';
import { placeOnPanel } from '../lanes/wanted-client.ts';
import { type PanelAccess, PanelFault, type RemoteClient } from '../ports/panel.ts';
import { keepReadLinks, type ReadLinks } from './keep-read-links.ts';
import { isBehind } from './links-behind.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { usableLinks } from './usable-links.ts';

/** As many as purchases wait for; panels up to 3.0 mostly give the links of all with the one read. */
const AT_A_TIME = { clients: 64, legacy: 256 } as const;
/** Reads of one panel at a time (RELIABILITY E5). */
const READERS = 4;

/**
 * Reads the links of running accesses anew after something that stands in them changed: the name of the server, or its
 * inbound on the panel. Nothing is written to the panel; what an ended process has not kept is read again.
 */
export function linksWork(needs: ProvisioningNeeds): LaneWork {
  return {
    due: (serverId) => sql`
        select min(coalesce(client.links_due_at, 'epoch')) as due
          from server_clients client
          join server_inbounds inbound on inbound.id = client.inbound_id
          join servers server on server.id = inbound.server_id
         where server.id = ${serverId} and ${isBehind} and ${isReached}`,
    run: async (lane) => {
      if (!(await reaches(needs.work.read(), lane.serverId))) return;
      for (const group of await dueGroups(needs, lane)) if (!(await readGroup(needs, lane, group))) return;
    },
  };
}

/** Some of those that are due, by their inbounds. */
async function dueGroups(needs: ProvisioningNeeds, { serverId }: Lane): Promise<ServerClient[][]> {
  const em = needs.work.read();
  const rows = await em.execute<{ id: number; generation: keyof typeof AT_A_TIME }[]>(sql`
    select client.id, server.panel_generation as generation
      from server_clients client
      join server_inbounds inbound on inbound.id = client.inbound_id
      join servers server on server.id = inbound.server_id
     where server.id = ${serverId} and ${isBehind}
       and coalesce(client.links_due_at, 'epoch') <= ${needs.clock.now()}
     order by inbound.id, client.id limit ${AT_A_TIME.legacy}`);
  const ids = rows.slice(0, AT_A_TIME[rows[0]?.generation ?? 'clients']).map(({ id }) => id);
  const clients = await em.find(
    ServerClient,
    { id: { $in: ids } },
    { populate: ['inbound.server', 'customer'], orderBy: { id: 'asc' } },
  );
  return [...Map.groupBy(clients, ({ inbound }) => inbound.id).values()];
}

/** false = the panel did not answer or lets nobody in: the others wait too. */
async function readGroup(
  needs: ProvisioningNeeds,
  lane: Lane,
  clients: readonly ServerClient[],
): Promise<boolean> {
  const [first] = clients;
  if (!first) return true;
  const access = panelAccess(first.inbound.server, needs.vault);
  const read: ReadLinks[] = [];
  let trouble: PanelFault | null = null;
  try {
    const emails = clients.map(({ email }) => email);
    const remotes = await lane.during(() => needs.panel.readClients(access, first.inbound.remoteId, emails));
    for (let from = 0; from < clients.length; from += READERS) {
      const some = clients.slice(from, from + READERS);
      read.push(
        ...(await Promise.all(
          some.map((client) => linksOf(needs, lane, { client, access, remote: remotes.get(client.email) })),
        )),
      );
    }
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    trouble = fault;
  }
  await keepReadLinks(needs, lane, { clients, read, trouble });
  return trouble === null;
}

type Asked = { client: ServerClient; access: PanelAccess; remote: RemoteClient | undefined };

/** @throws {PanelFault} when the panel did not tell; that it has no right link for this client is an answer. */
async function linksOf(
  needs: ProvisioningNeeds,
  lane: Lane,
  { client, access, remote }: Asked,
): Promise<ReadLinks> {
  if (remote === undefined) return { client, links: null, why: 'the panel does not hold it' };
  const { inbound } = client;
  const given = await lane.during(() => needs.panel.clientLinks(access, placeOnPanel(client)));
  try {
    const sold = { ...namesOf(client), flow: inbound.flowCapable ? client.flow : '' };
    return { client, links: usableLinks(given, { client: sold, inbound, access, remote }), why: '' };
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return { client, links: null, why: fault.message };
  }
}

const namesOf = ({ email, uuid, password, subId }: ServerClient) => ({ email, uuid, password, subId });

import { ok, type Result, refuse } from '../../model/result.ts';
import { Server } from '../../model/server.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { secretOn } from '../lanes/wanted-client.ts';
import { type PanelAccess, PanelFault, type RemoteClient } from '../ports/panel.ts';
import type { PanelAway } from './check-server.ts';
import type { FleetNeeds } from './needs.ts';
import type { ServerNotFound } from './plan-places.ts';
import { type Stranger, strangerKey, strangersOn } from './strangers.ts';

/** Nobody by that name, link or uuid is on a panel and not the shop's already. */
export type StrangerNotFound = { code: 'stranger-not-found' };
/** Its name or credential holds a slash, which an address of its panel cannot: it cannot be changed or removed there. */
export type OutOfReach = { code: 'client-out-of-reach' };
/** A client of somebody else, as its panel holds it now, on an inbound that the shop knows. */
export type FoundClient = {
  server: Server;
  access: PanelAccess;
  inbound: ServerInbound;
  remote: RemoteClient;
  used: Stranger['client']['used'];
};

/** Every client on a panel that is not the shop's, by name. */
export async function listStrangers(
  needs: FleetNeeds,
  serverId: number,
): Promise<Result<{ server: Server; strangers: Stranger[] }, ServerNotFound | PanelAway>> {
  const server = await needs.work.read().findOne(Server, { id: serverId, retiredAt: null });
  if (!server) return refuse({ code: 'server-not-found' });
  return orAway(async () => {
    const inventory = await needs.panel.takeInventory(panelAccess(server, needs.vault));
    const strangers = await strangersOn(needs, needs.work.read(), { serverId, inventory });
    return ok({ server, strangers });
  });
}

/** One of them with all that its panel tells of it: two reads. */
export async function readStranger(
  needs: FleetNeeds,
  { serverId, key }: { serverId: number; key: string },
): Promise<Result<FoundClient, ServerNotFound | PanelAway | StrangerNotFound | OutOfReach>> {
  const listed = await listStrangers(needs, serverId);
  if (!listed.ok) return listed;
  const { server, strangers } = listed.value;
  const stranger = strangers.find(({ client }) => strangerKey(client.email) === key);
  if (!stranger) return refuse({ code: 'stranger-not-found' });
  if (stranger.client.email.includes('/')) return refuse({ code: 'client-out-of-reach' });
  return orAway(() => readClosely(needs, server, stranger));
}

async function readClosely(
  needs: FleetNeeds,
  server: Server,
  { client, inbound: { remoteId } }: Stranger,
): Promise<Result<FoundClient, StrangerNotFound | OutOfReach>> {
  const access = panelAccess(server, needs.vault);
  const remote = (await needs.panel.readClients(access, remoteId, [client.email])).get(client.email);
  const inbound = await needs.work
    .read()
    .findOne(ServerInbound, { server: server.id, remoteId, kind: 'shared' }, { populate: ['server'] });
  if (!remote || !inbound) return refuse({ code: 'stranger-not-found' });
  if (hidesInRoute(server, inbound, remote)) return refuse({ code: 'client-out-of-reach' });
  return ok({ server, access, inbound, remote, used: client.used });
}

/** Panels up to 3.0 call a client by its credential, one of shadowsocks by its name. */
const hidesInRoute = (
  { panelGeneration }: Server,
  { protocol }: ServerInbound,
  remote: RemoteClient,
): boolean =>
  panelGeneration === 'legacy' &&
  protocol !== 'shadowsocks' &&
  (remote.uuid || secretOn(protocol, remote)).includes('/');

/** Whom a name, a uuid or a password means, over all panels that answer. */
export async function findStranger(
  needs: FleetNeeds,
  wanted: { name: string; credential: string },
): Promise<{ serverId: number; key: string } | null> {
  const servers = await needs.work.read().find(Server, { retiredAt: null }, { orderBy: { id: 'asc' } });
  for (const server of servers) {
    const found = await orAway(async () => ok(await emailOn(needs, server, wanted)));
    if (found.ok && found.value !== null) return { serverId: server.id, key: strangerKey(found.value) };
  }
  return null;
}

async function emailOn(
  needs: FleetNeeds,
  server: Server,
  { name, credential }: { name: string; credential: string },
): Promise<string | null> {
  const listed = await listStrangers(needs, server.id);
  if (!listed.ok) return null;
  const { strangers } = listed.value;
  if (strangers.some(({ client }) => client.email === name)) return name;
  const access = panelAccess(server, needs.vault);
  for (const [remoteId, emails] of byInbound(strangers)) {
    const clients = await needs.panel.readClients(access, remoteId, emails);
    for (const [email, client] of clients) if (opens(client, credential)) return email;
  }
  return null;
}

/** Without those inbounds on which only names with a slash are left: panels from 3.1 on cannot be asked for one alone. */
function byInbound(strangers: readonly Stranger[]): [number, string[]][] {
  const emails = new Map<number, string[]>();
  for (const { client, inbound } of strangers)
    emails.set(inbound.remoteId, [...(emails.get(inbound.remoteId) ?? []), client.email]);
  return [...emails].filter(([, names]) => names.some((name) => !name.includes('/')));
}

const opens = ({ uuid, password, auth }: RemoteClient, credential: string): boolean =>
  credential !== '' &&
  ((uuid !== '' && uuid.toLowerCase() === credential.toLowerCase()) || [password, auth].includes(credential));

/** What a panel does not tell is a refusal with its own words. */
export async function orAway<Answer extends Result<unknown, { code: string }>>(
  step: () => Promise<Answer>,
): Promise<Answer | Result<never, PanelAway>> {
  try {
    return await step();
  } catch (fault) {
    if (!(fault instanceof PanelFault)) throw fault;
    return refuse({ code: 'panel-unusable', kind: fault.kind, text: fault.message });
  }
}

import { parseLink } from '../../model/parse-link.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import type { Bytes } from '../../model/values/traffic.ts';
import { audit } from '../messages/audit.ts';
import { tellUnbound } from '../messages/tell-unbound.ts';
import { unbindClient } from '../seats/unbind-client.ts';
import { bindClient, type NotBound, ownLinks } from './bind-client.ts';
import { type PanelAway, TOO_LATE } from './check-server.ts';
import {
  type FoundClient,
  findStranger,
  listStrangers,
  type OutOfReach,
  orAway,
  readStranger,
  type StrangerNotFound,
} from './find-strangers.ts';
import type { FleetNeeds } from './needs.ts';
import type { ServerNotFound } from './plan-places.ts';
import { strangerKey } from './strangers.ts';

/** One client of somebody else in a list. */
export type StrangerLine = { key: string; email: string; inbound: string; used: Bytes };
export type StrangerList = { serverId: number; server: string; strangers: readonly StrangerLine[] };

/** All that an admin decides by; no secret. */
export type StrangerView = {
  serverId: number;
  key: string;
  server: string;
  email: string;
  inbound: string;
  used: Bytes;
  /** null = unlimited. */
  limit: Bytes | null;
  /** null = never; before 1970 = its time begins with the first use. */
  expiresAt: Date | null;
  /** Devices at a time; 0 = no limit. */
  limitIp: number;
  enabled: boolean;
  /** Seats of its inbound that are left; null = unlimited. */
  seatsLeft: number | null;
};

export type StrangerPlace = { serverId: number; key: string };
type NotRead = ServerNotFound | PanelAway | StrangerNotFound | OutOfReach;

/** Clients that stood on a panel before the shop knew it, and whom they belong to. Nothing is written to a panel. */
export class ImportDesk {
  private readonly needs: FleetNeeds;

  constructor(needs: FleetNeeds) {
    this.needs = needs;
  }

  /** Every client on a panel that is not the shop's, by name; asks the panel. */
  async list(serverId: number): Promise<Result<StrangerList, ServerNotFound | PanelAway>> {
    const listed = await listStrangers(this.needs, serverId);
    if (!listed.ok) return listed;
    const { server, strangers } = listed.value;
    const lines = strangers.map(({ client, inbound }) => ({
      key: strangerKey(client.email),
      email: client.email,
      inbound: inbound.remark,
      used: client.used,
    }));
    return ok({ serverId, server: server.name, strangers: lines });
  }

  /** One of them, as its panel holds it now. */
  async stranger(place: StrangerPlace): Promise<Result<StrangerView, NotRead>> {
    const found = await readStranger(this.needs, place);
    return found.ok ? ok(viewOf(place, found.value)) : found;
  }

  /** Whom a share link, a uuid or a name on a panel means, over all servers that answer. */
  async find(query: string): Promise<Result<StrangerPlace, StrangerNotFound>> {
    const name = query.trim();
    const credential = parseLink(name)?.credential ?? name;
    const place = await findStranger(this.needs, { name, credential });
    return place ? ok(place) : refuse({ code: 'stranger-not-found' });
  }

  /** Gives a client as it is to a customer, who is told; takes a seat. Two hands: once. `signal` aborted = too late. */
  async bind(
    request: StrangerPlace & { customerId: number; actorId: number; signal?: AbortSignal },
  ): Promise<Result<{ clientId: number }, NotRead | NotBound>> {
    const { needs } = this;
    const found = await readStranger(needs, request);
    if (!found.ok) return found;
    const { access, inbound, remote } = found.value;
    const place = { remoteId: inbound.remoteId, email: remote.email, subId: remote.subId };
    const links = await orAway(async () => ok(await needs.panel.clientLinks(access, place)));
    if (!links.ok) return links;
    const binding = { ...request, found: found.value, links: ownLinks(links.value, found.value) };
    const bound = await needs.work.run(async (em) => {
      const answer = await bindClient(needs, em, binding);
      return request.signal?.aborted ? TOO_LATE : answer;
    });
    if (bound.ok) needs.wakes.sender();
    return bound;
  }

  /** Takes a binding back: the seat is free again, and the client stays on its panel as it is. */
  async unbind({
    clientId,
    actorId,
  }: {
    clientId: number;
    actorId: number;
  }): Promise<Result<{ customerId: number }, { code: 'not-imported' }>> {
    const { work, clock, ids, shop, wakes } = this.needs;
    const unbound = await work.run(async (em) => {
      const at = clock.now();
      const gone = await unbindClient(em, { ids, clientId, at });
      if (!gone) return refuse({ code: 'not-imported' });
      const before = { name: gone.email, person: String(gone.customerId) };
      audit(em, { actorId, action: 'client.unbind', target: `client:${clientId}`, before }, at);
      await em.flush();
      await tellUnbound(em, { shop, now: at }, { clientId, ...gone });
      return ok({ customerId: gone.customerId });
    });
    if (unbound.ok) wakes.sender();
    return unbound;
  }
}

const viewOf = (place: StrangerPlace, { server, inbound, remote, used }: FoundClient): StrangerView => ({
  serverId: place.serverId,
  key: place.key,
  server: server.name,
  email: remote.email,
  inbound: inbound.remark,
  used,
  limit: remote.trafficLimit,
  expiresAt: remote.expiresAt,
  limitIp: remote.limitIp,
  enabled: remote.enable,
  seatsLeft: inbound.getAvailableCapacity(),
});

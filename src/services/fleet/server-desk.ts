import type { Result } from '../../model/result.ts';
import {
  changeAddress,
  changeCertificate,
  type NewAddress,
  type NewCertificate,
  type PanelWay,
  shownCertificate,
} from './change-address.ts';
import {
  changeLogin,
  changeProxy,
  checkServer,
  type NewLogin,
  type NewProxy,
  type PanelAway,
  type PanelLook,
} from './check-server.ts';
import { type DeleteOutlook, deleteOutlook, deleteServer, type ServerInUse } from './delete-server.ts';
import type { ChangedMeanwhile } from './edit.ts';
import type { BelowTaken } from './edit-plan.ts';
import { editServer, type ServerEdit } from './edit-server.ts';
import { serverViews } from './fleet-views.ts';
import { leaveNeighbours } from './leave-neighbours.ts';
import { countLinks, type LinkCount } from './links-anew.ts';
import type { FleetNeeds } from './needs.ts';
import type { ServerNotFound } from './plan-places.ts';
import { readLinksAnew } from './read-links-anew.ts';
import type { NotSamePanel } from './same-panel.ts';
import { type MarksEdit, type Mute, markAlerts, muteAlerts } from './server-alerts.ts';
import { type ServerDay, serverDays } from './server-days.ts';
import type { ServerView } from './views.ts';

/** What admins change about servers; every act may come twice and is done once, and is audited. */
export class ServerDesk {
  private readonly needs: FleetNeeds;

  constructor(needs: FleetNeeds) {
    this.needs = needs;
  }

  /** null = there is no such server in use. */
  async server(serverId: number): Promise<ServerView | null> {
    const [server] = await serverViews(this.needs.work.read(), [serverId]);
    return server ?? null;
  }

  /** How its keys went, for each day with sales of the last 7, the newest first. */
  days(serverId: number): Promise<ServerDay[]> {
    return serverDays(this.needs.work.read(), { serverId, now: this.needs.clock.now() });
  }

  /** Sets one value, if it still is what the card showed. */
  async edit(edit: ServerEdit): Promise<Result<null, ServerNotFound | ChangedMeanwhile | BelowTaken>> {
    const answer = await this.needs.work.run((em) => editServer(this.needs, em, edit));
    if (answer.ok && edit.field === 'publicHost') this.needs.wakes.lane(edit.serverId);
    return answer;
  }

  /** How many accesses run there, and whose links are still to be read anew. */
  links(serverId: number): Promise<LinkCount> {
    return countLinks(this.needs.work.read(), serverId);
  }

  /** Has the links of all its running accesses read anew, for a change that no look can see; the lane does it. */
  async readLinks(request: {
    serverId: number;
    actorId: number;
  }): Promise<Result<LinkCount, ServerNotFound>> {
    const answer = await this.needs.work.run((em) => readLinksAnew(this.needs, em, request));
    if (answer.ok) this.needs.wakes.lane(request.serverId);
    return answer;
  }

  /** Sets how full it has to be before the staff hears of it, if that still is what the card showed. */
  markAlerts(edit: MarksEdit): Promise<Result<null, ServerNotFound | ChangedMeanwhile>> {
    return this.needs.work.run((em) => markAlerts(this.needs, em, edit));
  }

  /** Keeps its alerts back for some hours, or no longer; answers how many were kept back so far. */
  muteAlerts(mute: Mute): Promise<Result<{ held: number }, ServerNotFound>> {
    return this.needs.work.run((em) => muteAlerts(this.needs, em, mute));
  }

  /** Asks the panel now, and puts its server out of sale or back by what it finds; `actorId` = who pressed. */
  check(serverId: number, actorId?: number): Promise<Result<PanelLook, ServerNotFound | PanelAway>> {
    return checkServer(this.needs, { serverId, actorId });
  }

  /** Stores a new login of the panel, if it lets the shop in. */
  changeLogin(login: NewLogin): Promise<Result<PanelLook, ServerNotFound | PanelAway>> {
    return changeLogin(this.needs, login);
  }

  /** Stores the proxy through which the panel is reached, or that there is none, if the panel is reached that way. */
  changeProxy(proxy: NewProxy): Promise<Result<PanelLook, ServerNotFound | PanelAway>> {
    return changeProxy(this.needs, proxy);
  }

  /** Stores where the panel is now, if the shop gets in there and it is the same one. */
  changeAddress(address: NewAddress): Promise<Result<PanelLook, ServerNotFound | PanelAway | NotSamePanel>> {
    return changeAddress(this.needs, address);
  }

  /** Stores the fingerprint that its certificate has to have, or that none is asked for, if the panel is entered so. */
  changeCertificate(pin: NewCertificate): Promise<Result<PanelLook, ServerNotFound | PanelAway>> {
    return changeCertificate(this.needs, pin);
  }

  /** SHA-256 of the certificate that is shown there; `way` null = where the panel is now. Nothing is sent. */
  shownCertificate(asked: {
    serverId: number;
    way: PanelWay | null;
  }): Promise<Result<string, ServerNotFound | PanelAway>> {
    return shownCertificate(this.needs, asked);
  }

  /** Has its panel leave everybody else connected when a client runs out. */
  leaveNeighbours(request: {
    serverId: number;
    actorId: number;
  }): Promise<Result<null, ServerNotFound | PanelAway>> {
    return leaveNeighbours(this.needs, request);
  }

  /** What would stand in the way of deleting it, and what would go with it; null = there is no such server. */
  deleteOutlook(serverId: number): Promise<DeleteOutlook | null> {
    return deleteOutlook(this.needs, serverId);
  }

  /** Takes it out of the shop for good; refused while somebody depends on it. */
  delete(request: {
    serverId: number;
    actorId: number;
  }): Promise<Result<{ name: string }, ServerNotFound | ServerInUse>> {
    return deleteServer(this.needs, request);
  }
}

import { z } from 'zod';
import type { Bytes } from '../model/values/traffic.ts';
import {
  type AddAnswer,
  type ClientPlace,
  type CoreState,
  type Panel,
  type PanelAccess,
  PanelFault,
  type PanelIdentity,
  type PanelInventory,
  type RemoteClient,
  type RemoteInbound,
  type WantedClient,
  type WantedInbound,
} from '../services/ports/panel.ts';
import { addInbound } from './add-inbound.ts';
import { addToLegacy, refusedAll } from './add-to-legacy.ts';
import { linksAnswer, trafficAnswer } from './answers.ts';
import { stopCoreRestarts } from './core-restarts.ts';
import { groupOf, inventoryOf } from './digests.ts';
import { refusalFault } from './fault-classes.ts';
import { ipsOf } from './ip-log.ts';
import { legacyEntry } from './legacy-client.ts';
import { ownLinks } from './legacy-links.ts';
import { inboundOf, readInbound, type Talk } from './legacy-talk.ts';
import { linksRequest, withPublicHost } from './link-host.ts';
import { withoutFigures } from './link-name.ts';
import { type PanelCalls, shaped } from './panel-calls.ts';
import type { PanelOptions } from './panel-line.ts';
import { type PanelMemory, type SharedByDrivers, sharedByDrivers } from './panel-memory.ts';
import { coreStateOf } from './panel-status.ts';
import { explainPoison, namingPoison } from './poisoned-panel.ts';
import { RecentReads } from './recent-reads.ts';
import { sum } from './remote-inbound.ts';
import { removeFromLegacy } from './remove-from-legacy.ts';
import { type PanelRequest, placeOf } from './transport.ts';
import { updateOnLegacy } from './update-legacy.ts';

const UNKNOWN = /record not found|Inbound Not Found For Email/i;

/**
 * Drives 3x-ui panels of the generations A and B (2.6 to 3.0), where clients live inside the settings of an inbound and
 * nothing is locked: what counts is what is read back. Source: contracts/3x-ui.md sections 2 to 5, 8 and 9.
 */
export class LegacyPanel implements Panel {
  private readonly calls: PanelCalls;
  private readonly memory: PanelMemory;
  private readonly recent = new RecentReads();
  /** Protocols of inbounds: a client is sent with the credential of its protocol, in one write. */
  private readonly protocols = new Map<string, Map<number, string>>();

  constructor(options: PanelOptions, { line, memory }: SharedByDrivers = sharedByDrivers(options)) {
    this.calls = line.calls;
    this.memory = memory;
  }

  async identify(access: PanelAccess): Promise<PanelIdentity> {
    return (await this.memory.look(access)).identity;
  }

  async coreState(access: PanelAccess): Promise<CoreState> {
    const { statusRoute } = await this.memory.find(access);
    return coreStateOf(this.calls, access, statusRoute);
  }

  async listInbounds(access: PanelAccess): Promise<RemoteInbound[]> {
    return [...(await this.takeInventory(access)).inbounds];
  }

  async takeInventory(access: PanelAccess): Promise<PanelInventory> {
    const request: PanelRequest = { method: 'GET', path: 'panel/api/inbounds/list' };
    const inventory = inventoryOf(await this.calls.digest(access, request, { kind: 'inventory' }));
    for (const { remoteId, protocol } of inventory.inbounds) this.protocolsOf(access).set(remoteId, protocol);
    return inventory;
  }

  async addClients(
    access: PanelAccess,
    remoteId: number,
    clients: readonly WantedClient[],
  ): Promise<AddAnswer> {
    const talk = await this.talk(access);
    const protocol = await this.protocolOf(talk, remoteId);
    if (protocol === null) return refusedAll(clients, noInbound(access, remoteId));
    const answer = await addToLegacy(talk, { remoteId, protocol, clients });
    if (answer.refused.size > 0) this.protocolsOf(access).delete(remoteId);
    return namingPoison(this.calls, access, answer);
  }

  async readClients(
    access: PanelAccess,
    remoteId: number,
    emails: readonly string[],
  ): Promise<Map<string, RemoteClient>> {
    const request: PanelRequest = { method: 'GET', path: `panel/api/inbounds/get/${remoteId}` };
    const group = groupOf(await this.calls.digest(access, request, { kind: 'group', emails }));
    this.recent.remember(access, group.inbound);
    return group.clients;
  }

  async updateClient(access: PanelAccess, remoteId: number, wanted: WantedClient): Promise<void> {
    await updateOnLegacy(await this.talk(access), remoteId, wanted);
  }

  /** 2.6 answers HTTP 500 for a client that it does not know: a read tells. */
  async resetTraffic(access: PanelAccess, place: ClientPlace): Promise<'reset' | 'absent'> {
    const talk = await this.talk(access);
    const inbound = await inboundOf(talk, place);
    if (inbound === null) return 'absent';
    const name = encodeURIComponent(place.email);
    const path = `panel/api/inbounds/${inbound.id}/resetClientTraffic/${name}`;
    try {
      const answer = await this.known(access, { method: 'POST', path, deadline: talk.deadline });
      return answer === null ? 'absent' : 'reset';
    } catch (fault) {
      if (!(fault instanceof PanelFault) || fault.kind !== 'ambiguous') throw fault;
      if ((await this.clientUsage(access, place)) === null) return 'absent';
      throw fault;
    }
  }

  async removeClient(access: PanelAccess, place: ClientPlace): Promise<'removed' | 'absent'> {
    return removeFromLegacy(await this.talk(access), place);
  }

  async clientLinks(access: PanelAccess, place: ClientPlace & { readonly subId: string }): Promise<string[]> {
    const { makesLinks } = await this.memory.find(access);
    if (!makesLinks) return this.ownLinks(access, place);
    const path = `panel/api/inbounds/getSubLinks/${encodeURIComponent(place.subId)}`;
    const links = await this.calls.read(access, linksRequest(access, path), linksAnswer);
    return [...new Set(links ?? [])].map((link) => withoutFigures(withPublicHost(link, access)));
  }

  async clientUsage(access: PanelAccess, { email }: ClientPlace): Promise<Bytes | null> {
    const path = `panel/api/inbounds/getClientTraffics/${encodeURIComponent(email)}`;
    const request: PanelRequest = { method: 'GET', path };
    const answer = await this.known(access, request);
    const counters = shaped(answer?.obj ?? null, trafficAnswer.nullable(), { access, request });
    return counters === null ? null : sum(counters.up, counters.down);
  }

  async onlineClients(access: PanelAccess): Promise<string[]> {
    const deadline = this.calls.deadline('GET');
    const request: PanelRequest = { method: 'POST', path: 'panel/api/inbounds/onlines', deadline };
    return (await this.calls.read(access, request, z.array(z.string()).nullable())) ?? [];
  }

  async clientIps(access: PanelAccess, { email }: ClientPlace): Promise<string[]> {
    return ipsOf((await this.ofClient(access, `clientIps/${encodeURIComponent(email)}`))?.obj);
  }

  async clearClientIps(access: PanelAccess, { email }: ClientPlace): Promise<void> {
    await this.ofClient(access, `clearClientIps/${encodeURIComponent(email)}`);
  }

  async addInbound(access: PanelAccess, wanted: WantedInbound): Promise<number> {
    const { deadline } = await this.talk(access);
    const clients = wanted.clients.map((client) => legacyEntry(wanted.protocol, client));
    try {
      return await addInbound(this.calls, access, { wanted, clients, deadline });
    } catch (fault) {
      if (!(fault instanceof PanelFault) || fault.kind !== 'poisoned') throw fault;
      throw await explainPoison(this.calls, access, fault);
    }
  }

  async removeInbound(access: PanelAccess, remoteId: number): Promise<'removed' | 'absent'> {
    const { deadline } = await this.talk(access);
    const path = `panel/api/inbounds/del/${remoteId}`;
    const answer = await this.known(access, { method: 'POST', path, deadline });
    return answer === null ? 'absent' : 'removed';
  }

  async leaveNeighboursInPeace(access: PanelAccess): Promise<void> {
    await stopCoreRestarts(this.calls, access);
  }

  private ofClient(access: PanelAccess, route: string): Promise<{ obj: unknown } | null> {
    const deadline = this.calls.deadline('GET');
    return this.known(access, { method: 'POST', path: `panel/api/inbounds/${route}`, deadline });
  }

  shownCertificate(access: PanelAccess): Promise<string> {
    return this.calls.shownCertificate(access);
  }

  forget(access: PanelAccess): void {
    this.memory.forget(access);
    this.calls.leave(access);
    this.recent.forget(access);
    this.protocols.delete(access.url);
  }

  /** All writes of one method are over within the time of one: the lane's quiet time counts on it. */
  private async talk(access: PanelAccess): Promise<Talk> {
    this.recent.forget(access);
    const { isPatient } = await this.memory.find(access);
    return { calls: this.calls, access, deadline: this.calls.deadline('POST', isPatient) };
  }

  private async ownLinks(access: PanelAccess, place: ClientPlace): Promise<string[]> {
    const seen = this.recent.find(access, place);
    const inbound = seen ?? (await inboundOf(await this.talk(access), place));
    const [entry] = inbound?.ours ?? [];
    return inbound && entry ? ownLinks(inbound, entry, access.publicHost) : [];
  }

  /** null = the panel says that it has no such client or inbound. */
  private async known(access: PanelAccess, request: PanelRequest): Promise<{ obj: unknown } | null> {
    const envelope = await this.calls.ask(access, request);
    if (envelope.success) return { obj: envelope.obj };
    if (UNKNOWN.test(envelope.msg)) return null;
    throw refusalFault(envelope.msg, placeOf(access, request));
  }

  /** null = there is no such inbound. */
  private async protocolOf(talk: Talk, remoteId: number): Promise<string | null> {
    const remembered = this.protocolsOf(talk.access);
    const known = remembered.get(remoteId);
    if (known !== undefined) return known;
    const inbound = await readInbound(talk, { remoteId, email: '' });
    if (inbound !== null) remembered.set(remoteId, inbound.protocol);
    return inbound?.protocol ?? null;
  }

  private protocolsOf({ url }: PanelAccess): Map<number, string> {
    const known = this.protocols.get(url) ?? new Map<number, string>();
    this.protocols.set(url, known);
    return known;
  }
}

const noInbound = (access: PanelAccess, remoteId: number) =>
  new PanelFault(
    'permanent',
    `${new URL(access.url).host}: there is no inbound #${remoteId} (record not found)`,
  );

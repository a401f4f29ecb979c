import { z } from 'zod';
import type { Bytes } from '../model/values/traffic.ts';
import type {
  AddAnswer,
  ClientPlace,
  CoreState,
  Panel,
  PanelAccess,
  PanelIdentity,
  PanelInventory,
  RemoteClient,
  RemoteInbound,
  WantedClient,
  WantedInbound,
} from '../services/ports/panel.ts';
import { addInOneCall, addOneByOne } from './add-clients.ts';
import { addInbound } from './add-inbound.ts';
import { clientAnswer, linksAnswer, recordAnswer, trafficAnswer } from './answers.ts';
import { switchItThere } from './core-restarts.ts';
import { clientsOf, inventoryOf } from './digests.ts';
import { asNotSent, refusalFault } from './fault-classes.ts';
import { ipsOf } from './ip-log.ts';
import { keptOf } from './kept-fields.ts';
import { linksRequest, withPublicHost } from './link-host.ts';
import { withoutFigures } from './link-name.ts';
import { type PanelCalls, shaped } from './panel-calls.ts';
import type { PanelOptions } from './panel-line.ts';
import { type PanelMemory, type SharedByDrivers, sharedByDrivers } from './panel-memory.ts';
import { coreStateOf } from './panel-status.ts';
import { namingPoison } from './poisoned-panel.ts';
import { fromRecord, wireClient } from './remote-client.ts';
import { sum } from './remote-inbound.ts';
import { type PanelRequest, placeOf } from './transport.ts';

/** How calls travel, and business time. */
export type ClientsPanelOptions = PanelOptions;

const UNKNOWN_CLIENT = /record not found|not found in any inbound|Inbound Not Found For Email/i;

/**
 * Drives 3x-ui panels of generation C (3.1 and later), where clients are rows of their own. One instance serves all
 * panels; it remembers sessions and connections in memory. Source: contracts/3x-ui.md sections 2 to 6.
 */
export class ClientsPanel implements Panel {
  private readonly calls: PanelCalls;
  private readonly memory: PanelMemory;

  constructor(options: PanelOptions, { line, memory }: SharedByDrivers = sharedByDrivers(options)) {
    this.calls = line.calls;
    this.memory = memory;
  }

  async identify(access: PanelAccess): Promise<PanelIdentity> {
    return (await this.memory.look(access)).identity;
  }

  async coreState(access: PanelAccess): Promise<CoreState> {
    return coreStateOf(this.calls, access, 'GET panel/api/server/status');
  }

  async listInbounds(access: PanelAccess): Promise<RemoteInbound[]> {
    return [...(await this.takeInventory(access)).inbounds];
  }

  async takeInventory(access: PanelAccess): Promise<PanelInventory> {
    return inventoryOf(await this.calls.digest(access, get('inbounds/list'), { kind: 'inventory' }));
  }

  async addClients(
    access: PanelAccess,
    remoteId: number,
    clients: readonly WantedClient[],
  ): Promise<AddAnswer> {
    const group = { remoteId, clients };
    const inOneCall = clients.length > 1 && (await this.memory.find(access)).identity.hasBulk;
    const add = inOneCall ? addInOneCall : addOneByOne;
    return namingPoison(this.calls, access, await add(this.calls, access, group));
  }

  async readClients(
    access: PanelAccess,
    remoteId: number,
    emails: readonly string[],
  ): Promise<Map<string, RemoteClient>> {
    const [email] = emails;
    if (email === undefined) return new Map();
    if (emails.length > 1) {
      const request = get(`inbounds/get/${remoteId}`);
      return clientsOf(await this.calls.digest(access, request, { kind: 'clients', emails }));
    }
    const client = await this.readOne(access, email);
    return new Map(client === null ? [] : [[email, client]]);
  }

  /**
   * An update is no patch: what an admin has given the client besides goes back as it was. Its record outlives its place
   * on an inbound, and an update does not bring that back.
   */
  async updateClient(access: PanelAccess, remoteId: number, wanted: WantedClient): Promise<void> {
    const deadline = this.calls.deadline('POST'); // of all calls: the lane's quiet time counts on it
    const name = encodeURIComponent(wanted.email);
    const { client, inboundIds } = await this.recordOf(access, get(`clients/get/${name}`));
    const change = (route: string, body: unknown) =>
      this.calls.read(access, { ...post(route, body), deadline }, z.unknown());
    if (wanted.enable && !inboundIds?.includes(remoteId))
      await change(`clients/${name}/attach`, { inboundIds: [remoteId] });
    await change(`clients/update/${name}`, { ...wireClient(wanted), ...keptOf(client) });
  }

  async resetTraffic(access: PanelAccess, { email }: ClientPlace): Promise<'reset' | 'absent'> {
    const answer = await this.known(access, post(`clients/resetTraffic/${encodeURIComponent(email)}`));
    return answer === null ? 'absent' : 'reset';
  }

  async removeClient(access: PanelAccess, { email }: ClientPlace): Promise<'removed' | 'absent'> {
    const answer = await this.known(access, post(`clients/del/${encodeURIComponent(email)}`));
    return answer === null ? 'absent' : 'removed';
  }

  async clientLinks(
    access: PanelAccess,
    { subId }: ClientPlace & { readonly subId: string },
  ): Promise<string[]> {
    const request = linksRequest(access, `panel/api/clients/subLinks/${encodeURIComponent(subId)}`);
    const links = await this.calls.read(access, request, linksAnswer);
    return (links ?? []).map((link) => withoutFigures(withPublicHost(link, access)));
  }

  async clientUsage(access: PanelAccess, { email }: ClientPlace): Promise<Bytes | null> {
    const request = get(`clients/traffic/${encodeURIComponent(email)}`);
    const answer = await this.known(access, request);
    const counters = shaped(answer?.obj ?? null, trafficAnswer.nullable(), { access, request });
    return counters === null ? null : sum(counters.up, counters.down);
  }

  async onlineClients(access: PanelAccess): Promise<string[]> {
    return (await this.calls.read(access, post('clients/onlines'), z.array(z.string()).nullable())) ?? [];
  }

  async clientIps(access: PanelAccess, { email }: ClientPlace): Promise<string[]> {
    return ipsOf((await this.known(access, post(`clients/ips/${encodeURIComponent(email)}`)))?.obj);
  }

  async clearClientIps(access: PanelAccess, { email }: ClientPlace): Promise<void> {
    await this.known(access, post(`clients/clearIps/${encodeURIComponent(email)}`));
  }

  addInbound(access: PanelAccess, wanted: WantedInbound): Promise<number> {
    return addInbound(this.calls, access, { wanted, clients: wanted.clients.map(wireClient) });
  }

  async removeInbound(access: PanelAccess, remoteId: number): Promise<'removed' | 'absent'> {
    const answer = await this.known(access, post(`inbounds/del/${remoteId}`));
    return answer === null ? 'absent' : 'removed';
  }

  /** These panels hide secrets from whoever reads their settings: written back whole, they could be lost. */
  async leaveNeighboursInPeace(access: PanelAccess): Promise<void> {
    throw switchItThere(access);
  }

  shownCertificate(access: PanelAccess): Promise<string> {
    return this.calls.shownCertificate(access);
  }

  forget(access: PanelAccess): void {
    this.memory.forget(access);
    this.calls.leave(access);
  }

  /** null = the panel's own "record not found". A record left behind by a rename (3.1) hangs on no inbound. */
  private async readOne(access: PanelAccess, email: string): Promise<RemoteClient | null> {
    const request = get(`clients/get/${encodeURIComponent(email)}`);
    const answer = await this.known(access, request);
    return answer === null ? null : fromRecord(shaped(answer.obj, clientAnswer, { access, request }));
  }

  /** @throws {PanelFault} `not-sent` where the panel did not tell: nothing was written then. */
  private async recordOf(access: PanelAccess, request: PanelRequest): Promise<z.infer<typeof recordAnswer>> {
    try {
      return await this.calls.read(access, request, recordAnswer);
    } catch (fault) {
      throw asNotSent(fault);
    }
  }

  /** null = the panel says that it has no such client. */
  private async known(access: PanelAccess, request: PanelRequest): Promise<{ obj: unknown } | null> {
    const envelope = await this.calls.ask(access, request);
    if (envelope.success) return { obj: envelope.obj };
    if (UNKNOWN_CLIENT.test(envelope.msg)) return null;
    throw refusalFault(envelope.msg, placeOf(access, request));
  }
}

const get = (route: string): PanelRequest => ({ method: 'GET', path: `panel/api/${route}` });

const post = (route: string, body?: unknown): PanelRequest => ({
  method: 'POST',
  path: `panel/api/${route}`,
  body,
});

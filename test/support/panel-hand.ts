import { z } from 'zod';
import type { Generation } from '../../src/sandbox/panel/generation.ts';
import { SimulatedPanel } from '../../src/sandbox/panel/simulated-panel.ts';
import { Shelf } from '../../src/sandbox/shelf.ts';
import type { Panel } from '../../src/services/ports/panel.ts';

const clientRows = z.array(
  z.looseObject({
    email: z.string(),
    inboundIds: z.array(z.number()),
    uuid: z.string(),
    password: z.string(),
    subId: z.string(),
    enable: z.boolean(),
    totalGB: z.number(),
    expiryTime: z.number(),
    limitIp: z.number(),
    tgId: z.number(),
    comment: z.string(),
  }),
);
const callRows = z.array(
  z.object({
    seq: z.number(),
    at: z.number(),
    method: z.string(),
    path: z.string(),
    status: z.number(),
    applied: z.boolean(),
  }),
);
const inboundRows = z.object({
  inbounds: z.array(
    z.looseObject({ id: z.number(), remark: z.string(), port: z.number(), clients: z.number() }),
  ),
});
const envelope = z.object({ success: z.boolean(), msg: z.string(), obj: z.unknown() });

/** `path` is a route of the API, or begins with a slash for what stands beside it (`/login`). */
type Fault = { path: string; kind: string; times?: number; status?: number; ms?: number; text?: string };

/** The routes of a purchase by their short names: adds and updates change the panel. */
const WRITES = [
  'clients/add',
  'clients/bulkCreate',
  'clients/update',
  'clients/del',
  'clients/resetTraffic',
  'inbounds/addClient',
];

/** A simulated panel, what it was asked, and a hand that reaches into it from behind. */
export class PanelHand {
  private readonly panel: SimulatedPanel;
  mostWritesAtOnce = 0;
  private writing = 0;
  private seen = 0;

  /** `generation` left out = 3.6. */
  constructor(now: () => number, { generation, n = 1 }: { generation?: Generation; n?: number } = {}) {
    this.panel = new SimulatedPanel({ n, shelf: new Shelf(null), generation, port: 0, now });
  }

  /** The same driver; how many of its writes are under way at once, over all drivers, is counted here. */
  countWrites(driver: Panel): Panel {
    const counted = async <Value>(write: Promise<Value>): Promise<Value> => {
      this.writing += 1;
      this.mostWritesAtOnce = Math.max(this.mostWritesAtOnce, this.writing);
      return write.finally(() => {
        this.writing -= 1;
      });
    };
    return {
      identify: (access) => driver.identify(access),
      coreState: (access) => driver.coreState(access),
      listInbounds: (access) => driver.listInbounds(access),
      takeInventory: (access) => driver.takeInventory(access),
      readClients: (access, remoteId, emails) => driver.readClients(access, remoteId, emails),
      clientLinks: (access, place) => driver.clientLinks(access, place),
      clientUsage: (access, place) => driver.clientUsage(access, place),
      addClients: (access, remoteId, clients) => counted(driver.addClients(access, remoteId, clients)),
      updateClient: (access, remoteId, wanted) => counted(driver.updateClient(access, remoteId, wanted)),
      resetTraffic: (access, place) => counted(driver.resetTraffic(access, place)),
      removeClient: (access, place) => counted(driver.removeClient(access, place)),
      onlineClients: (access) => driver.onlineClients(access),
      clientIps: (access, place) => driver.clientIps(access, place),
      clearClientIps: (access, place) => driver.clearClientIps(access, place),
      addInbound: (access, wanted) => counted(driver.addInbound(access, wanted)),
      removeInbound: (access, remoteId) => counted(driver.removeInbound(access, remoteId)),
      leaveNeighboursInPeace: (access) => counted(driver.leaveNeighboursInPeace(access)),
      forget: (access) => driver.forget(access),
      shownCertificate: (access) => driver.shownCertificate(access),
    };
  }

  get address() {
    return this.panel.address;
  }

  start(): Promise<void> {
    return this.panel.start();
  }

  stop(): Promise<void> {
    return this.panel.stop();
  }

  end(): Promise<void> {
    return this.panel.stop();
  }

  async clients(): Promise<z.infer<typeof clientRows>> {
    return clientRows.parse(await this.control('GET', 'clients'));
  }

  /** What listens there, with how many clients. */
  async inbounds(): Promise<z.infer<typeof inboundRows>['inbounds']> {
    return inboundRows.parse(await this.control('GET', 'state')).inbounds;
  }

  async fault({ times = 1, ...fault }: Fault): Promise<void> {
    await this.control('POST', 'faults', {
      times,
      ...fault,
      path: fault.path.startsWith('/') ? fault.path.slice(1) : `panel/api/${fault.path}`,
    });
  }

  async core(state: 'running' | 'stop' | 'error', errorMsg = ''): Promise<void> {
    await this.control('POST', 'core', { state, errorMsg });
  }

  /** Bytes that flowed, all of them down. */
  async traffic(email: string, down: number): Promise<void> {
    await this.control('POST', 'traffic', { email, up: 0, down });
  }

  /** A login asks for a code of this base32 secret from now on. */
  async twoFactor(secret: string): Promise<void> {
    await this.control('POST', 'two-factor', { secret });
  }

  /** From where a client is used, as the panel's watch over devices writes it down. */
  async usedFrom(email: string, ...ips: string[]): Promise<void> {
    await this.control('POST', 'ips', { email, ips });
  }

  /** Somebody deletes a client at the panel. */
  async wipe(email: string): Promise<void> {
    await this.control('POST', 'remove', { email });
  }

  /** Somebody changes a client at the panel. */
  async edit(email: string, changes: { limitIp?: number; enable?: boolean }): Promise<void> {
    await this.control('POST', 'edit', { email, ...changes });
  }

  /** Routes asked for since `forgetCalls`, two words each, in order. */
  async calls(): Promise<string[]> {
    return (await this.log()).map(({ path }) =>
      path.replace('panel/api/', '').split('/').slice(0, 2).join('/'),
    );
  }

  async writes(): Promise<string[]> {
    return (await this.calls()).filter((call) => WRITES.includes(call));
  }

  async log() {
    const calls = callRows.parse(await this.control('GET', 'calls'));
    return calls.filter(({ seq }) => seq > this.seen);
  }

  async forgetCalls(): Promise<void> {
    this.seen = callRows.parse(await this.control('GET', 'calls')).at(-1)?.seq ?? 0;
  }

  /** A call of an admin's own, beside the shop. */
  async ask(path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.panel.address.url}panel/api/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        Authorization: `Bearer ${this.panel.address.token}`,
        Connection: 'close',
        'X-Requested-With': 'XMLHttpRequest',
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = envelope.parse(await response.json());
    if (!answer.success) throw new Error(answer.msg);
    return answer.obj;
  }

  private async control(method: string, path: string, body?: unknown): Promise<unknown> {
    const request = new Request(`http://world/${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await this.panel.control(request, path);
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  }
}

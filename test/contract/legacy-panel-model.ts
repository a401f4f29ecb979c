import { legacyDoor } from './panel-driver-legacy-scene.ts';
import { BASE, ok, type Reply, refused, type Seen } from './panel-driver-stand-in.ts';

type Client = Record<string, unknown> & { email?: string };
type Inbound = { id: number; remark: string; protocol: string; port: number; settings: string };

/**
 * The few rules of a panel up to 3.0 that trap a driver, as the recordings 30 and 31 show them: clients inside the
 * settings, all or none, never the last one, names unique on the whole panel.
 */
export class LegacyPanelModel {
  readonly inbounds: Inbound[] = [];
  readonly counters = new Map<string, { up: number; down: number }>();
  /** Somebody else does something right after our write was answered. */
  afterWrite: (route: string) => void = () => {};
  private readonly version: string;

  constructor(version: string) {
    this.version = version;
  }

  with(id: number, clients: readonly Client[], changed: Partial<Inbound> = {}): this {
    const settings = JSON.stringify({ clients, decryption: 'none', big: 1 });
    this.inbounds.push({
      id,
      remark: `in-${id}`,
      protocol: 'vless',
      port: 20_000 + id,
      settings,
      ...changed,
    });
    return this;
  }

  clientsOn(id: number): Client[] {
    return (JSON.parse(this.inbound(id).settings) as { clients: Client[] }).clients;
  }

  put(id: number, clients: readonly Client[]): void {
    const settings = JSON.parse(this.inbound(id).settings) as object;
    this.inbound(id).settings = JSON.stringify({ ...settings, clients });
  }

  answer = (request: Seen): Reply => {
    const route = request.path.slice(BASE.length).replace('panel/api/inbounds/', '');
    const reply = this.routed(route, request) ?? legacyDoor(this.version, request) ?? { status: 404 };
    if (request.method === 'POST' && !route.includes('login')) this.afterWrite(route);
    return reply;
  };

  private routed(route: string, request: Seen): Reply | null {
    const [first = '', second = '', third = ''] = route.split('/').map(decodeURIComponent);
    if (second === 'delClient') return this.remove(Number(first), third);
    if (route === 'get/0' || (route === 'list' && !request.headers.cookie)) return null;
    const routes: Record<string, () => Reply> = {
      list: () => ok(this.inbounds.map(wire)),
      get: () => ok(wire(this.inbound(Number(second)))),
      getClientTraffics: () => ok({ email: second, ...this.counters.get(second) }),
      addClient: () => this.add(clientsIn(request), idIn(request)),
      updateClient: () => this.update(second, clientsIn(request)[0] ?? {}, idIn(request)),
      update: () => this.rewrite(Number(second), request),
      updateClientTraffic: () => this.count(second, request),
    };
    return routes[first]?.() ?? null;
  }

  private add(clients: Client[], id: number): Reply {
    if (this.inbounds.some(({ settings }) => !isJson(settings))) return went('malformed JSON');
    const all = this.inbounds.flatMap((inbound) => this.clientsOn(inbound.id));
    if (all.some(({ email }) => email === undefined)) {
      return went(`sql: Scan error, name "JSON_EXTRACT": converting NULL to string is unsupported`);
    }
    const twice = clients.find(({ email }) => all.some((present) => present.email === email));
    if (twice) return went(`Duplicate email: ${twice.email}\n`);
    this.put(id, [...this.clientsOn(id), ...clients]);
    for (const { email = '' } of clients) this.counters.set(email, { up: 0, down: 0 });
    return ok(null);
  }

  private update(clientId: string, client: Client, id: number): Reply {
    const clients = this.clientsOn(id);
    const place = clients.findIndex((each) => each.id === clientId);
    if (place < 0) return went('empty client ID\n');
    this.put(id, clients.with(place, client));
    return ok(null);
  }

  private remove(id: number, clientId: string): Reply {
    const left = this.clientsOn(id).filter((each) => each.id !== clientId);
    if (left.length === 0) return went('no client remained in Inbound\n');
    for (const gone of this.clientsOn(id)) if (!left.includes(gone)) this.counters.delete(gone.email ?? '');
    this.put(id, left);
    return ok(null);
  }

  private rewrite(id: number, request: Seen): Reply {
    Object.assign(this.inbound(id), request.body);
    return ok(null);
  }

  private count(email: string, request: Seen): Reply {
    const { upload, download } = request.body as { upload: number; download: number };
    this.counters.set(email, { up: upload, down: download });
    return ok(null);
  }

  private inbound(id: number): Inbound {
    const found = this.inbounds.find((inbound) => inbound.id === id);
    if (!found) throw new Error(`no inbound ${id}`);
    return found;
  }
}

const wire = (inbound: Inbound) => ({
  up: 0,
  down: 0,
  enable: true,
  listen: '',
  streamSettings: '{"network":"tcp","security":"none"}',
  tag: `inbound-${inbound.port}`,
  sniffing: '{}',
  clientStats: null,
  ...inbound,
});

const went = (words: string): Reply => refused(`Something went wrong (${words})`);

const idIn = ({ body }: Seen): number => (body as { id: number }).id;

const clientsIn = ({ body }: Seen): Client[] =>
  (JSON.parse((body as { settings: string }).settings) as { clients: Client[] }).clients;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

import { z } from 'zod';
import type { Generation } from '../../src/sandbox/panel/generation.ts';
import { SimulatedPanel } from '../../src/sandbox/panel/simulated-panel.ts';
import { Shelf } from '../../src/sandbox/shelf.ts';

const NOON = Date.UTC(2027, 0, 1, 12);
const GIB = 2 ** 30;

const envelope = z.object({ success: z.boolean(), msg: z.string(), obj: z.unknown() });
const settingsShape = z.object({ clients: z.array(z.looseObject({ email: z.string().optional() })) });
const clientRows = z.array(
  z.looseObject({
    email: z.string(),
    inboundIds: z.array(z.number()),
    enable: z.boolean(),
    works: z.boolean(),
  }),
);

type Sent = { body?: unknown; form?: Record<string, string>; headers?: Record<string, string> };

/** A simulated panel of the legacy family with a moved clock, a caller who logged in, and a hand on its controls. */
export class LegacyUnderTest {
  at = NOON;
  readonly panel: SimulatedPanel;
  private session: Record<string, string> = {};

  constructor(generation: Generation, shelf = new Shelf(null)) {
    const now = () => this.at;
    this.panel = new SimulatedPanel({ n: 1, shelf, port: 0, generation, now });
  }

  async start(): Promise<this> {
    await this.panel.start();
    await this.login(this.panel.address.password);
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.panel.stop();
  }

  /** Logs in as the panels up to 2.9 want it, or with a CSRF token as 3.0 does. */
  async login(password: string, more: object = {}): Promise<z.infer<typeof envelope>> {
    const csrf = await this.request('csrf-token', { headers: { Cookie: '' } });
    const token = csrf.ok ? z.object({ obj: z.string() }).parse(await csrf.json()).obj : '';
    const before = { Cookie: csrf.ok ? cookieOf(csrf) : '', ...(token ? { 'X-CSRF-Token': token } : {}) };
    const answer = await this.request('login', {
      body: { username: this.panel.address.username, password, ...more },
      headers: before,
    });
    const said = envelope.parse(await answer.json());
    if (said.success) this.session = { ...before, Cookie: cookieOf(answer) };
    return said;
  }

  request(path: string, { body, form, headers }: Sent = {}): Promise<Response> {
    const isJson = body !== undefined;
    return fetch(this.panel.address.url + path, {
      method: isJson || form ? 'POST' : 'GET',
      headers: {
        'X-Requested-With': 'XMLHttpRequest',
        Connection: 'close',
        ...(isJson ? { 'Content-Type': 'application/json' } : {}),
        ...this.session,
        ...headers,
      },
      body: isJson ? JSON.stringify(body) : form && new URLSearchParams(form),
      redirect: 'manual',
    });
  }

  /** What the panel says to a request below `panel/api/inbounds/`; with a body it is a POST. */
  async ask(path: string, body?: unknown): Promise<z.infer<typeof envelope>> {
    return envelope.parse(await (await this.request(`panel/api/inbounds/${path}`, { body })).json());
  }

  add(inboundId: number, ...clients: object[]): Promise<z.infer<typeof envelope>> {
    return this.ask('addClient', { id: inboundId, settings: JSON.stringify({ clients }) });
  }

  /** The clients in the settings of an inbound. */
  async settings(inboundId: number) {
    const { obj } = await this.ask(`get/${inboundId}`);
    const { settings } = z.object({ settings: z.string() }).parse(obj);
    return settingsShape.parse(JSON.parse(settings)).clients;
  }

  async emails(inboundId: number): Promise<(string | undefined)[]> {
    return (await this.settings(inboundId)).map(({ email }) => email);
  }

  async control(path: string, body?: unknown): Promise<unknown> {
    const method = body === undefined ? 'GET' : 'POST';
    const request = new Request(`http://world/${path}`, { method, body: JSON.stringify(body) });
    return (await this.panel.control(request, path)).json();
  }

  async client(email: string) {
    const rows = clientRows.parse(await this.control('clients'));
    const row = rows.find((one) => one.email === email);
    if (!row) throw new Error(`no client ${email}`);
    return row;
  }

  async state() {
    return z
      .looseObject({ core: z.object({ state: z.string(), errorMsg: z.string() }), coreRestarts: z.number() })
      .parse(await this.control('state'));
  }
}

/** A vless client as the shop writes it. */
export const vless = (email: string, more: object = {}) => ({
  id: `00000000-aaaa-4bbb-8ccc-${email.padStart(12, '0')}`,
  email,
  enable: true,
  flow: '',
  limitIp: 2,
  totalGB: 10 * GIB,
  expiryTime: 0,
  tgId: 0,
  subId: `sub-${email}`,
  comment: '',
  reset: 0,
  ...more,
});

/** An inbound whose settings, and stream settings where they are given, are written as JSON. */
export const inbound = (
  port: number,
  {
    protocol = 'vless',
    settings = {},
    stream = {},
  }: {
    protocol?: string;
    settings?: object;
    stream?: object;
  },
) => ({
  remark: `inbound ${port}`,
  enable: true,
  port,
  protocol,
  settings: JSON.stringify({ clients: [], ...settings }),
  streamSettings: JSON.stringify({ network: 'tcp', security: 'none', ...stream }),
  sniffing: '{}',
});

const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';

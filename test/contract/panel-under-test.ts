import { mkdtempSync, rmSync } from 'node:fs';
import { request as open } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Generation } from '../../src/sandbox/panel/generation.ts';
import { SimulatedPanel } from '../../src/sandbox/panel/simulated-panel.ts';
import { Shelf } from '../../src/sandbox/shelf.ts';

export const NOON = Date.UTC(2027, 0, 1, 12);
export const VLESS = 1;
export const TROJAN = 2;

const envelope = z.object({ success: z.boolean(), msg: z.string(), obj: z.unknown() });
const texts = z.array(z.string());
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
    up: z.number(),
    links: texts,
    works: z.boolean(),
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

type Envelope = z.infer<typeof envelope>;
type ClientRow = z.infer<typeof clientRows>[number];
type Session = { cookie: string; token: string };
type Sent = { body?: unknown; headers?: Record<string, string> };

/** A simulated panel on a shelf of its own, with a moved clock, a caller by token and a hand on its controls. */
export class PanelUnderTest {
  at = NOON;
  panel: SimulatedPanel;
  private readonly folder = mkdtempSync(join(tmpdir(), 'panel-'));
  private readonly generation: Generation;

  constructor(generation: Generation = '3.6') {
    this.generation = generation;
    this.panel = this.opened();
  }

  /** The world ends and starts again from what is on the disk. */
  async restart(): Promise<void> {
    await this.panel.stop();
    this.panel = this.opened();
    await this.panel.start();
  }

  async end(): Promise<void> {
    await this.panel.stop();
    rmSync(this.folder, { recursive: true });
  }

  request(path: string, { body, headers }: Sent = {}): Promise<Response> {
    return fetch(this.panel.address.url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        Authorization: `Bearer ${this.panel.address.token}`,
        'X-Requested-With': 'XMLHttpRequest',
        Connection: 'close',
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: 'manual',
    });
  }

  async ask(path: string, body?: unknown): Promise<Envelope> {
    return envelope.parse(await (await this.request(`panel/api/${path}`, { body })).json());
  }

  add(client: Record<string, unknown>, inboundIds = [VLESS]): Promise<Envelope> {
    return this.ask('clients/add', { client: { enable: true, ...client }, inboundIds });
  }

  /** The list of texts that the panel answers to a caller who calls it by another name. */
  async askAs(host: string, path: string): Promise<string[]> {
    const headers = { Host: host, Authorization: `Bearer ${this.panel.address.token}` };
    const text = await new Promise<string>((resolve, reject) => {
      open(`${this.panel.address.url}panel/api/${path}`, { headers, agent: false }, async (answer) => {
        resolve((await answer.toArray()).join(''));
      })
        .on('error', reject)
        .end();
    });
    return texts.parse(envelope.parse(JSON.parse(text)).obj);
  }

  /** A session that asked for its CSRF token and is not logged in yet. */
  async session(): Promise<Session> {
    const csrf = await this.request('csrf-token');
    const token = z.object({ obj: z.string() }).parse(await csrf.json()).obj;
    return { cookie: cookieOf(csrf), token };
  }

  /** The session after the login, or null when the panel said no. */
  async login({ cookie, token }: Session, password: string): Promise<Session | null> {
    const answer = await this.request('login', {
      body: { username: this.panel.address.username, password },
      headers: { 'X-CSRF-Token': token, Cookie: cookie, 'Content-Type': 'application/json' },
    });
    return envelope.parse(await answer.json()).success ? { cookie: cookieOf(answer), token } : null;
  }

  control(path: string, body?: unknown): Promise<Response> {
    const method = body === undefined ? 'GET' : 'POST';
    const [name = ''] = path.split('?');
    return this.panel.control(
      new Request(`http://world/${path}`, { method, body: JSON.stringify(body) }),
      name,
    );
  }

  async clients(query = ''): Promise<ClientRow[]> {
    return clientRows.parse(await (await this.control(`clients${query}`)).json());
  }

  async onlyClient(): Promise<ClientRow> {
    const [client, ...others] = await this.clients();
    if (!client || others.length > 0) throw new Error('not exactly one client');
    return client;
  }

  async calls() {
    return callRows.parse(await (await this.control('calls')).json());
  }

  async state(): Promise<unknown> {
    return (await this.control('state')).json();
  }

  private opened(): SimulatedPanel {
    const { generation } = this;
    return new SimulatedPanel({
      n: 1,
      shelf: new Shelf(this.folder),
      generation,
      port: 0,
      now: () => this.at,
    });
  }
}

const cookieOf = (answer: Response): string => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';

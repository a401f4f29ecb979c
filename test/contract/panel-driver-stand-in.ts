import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { bytes } from '../../src/model/values/traffic.ts';
import { ClientsPanel, type ClientsPanelOptions } from '../../src/panel/clients-panel.ts';
import type { PanelAccess, PanelFault, WantedClient } from '../../src/services/ports/panel.ts';

/** A request as the stand-in saw it; `path` begins with the base path. */
export type Seen = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
};

/** What it answers; `hang` never answers, `reset` cuts the connection. */
export type Reply =
  | 'hang'
  | 'reset'
  | {
      readonly status?: number;
      readonly json?: unknown;
      readonly text?: string;
      readonly html?: string;
      readonly headers?: Readonly<Record<string, string | string[]>>;
    };

export const BASE = '/p4nel/';

/** A loopback HTTP server in the place of a panel. */
export class StandIn {
  readonly seen: Seen[] = [];
  private readonly server: Server;

  constructor(answer: (request: Seen) => Reply) {
    this.server = createServer((request, response) => {
      void this.handle(request, response, answer);
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${BASE}`;
  }

  calls(route: string): Seen[] {
    return this.seen.filter(({ path }) => path.startsWith(BASE + route));
  }

  private async handle(
    request: IncomingMessage,
    response: ServerResponse,
    answer: (request: Seen) => Reply,
  ): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const { method = '', url = '', headers } = request;
    const seen: Seen = { method, path: url, headers, body: text === '' ? undefined : JSON.parse(text) };
    this.seen.push(seen);
    send(response, answer(seen));
  }
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return;
  if (reply === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  const type =
    reply.json === undefined ? (reply.html === undefined ? 'text/plain' : 'text/html') : 'application/json';
  response.writeHead(reply.status ?? 200, { 'content-type': `${type}; charset=utf-8`, ...reply.headers });
  response.end(reply.json === undefined ? (reply.html ?? reply.text ?? '') : JSON.stringify(reply.json));
}

export const ok = (obj: unknown): Reply => ({ json: { success: true, msg: '', obj } });

export const refused = (msg: string): Reply => ({ json: { success: false, msg, obj: null } });

/** What a panel with passwords answers at its door; null = another route. */
export function door(request: Seen, password = 'right'): Reply | null {
  if (request.path === `${BASE}csrf-token`) {
    return {
      json: { success: true, obj: 'the-csrf' },
      headers: { 'set-cookie': '3x-ui=anonymous; Path=/p4nel/' },
    };
  }
  if (request.path !== `${BASE}login`) return null;
  const given = request.body as { password?: string };
  if (given.password !== password) return refused('Invalid username or password or two-factor code.');
  return {
    json: { success: true, msg: 'You have successfully logged into your account.', obj: null },
    headers: { 'set-cookie': '3x-ui=in==; Path=/p4nel/' },
  };
}

export const byToken = (url: string, publicHost = 'key.example.com'): PanelAccess => ({
  url,
  publicHost,
  allowHttp: true,
  pinnedSha256: null,
  credentials: { kind: 'token', token: 'the-48-characters' },
});

export const byPassword = (url: string, password = 'right'): PanelAccess => ({
  ...byToken(url),
  credentials: { kind: 'password', username: 'owner', password },
});

export const driver = (options: Partial<ClientsPanelOptions> = {}): ClientsPanel =>
  new ClientsPanel({
    limits: { connectMs: 1_000, readMs: 2_000, writeMs: 2_000, maxBytes: 32 * 1024 ** 2 },
    allowPrivate: true,
    now: () => new Date('2026-01-01T00:00:00Z'),
    ...options,
  });

export const wanted = (email: string, changed: Partial<WantedClient> = {}): WantedClient => ({
  email,
  uuid: '00000001-aaaa-4bbb-8ccc-000000000001',
  password: 'secretpassword0123456789',
  cipher: '',
  subId: 'sub0000000000001',
  flow: '',
  limitIp: 2,
  trafficLimit: bytes(53_687_091_200n),
  expiresAt: new Date(1_893_456_000_000),
  enable: true,
  telegramId: 0,
  comment: 'order 1',
  ...changed,
});

export type Exchange = {
  step: string;
  request: { method: string; path: string; json?: unknown };
  response: {
    status: number;
    headers?: Record<string, string | string[]>;
    json?: unknown;
    text?: string;
    html?: unknown;
  };
};

/** One answer to everything. */
export const always = (reply: Reply): Promise<StandIn> => new StandIn(() => reply).start();

/** The fault that a call ends with; the text `no fault` when it succeeds. */
export async function faultOf(call: Promise<unknown>): Promise<PanelFault> {
  const answer: unknown = await call.then(
    () => 'no fault',
    (fault: unknown) => fault,
  );
  return answer as PanelFault;
}

/** One exchange of a recording (`test/contract/recordings/README` of ../shared tells the form). */
export function recorded(version: string, scene: string, step: string): Exchange {
  const file = join(import.meta.dirname, 'recordings', version, `${scene}.json`);
  const { exchanges } = JSON.parse(readFileSync(file, 'utf8')) as { exchanges: Exchange[] };
  const found = exchanges.find((exchange) => exchange.step === step);
  if (!found) throw new Error(`no step "${step}" in ${version}/${scene}`);
  return found;
}

/** A recorded answer, sent again. */
export function replyOf({ response }: Exchange): Reply {
  const cookie = response.headers?.['set-cookie'];
  return {
    status: response.status,
    ...(response.json === undefined ? { text: response.text ?? '' } : { json: response.json }),
    ...(cookie === undefined ? {} : { headers: { 'set-cookie': cookie } }),
  };
}

/** Answers each recorded request with its recorded answer, and everything else with 418. */
export const replaying =
  (...exchanges: Exchange[]) =>
  (request: Seen): Reply => {
    const found = exchanges.find(
      ({ request: { method, path } }) =>
        method === request.method && path.replace('{base}', BASE) === request.path,
    );
    return found ? replyOf(found) : { status: 418 };
  };

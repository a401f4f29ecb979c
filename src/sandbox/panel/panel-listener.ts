import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Call } from './panel-call.ts';
import type { PanelCosts } from './panel-costs.ts';
import type { CallLog, Fault, LoggedCall, PanelFaults } from './panel-faults.ts';
import { empty, failed, html, type Reply } from './panel-reply.ts';
import type { PanelStorm } from './panel-storm.ts';
import type { PanelSurface } from './panel-surface.ts';

type Parts = {
  api: PanelSurface;
  faults: PanelFaults;
  storm: PanelStorm;
  costs: PanelCosts;
  log: CallLog;
  basePath: string;
  now: () => number;
};

/** One call on its way: what came in, where the answer goes, its line in the log. */
type Exchange = { call: Call; response: ServerResponse; entry: LoggedCall };

const HANG_MS = 60_000;
const HELD_MS = 5000;
const PROXY_PAGE =
  '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

/** What stands in for an answer where a session is lost behind somebody's web server. */
const LOGIN_PAGE = '<!doctype html><html><head><title>Login</title></head><body><form></form></body></html>';

/** The panel's own port on 127.0.0.1, where ordered faults strike before or after the panel does its work. */
export class PanelListener {
  private readonly parts: Parts;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly used = new WeakSet<Socket>();
  private server: Server | null = null;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  get isRunning(): boolean {
    return this.server !== null;
  }

  /** Opens the port (0 = any free one) and returns it. @throws when it is taken */
  async start(port: number): Promise<number> {
    const server = createServer((request, response) => {
      // As the panel recovers from a panic.
      this.serve(request, response).catch(() => response.writeHead(500).end());
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    this.server = server;
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  /** Closes the port, cuts every open socket, and forgets effects that were still to come. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = null;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    if (!server) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { basePath, faults, storm, costs, log, now } = this.parts;
    const url = new URL(request.url ?? '/', 'http://panel');
    const isBelow = url.pathname.startsWith(`/${basePath}/`);
    const path = isBelow ? url.pathname.slice(basePath.length + 2) : url.pathname;
    const body = await bodyOf(request);
    const entry = log.open({ at: now(), method: request.method ?? 'GET', path });
    const call = callOf(request, { path, body, query: url.searchParams });
    const exchange = { call, response, entry };
    if (!isBelow) return send(exchange, this.parts.api.notFound);
    const fault = faults.take(path) ?? storm.take(path);
    if (fault?.kind === 'revoke') this.parts.api.endSessions();
    else if (fault) return this.strike(exchange, fault);
    if (!costs.isOn) return send(exchange, this.apply(exchange));
    const isNew = !this.used.has(request.socket);
    this.used.add(request.socket);
    send(exchange, await costs.during(call, isNew, () => this.apply(exchange)));
  }

  private apply({ call, entry }: Exchange): Reply {
    const reply = this.parts.api.answer(call);
    entry.applied = true;
    return reply;
  }

  private strike(exchange: Exchange, fault: Fault): void {
    const { response } = exchange;
    switch (fault.kind) {
      case 'refuse':
        response.destroy();
        return;
      case 'hang':
        this.after(fault.ms ?? HANG_MS, () => response.destroy());
        return;
      case 'drop-after-apply':
        this.apply(exchange);
        response.destroy();
        return;
      case 'late':
        response.destroy();
        this.after(fault.ms ?? 0, () => this.apply(exchange));
        return;
      case 'interleave':
        this.interleave(exchange, fault.ms ?? HELD_MS);
        return;
      case 'html':
        send(exchange, html(502, PROXY_PAGE));
        return;
      case 'login-page':
        send(exchange, html(200, LOGIN_PAGE));
        return;
      case 'cut':
        send(exchange, cutShort(this.apply(exchange)));
        return;
      case 'words':
        send(exchange, failed(fault.text ?? ''));
        return;
      case 'busy':
        send(exchange, failed('Something went wrong (database is locked)'));
        return;
      case 'status':
        if (fault.status === 401) this.parts.api.endSessions();
        send(exchange, empty(fault.status ?? 500));
    }
  }

  /** A write that has no lock: it reads now, and writes when the next one is done and answered, or after `ms`. */
  private interleave(exchange: Exchange, ms: number): void {
    const held = this.parts.api.hold?.(exchange.call) ?? null;
    if (!held) {
      send(exchange, this.apply(exchange));
      return;
    }
    let isOver = false;
    const finish = () => {
      if (isOver) return;
      isOver = true;
      const reply = held.finish();
      exchange.entry.applied = true;
      send(exchange, reply);
    };
    void held.next.then(finish);
    this.after(ms, finish);
  }

  private after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      act();
    }, ms);
    timer.unref();
    this.timers.add(timer);
  }
}

/** As a proxy that dies in the middle sends it: whole by its headers, half a sentence by its body. */
const cutShort = (reply: Reply): Reply => ({ ...reply, body: reply.body.slice(0, reply.body.length / 2) });

function send({ response, entry }: Exchange, reply: Reply): void {
  entry.status = reply.status;
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
  response.end(reply.body);
}

function callOf(request: IncomingMessage, rest: Pick<Call, 'path' | 'body' | 'query'>): Call {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value ?? '')]);
  return {
    method: request.method ?? 'GET',
    headers: Object.fromEntries(headers),
    remoteIp: request.socket.remoteAddress ?? '',
    ...rest,
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

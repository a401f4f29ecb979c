import {
  createServer,
  request as forward,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificate.ts';

type Alter = (answer: { path: string; body: string }) => string | Promise<string>;

/** What stands in front of a panel and hands everything on; it may change answers, and may show a certificate. */
export class PanelFront {
  /** Bodies of what was sent to the panel, with their paths. */
  readonly sent: { path: string; body: string }[] = [];
  alter: Alter = ({ body }) => body;
  private readonly behind: URL;
  private readonly secure: TlsServer | null;
  private readonly server: Server | TlsServer;

  constructor(panelUrl: string, shown: Certificate | null = null) {
    this.behind = new URL(panelUrl);
    const hand = (request: IncomingMessage, response: ServerResponse) => {
      this.handOn(request, response).catch(() => response.destroy());
    };
    this.secure = shown && createTlsServer(shown, hand);
    this.server = this.secure ?? createServer(hand);
  }

  async start(): Promise<this> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    return this;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `${this.secure ? 'https' : 'http'}://127.0.0.1:${port}${this.behind.pathname}`;
  }

  /** From now on it shows another one, as after a renewal. */
  show(other: Certificate): void {
    this.secure?.setSecureContext(other);
    this.server.closeAllConnections();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async handOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = request;
    const body = await textOf(request);
    this.sent.push({ path, body });
    const { hostname, port } = this.behind;
    const answer = await new Promise<IncomingMessage>((answered, failed) => {
      const call = forward({ hostname, port, method, path, headers, agent: false }, answered);
      call.once('error', failed).end(body);
    });
    const altered = await this.alter({ path, body: await textOf(answer) });
    const { 'content-length': _, 'transfer-encoding': __, ...kept } = answer.headers;
    response.writeHead(answer.statusCode ?? 502, { ...kept, 'content-length': Buffer.byteLength(altered) });
    response.end(altered);
  }
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

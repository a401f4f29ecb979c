import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Api } from 'grammy';

export type StubCall = { method: string; params: Record<string, unknown>; at: number };

/** `lost` = Telegram did it, and the connection died before we heard. */
type Reply =
  | { result: unknown }
  | { code: number; description: string; retryAfter?: number }
  | 'lost'
  | 'html';
type Answerer = (params: Record<string, unknown>, earlier: number) => Reply | Promise<Reply>;

/** The Bot API on loopback, as far as inbox and sender need it: it answers what a test says and remembers the calls. */
export class BotApiStub {
  readonly calls: StubCall[] = [];
  private readonly server = createServer((request, response) => void this.take(request, response));
  private readonly answerers = new Map<string, Answerer>();
  private readonly waiting = new Set<() => void>();
  private lastMessageId = 100;

  static async start(): Promise<BotApiStub> {
    const stub = new BotApiStub();
    stub.server.listen(0, '127.0.0.1');
    await once(stub.server, 'listening');
    return stub;
  }

  api(): Api {
    const { port } = this.server.address() as AddressInfo;
    return new Api('42:TEST', { apiRoot: `http://127.0.0.1:${port}` });
  }

  /** Unless told: messages get an id, everything else `true`. */
  answer(method: string, answerer: Answerer): void {
    this.answerers.set(method, answerer);
  }

  of(method: string): StubCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** Returns when so many calls of a method have come. */
  async called(method: string, times = 1): Promise<StubCall[]> {
    while (this.of(method).length < times) {
      await new Promise<void>((heard) => this.waiting.add(heard));
    }
    return this.of(method);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.url?.split('/').at(-1) ?? '';
    const params = await paramsOf(request);
    const earlier = this.of(method).length;
    this.calls.push({ method, params, at: performance.now() });
    for (const heard of this.waiting) heard();
    this.waiting.clear();
    give(response, (await this.answerers.get(method)?.(params, earlier)) ?? this.usual(method));
  }

  private usual(method: string): Reply {
    return { result: method.startsWith('send') ? { message_id: ++this.lastMessageId } : true };
  }
}

async function paramsOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const body = Buffer.concat(await request.toArray());
  const type = request.headers['content-type'] ?? '';
  if (type.includes('json')) return JSON.parse(body.toString()) as Record<string, unknown>;
  return Object.fromEntries(await new Response(body, { headers: { 'content-type': type } }).formData());
}

function give(response: ServerResponse, reply: Reply): void {
  if (reply === 'lost') return void response.destroy();
  if (reply === 'html') return void response.writeHead(502).end('<html>Bad Gateway</html>');
  if ('result' in reply) return void response.end(JSON.stringify({ ok: true, result: reply.result }));
  const { code, description, retryAfter } = reply;
  const parameters = retryAfter ? { retry_after: retryAfter } : undefined;
  response.writeHead(code).end(JSON.stringify({ ok: false, error_code: code, description, parameters }));
}

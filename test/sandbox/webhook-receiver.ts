import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Update } from 'grammy/types';

export type Answer = { status: number; headers?: Record<string, string>; body?: string };
export type Heard = { update: Update; headers: IncomingHttpHeaders; answer: (answer: Answer) => void };

/** The bot's own address: a test answers each request by hand, or leaves it to `always`. */
export class WebhookReceiver {
  readonly heard: Heard[] = [];
  always: Answer | null = null;
  private news = Promise.withResolvers<void>();
  private readonly server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = ({ status, headers = {}, body = '' }: Answer) =>
      response.writeHead(status, headers).end(body);
    const update = JSON.parse(Buffer.concat(chunks).toString()) as Update;
    this.heard.push({ update, headers: request.headers, answer });
    if (this.always) answer(this.always);
    this.news.resolve();
    this.news = Promise.withResolvers();
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
  }

  /** Waits until so many requests have come in all. */
  async until(count: number): Promise<Heard[]> {
    while (this.heard.length < count) await this.news.promise;
    return this.heard;
  }

  texts(): (string | undefined)[] {
    return this.heard.map(({ update }) => update.message?.text ?? update.callback_query?.data);
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

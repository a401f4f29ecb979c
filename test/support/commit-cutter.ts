import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What is cut off: the COMMIT itself, or only the answer to it. */
type Cut = 'question' | 'answer';

/** A way to PostgreSQL that breaks at the next COMMITs, as often as it was told. */
export class CommitCutter {
  /** How many connections it has cut. */
  cuts = 0;
  private readonly server: Server;
  private readonly target: URL;
  private readonly orders: Cut[] = [];
  private readonly sockets = new Set<Socket>();

  constructor(databaseUrl: string) {
    this.target = new URL(databaseUrl);
    this.server = createServer((client) => this.join(client));
  }

  /** Answers the address of the same database, by this way. */
  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const { port } = this.server.address() as AddressInfo;
    return Object.assign(new URL(this.target), { hostname: '127.0.0.1', port: String(port) }).href;
  }

  cutNext(...orders: Cut[]): void {
    this.orders.push(...orders);
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private join(client: Socket): void {
    const server = connect(Number(this.target.port || 5432), this.target.hostname);
    const end = () => [client, server].forEach((socket) => void socket.destroy());
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    let cut: Cut | undefined;
    client.on('data', (chunk: Buffer) => {
      if (/\bcommit\b/i.test(chunk.toString('latin1'))) cut = this.orders.shift();
      if (cut === 'question') this.cut(end);
      else server.write(chunk);
    });
    server.on('data', (chunk: Buffer) => {
      if (cut === 'answer') this.cut(end);
      else client.write(chunk);
    });
  }

  private cut(end: () => void): void {
    this.cuts += 1;
    end();
  }
}

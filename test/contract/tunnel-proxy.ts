import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** An HTTP proxy that tunnels, and remembers where to. */
export class TunnelProxy {
  readonly asked: { to: string; login: string }[] = [];
  private readonly server: Server;

  constructor(status = 200) {
    this.server = createServer().on('connect', ({ url = '', headers }, socket) => {
      this.asked.push({ to: url, login: headers['proxy-authorization'] ?? '' });
      const [host, port] = url.split(':');
      if (status !== 200) return socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      const panel = connect(Number(port), host);
      panel.on('error', () => socket.destroy());
      socket.on('error', () => panel.destroy());
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      return panel.pipe(socket).pipe(panel);
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((listening) => this.server.listen(0, '127.0.0.1', listening));
    return this;
  }

  at(user = ''): string {
    return `http://${user}127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  [Symbol.dispose](): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { byToken, driver, faultOf, ok, StandIn } from './panel-driver-stand-in.ts';

/** An HTTP proxy that tunnels, and remembers where to. */
class TunnelProxy {
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

const panel = () => new StandIn(() => ok([])).start();
const through = (stand: StandIn, proxyUrl: string) => ({ ...byToken(stand.url), proxyUrl });

describe('a panel behind a proxy', () => {
  it('is reached through a tunnel, with the proxy’s own login', async () => {
    await using stand = await panel();
    using proxy = await new TunnelProxy().start();
    const access = through(stand, proxy.at('me:p%40ss@'));
    expect(await driver().listInbounds(access)).toEqual([]);
    const login = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
    expect(proxy.asked).toEqual([{ to: new URL(stand.url).host, login }]);
    expect(stand.seen[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('is not asked for anything when the proxy says no: certainly not sent', async () => {
    await using stand = await panel();
    using proxy = await new TunnelProxy(407).start();
    const fault = await faultOf(driver().listInbounds(through(stand, proxy.at())));
    expect(fault).toMatchObject({ kind: 'not-sent', message: expect.stringContaining('PROXY_407') });
    expect(stand.seen).toEqual([]);
  });

  it.each([
    ['http://127.0.0.1:3128', 'http://198.51.100.7/', false],
    ['http://169.254.169.254:80', 'http://127.0.0.1:1/', true],
    ['http://127.0.0.1:3128', 'http://169.254.169.254/', true],
  ])('is refused by the filter of addresses: %s to %s', async (proxyUrl, url, allowPrivate) => {
    const access = { ...byToken(url), proxyUrl };
    const fault = await faultOf(driver({ allowPrivate }).listInbounds(access));
    expect(fault.kind).toBe('forbidden-address');
  });

  it('says so when the address is not one of an HTTP proxy', async () => {
    await using stand = await panel();
    const fault = await faultOf(driver().listInbounds(through(stand, 'socks5://127.0.0.1:1080')));
    expect(fault).toMatchObject({ kind: 'not-sent', message: expect.stringContaining('PROXY_ADDRESS') });
  });
});

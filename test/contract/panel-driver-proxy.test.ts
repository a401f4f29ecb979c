import { describe, expect, it } from 'vitest';
import { byToken, driver, faultOf, ok, StandIn } from './panel-driver-stand-in.ts';
import { TunnelProxy } from './tunnel-proxy.ts';

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

import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { checkPanelUrl } from '../../src/panel/address-filter.ts';
import { certificate, pinOf } from '../support/certificate.ts';
import { always, byToken, driver, faultOf, ok } from './panel-driver-stand-in.ts';
import { TunnelProxy } from './tunnel-proxy.ts';

describe('the certificate of a panel', () => {
  const made = certificate();

  it.skipIf(made === null && process.env.CI !== 'true')(
    'is refused when nobody vouches for it, and taken when it is the pinned one, also behind a proxy [needs openssl]',
    async () => {
      if (made === null) throw new Error('openssl is missing');
      const sent: unknown[] = [];
      const server = createTlsServer(made, (request, response) => {
        sent.push(request.headers.authorization);
        response.end(JSON.stringify({ success: true, msg: '', obj: [] }));
      });
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      const access = byToken(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const pin = pinOf(made);
      const unknown = await faultOf(driver().listInbounds(access));
      const other = await faultOf(driver().listInbounds({ ...access, pinnedSha256: 'ab'.repeat(32) }));
      expect([unknown, other]).toMatchObject([
        { kind: 'tls', outcome: 'failed', retryable: false },
        { kind: 'tls', outcome: 'failed', retryable: false },
      ]);
      expect(sent).toEqual([]);
      expect(await driver().listInbounds({ ...access, pinnedSha256: pin })).toEqual([]);
      using proxy = await new TunnelProxy().start();
      const behind = { ...access, proxyUrl: proxy.at() };
      const stranger = await faultOf(driver().listInbounds(behind));
      expect([stranger.kind, sent.length]).toEqual(['tls', 1]);
      expect(await driver().listInbounds({ ...behind, pinnedSha256: pin })).toEqual([]);
      expect(proxy.asked).toHaveLength(2);
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  );
});

describe('the address of a panel', () => {
  const strict = { allowPrivate: false };

  it.each([
    ['https://panel.example.com', 'https://panel.example.com/'],
    ['panel.example.com:2053/s3cret', 'https://panel.example.com:2053/s3cret/'],
    ['  HTTPS://Panel.Example.com.:443/s3cret/  ', 'https://panel.example.com/s3cret/'],
    ['https://panel.example.com/s3cret/panel/', 'https://panel.example.com/s3cret/'],
    ['https://panel.example.com/s3cret/panel/inbounds?x=1#top', 'https://panel.example.com/s3cret/'],
    ['https://panel.example.com/s3cret/panel/clients/', 'https://panel.example.com/s3cret/'],
    ['https://panel.example.com/panel/abc123/', 'https://panel.example.com/panel/abc123/'],
    ['https://panel.example.com/panel/abc123/panel/xray', 'https://panel.example.com/panel/abc123/'],
    ['https://panel.example.com/inbounds', 'https://panel.example.com/inbounds/'],
    ['https://panel.example.com/panel', 'https://panel.example.com/'],
    ['https://panel.example.com/panel/panel/', 'https://panel.example.com/panel/'],
    ['http://panel.example.com:80//a//b', 'http://panel.example.com/a/b/'],
    ['https://[2606:4700::1111]:2053/x', 'https://[2606:4700::1111]:2053/x/'],
    ['https://1.1.1.1/', 'https://1.1.1.1/'],
  ])('%s has one normal form', (typed, url) => {
    expect(checkPanelUrl(typed, strict)).toEqual({ ok: true, url });
  });

  it.each([
    ['', 'not-a-url'],
    ['what is this', 'not-a-url'],
    ['https://', 'not-a-url'],
    ['file:///etc/passwd', 'scheme'],
    ['file:/etc/passwd', 'scheme'],
    ['ftp://panel.example.com', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['https://admin:secret@panel.example.com', 'userinfo'],
    ['https://panel.example.com:0/', 'port'],
    ['http://127.0.0.1:2053/', 'private-address'],
    ['http://2130706433/', 'private-address'],
    ['http://0x7f.1/', 'private-address'],
    ['http://0177.0.0.1/', 'private-address'],
    ['http://[::1]/', 'private-address'],
    ['http://[::ffff:127.0.0.1]/', 'private-address'],
    ['http://[::ffff:a00:1]/', 'private-address'],
    ['http://10.1.2.3/', 'private-address'],
    ['http://172.31.0.1/', 'private-address'],
    ['http://192.168.1.1/', 'private-address'],
    ['http://100.64.0.1/', 'private-address'],
    ['http://[fd00::1]/', 'private-address'],
    ['http://0.0.0.0/', 'forbidden-address'],
    ['http://0/', 'forbidden-address'],
    ['http://169.254.169.254/latest/', 'forbidden-address'],
    ['http://[::ffff:169.254.169.254]/', 'forbidden-address'],
    ['http://[64:ff9b::a9fe:a9fe]/', 'forbidden-address'],
    ['http://[fe80::1]/', 'forbidden-address'],
    ['http://[::]/', 'forbidden-address'],
    ['http://224.0.0.1/', 'forbidden-address'],
    ['http://255.255.255.255/', 'forbidden-address'],
    ['http://[ff02::1]/', 'forbidden-address'],
  ])('%s is refused', (typed, reason) => {
    expect(checkPanelUrl(typed, strict)).toEqual({ ok: false, reason });
  });

  it('may be private where that was allowed, but never link-local', () => {
    const open = { allowPrivate: true };
    expect(checkPanelUrl('http://0x7f.1:2053/', open)).toEqual({ ok: true, url: 'http://127.0.0.1:2053/' });
    expect(checkPanelUrl('http://169.254.1.1/', open)).toEqual({ ok: false, reason: 'forbidden-address' });
  });

  it.each(['127.0.0.1', 'localhost'])('is looked at again at every connect: %s', async (host) => {
    await using panel = await always(ok([]));
    const access = byToken(panel.url.replace('127.0.0.1', host));
    const fault = await faultOf(driver({ allowPrivate: false }).listInbounds(access));
    expect(fault).toMatchObject({ kind: 'forbidden-address', outcome: 'failed' });
    expect(panel.seen).toHaveLength(0);
  });

  it('is not spoken to over http unless the owner agreed', async () => {
    await using panel = await always(ok([]));
    const fault = await faultOf(driver().listInbounds({ ...byToken(panel.url), allowHttp: false }));
    expect(fault.kind).toBe('forbidden-address');
    expect(panel.seen).toHaveLength(0);
  });

  it('may be a name', async () => {
    await using panel = await always(ok([]));
    const access = byToken(panel.url.replace('127.0.0.1', 'localhost'));
    expect(await driver().listInbounds(access)).toEqual([]);
  });
});

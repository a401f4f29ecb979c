import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readProxy } from '../../src/bot/admin/proxy-input.ts';
import { TunnelProxy } from '../contract/tunnel-proxy.ts';
import { AdminScene } from './admin-scene.ts';

const PASSWORD = 'pr0xy-pass';

describe('the address of a proxy', () => {
  it.each([
    ['proxy.example.com:3128', 'http://proxy.example.com:3128'],
    [' HTTP://Proxy.Example.com:80/ ', 'http://proxy.example.com:80'],
    ['203.0.113.7:8080', 'http://203.0.113.7:8080'],
    ['[2606:4700::1111]:3128', 'http://[2606:4700::1111]:3128'],
    ['olga:secret@proxy.example.com:3128', 'http://olga:secret@proxy.example.com:3128'],
    ['olga:p@:/#100%@proxy.example.com:3128', 'http://olga:p%40%3A%2F%23100%25@proxy.example.com:3128'],
    ['http://olga:p%40ss@proxy.example.com:3128', 'http://olga:p%40ss@proxy.example.com:3128'],
    ['http://olga:100%@proxy.example.com:3128', 'http://olga:100%25@proxy.example.com:3128'],
    ['olga@proxy.example.com:3128', 'http://olga:@proxy.example.com:3128'],
  ])('%s is %s', (text, url) => {
    expect(readProxy(text)).toEqual({ ok: true, value: url });
  });

  it.each([
    '',
    'proxy.example.com',
    'proxy.example.com:0',
    'proxy.example.com:65536',
    'socks5://proxy.example.com:1080',
    'https://proxy.example.com:3128',
    'http://proxy.example.com:3128/path',
    'olga:secret@',
    ':secret@proxy.example.com:3128',
    'two words:3128',
    '[::zz]:3128',
    'http://[:3128',
  ])('%j is refused', (text) => {
    expect(readProxy(text)).toMatchObject({ ok: false, refusal: { code: 'proxy-form' } });
  });
});

describe('the proxy of a server in the chat', () => {
  let scene: AdminScene;
  beforeEach(async () => {
    scene = await AdminScene.open();
  });
  afterEach(async () => {
    expect(await scene.world.violations()).toEqual([]);
    await scene.close();
  });

  const typed = (proxy: TunnelProxy) => proxy.at(`olga:${PASSWORD}@`).replace('http://', '');
  const host = (proxy: TunnelProxy) => new URL(proxy.at()).host;
  const shown = async () => (await scene.fleet.servers())[0]?.proxy;
  const opensProxy = async () => {
    await scene.says('/servers');
    await scene.taps('Proxy');
  };

  it('is asked for, tested, stored and shown on the card, and leaves no secret in chat, rows or log', async () => {
    using proxy = await new TunnelProxy().start();
    await opensProxy();
    await scene.restart();
    await scene.says('socks5://proxy.example.com:1080');
    expect(await scene.last()).toMatch(/not the address of an HTTP proxy/);
    await scene.restart();
    await scene.says(typed(proxy));

    expect(await scene.last()).toMatch(/^✅ The shop reaches the panel through the proxy\./);
    expect(await scene.last()).toContain(`through the proxy ${host(proxy)}`);
    expect(await shown()).toBe(host(proxy));
    const told = JSON.stringify([await scene.screen(), scene.shop.lines]);
    expect(told).not.toContain(PASSWORD);
    expect(await scene.wizardRows()).toEqual([]);
  });

  it('that does not let the shop through is not stored; another one is asked for', async () => {
    using closed = await new TunnelProxy(407).start();
    using proxy = await new TunnelProxy().start();
    await opensProxy();
    await scene.says(typed(closed));
    expect(await scene.last()).toMatch(/^❌ The panel was not reached: the proxy .*\nNothing was changed\./);
    expect(await shown()).toBeNull();
    await scene.restart();
    await scene.taps('Another proxy');
    await scene.says(typed(proxy));

    expect(await shown()).toBe(host(proxy));
  });

  it('is taken away with a button', async () => {
    using proxy = await new TunnelProxy().start();
    await opensProxy();
    await scene.says(typed(proxy));
    await opensProxy();
    expect(await scene.last()).toContain(`through the proxy ${host(proxy)}.`);
    await scene.restart();
    await scene.taps('Without a proxy');

    expect(await scene.last()).toMatch(/^✅ The shop reaches the panel without a proxy/);
    expect(await shown()).toBeNull();
  });

  it('can be named in /addserver where the panel does not answer straight', async () => {
    using closed = await new TunnelProxy(403).start();
    using proxy = await new TunnelProxy().start();
    const { url, token } = scene.second.address;
    await scene.second.stop();
    await scene.says('/addserver');
    await scene.says(url);
    await scene.taps('Use http');
    await scene.says(token);
    await scene.says('Frankfurt 2');
    await scene.taps('Use 127.0.0.1');
    expect(await scene.buttons()).toContain('Through a proxy');
    await scene.second.start();
    await scene.taps('Through a proxy');
    await scene.says(typed(closed));
    expect(await scene.last()).toMatch(/the proxy does not answer/);
    await scene.restart();
    await scene.taps('Through a proxy');
    await scene.says(typed(proxy));
    await scene.taps('Add server');

    const added = (await scene.fleet.servers()).find(({ name }) => name === 'Frankfurt 2');
    expect(added?.proxy).toBe(host(proxy));
  });
});

import { describe, expect, it } from 'vitest';
import {
  always,
  BASE,
  byToken,
  door,
  driver,
  faultOf,
  ok,
  type Reply,
  StandIn,
  wanted,
} from './panel-driver-stand-in.ts';

describe('finding out what answers', () => {
  const panelOf = (version: string, routes: Record<string, Reply> = {}) =>
    new StandIn((request) => {
      const found = routes[request.path.slice(BASE.length)];
      if (found) return found;
      if (request.path.endsWith('status')) return ok({ panelVersion: version, panelGuid: 'g', xray: null });
      return door(request) ?? ok([]);
    }).start();

  it.each<[string, Record<string, Reply>]>([
    ['a wrong base path', { 'csrf-token': { status: 404 }, '': { status: 404 } }],
    ['a web page', { 'csrf-token': { html: '<html></html>' } }],
    ['a web page without a version', { 'csrf-token': { status: 404 }, '': { html: '<html></html>' } }],
  ])('refuses %s', async (_name, routes) => {
    await using panel = await panelOf('', routes);
    const fault = await faultOf(driver().identify(byToken(panel.url)));
    expect(fault).toMatchObject({ kind: 'unsupported', retryable: false });
  });

  it.each([
    ['3.1.0', false, false, null],
    ['3.2.0', true, false, null],
    ['3.4.2', true, false, true],
    ['3.5.0', true, true, true],
    ['3.6.0', true, true, false],
    ['3.7.1', true, true, false],
    ['3.10.1', true, true, true],
    ['4.0.0', true, true, true],
  ])('knows what %s can do', async (...[version, hasBulk, repeatsSafely, restartsCoreOnDisable]) => {
    const settings = ok({ webPort: 2053, restartXrayOnClientDisable: true });
    await using panel = await panelOf(version, { 'panel/api/setting/all': settings });
    const identity = await driver().identify(byToken(panel.url));
    expect(identity).toEqual({
      version,
      guid: 'g',
      generation: 'clients',
      hasBulk,
      repeatsSafely,
      restartsCoreOnDisable,
    });
  });

  it('asks a build between releases for its routes', async () => {
    const routes = { 'panel/api/openapi.json': { json: { paths: { '/panel/api/clients/bulkCreate': {} } } } };
    await using panel = await panelOf('dev+0123abc', routes);
    await using older = await panelOf('dev+0123abc', { 'panel/api/openapi.json': { status: 404 } });
    expect(await driver().identify(byToken(panel.url))).toMatchObject({
      hasBulk: true,
      repeatsSafely: false,
    });
    expect(await driver().identify(byToken(older.url))).toMatchObject({ hasBulk: false });
  });

  it('tells a core that failed, and one that is not known yet', async () => {
    await using failed = await always(ok({ xray: { state: 'error', errorMsg: 'bad key' } }));
    await using early = await always(ok(null));
    expect(await driver().coreState(byToken(failed.url))).toEqual({ state: 'error', message: 'bad key' });
    expect(await driver().coreState(byToken(early.url))).toEqual({ state: 'starting', message: '' });
  });
});

describe('what the panel holds', () => {
  it('tells a broken inbound, and never leaves one out', async () => {
    const good = { id: 1, remark: 'good', protocol: 'vless', port: 443, enable: false, up: 1, down: 2 };
    const text = (value: object) => JSON.stringify(value);
    const stream = text({ network: 'tcp', security: 'reality' });
    const settings = text({ clients: [{ email: 'a' }, 7] });
    await using panel = await always(
      ok([
        { ...good, settings, streamSettings: stream },
        { ...good, id: 2, settings: '{oops', streamSettings: stream },
        { remark: 'no id' },
        5,
      ]),
    );
    const [first, second, third, fourth] = await driver().listInbounds(byToken(panel.url));
    expect(first).toMatchObject({
      notSellable: null,
      flowCapable: true,
      emails: ['a'],
      used: 3n,
      enable: false,
    });
    expect(second?.notSellable).toContain('not readable JSON');
    expect([third?.notSellable, fourth?.notSellable]).toEqual([
      'the panel describes it in a way that this program cannot read',
      'the panel describes it in a way that this program cannot read',
    ]);
  });

  it('counts past 2^53 without rounding', async () => {
    const body = '{"success":true,"msg":"","obj":{"email":"a","up":9007199254740993,"down":2}}';
    await using panel = await always({ text: body, headers: { 'content-type': 'application/json' } });
    expect(await driver().clientUsage(byToken(panel.url), { remoteId: 1, email: 'a' })).toBe(
      9_007_199_254_740_995n,
    );
  });

  it('never takes settings that cannot be read for clients that are not there', async () => {
    await using panel = await always(ok({ id: 1, settings: '{oops' }));
    const fault = await faultOf(driver().readClients(byToken(panel.url), 1, ['a', 'b']));
    expect(fault.kind).toBe('poisoned');
  });

  it('never sends a limit of nothing, which a panel reads as no limit', async () => {
    await using panel = await always(ok(null));
    const nothing = wanted('a', { trafficLimit: 0n as never });
    const fault = await faultOf(driver().addClients(byToken(panel.url), 1, [nothing]));
    expect(fault.kind).toBe('permanent');
    expect(panel.seen).toHaveLength(0);
  });
});

import { describe, expect, it } from 'vitest';
import { LegacyPanelModel } from './legacy-panel-model.ts';
import { entered, legacyAnswer, legacyWith, loginPage, router } from './panel-driver-legacy-scene.ts';
import {
  BASE,
  byToken,
  door,
  faultOf,
  ok,
  type Reply,
  type Seen,
  StandIn,
  wanted,
} from './panel-driver-stand-in.ts';

const serve = (answer: (request: Seen) => Reply) => new StandIn(answer).start();
const legacy = (version: string, routes: Record<string, Reply> = {}) =>
  serve((request) => routes[request.path.slice(BASE.length)] ?? legacyAnswer(version, request));

/** A panel of 3.6 as far as these tests go. */
const newest = (request: Seen): Reply => {
  if (request.path.endsWith('status')) return ok({ panelVersion: '3.6.0', panelGuid: 'g', xray: null });
  if (request.path.endsWith('clients/add')) return ok(null);
  if (request.path.endsWith('inbounds/list')) return ok([]);
  return door(request) ?? { status: 404 };
};

describe('finding out which panel answers', () => {
  it.each([
    ['2.6.7', false],
    ['2.8.11', false],
    ['2.9.4', true],
    ['3.0.0', true],
    ['3.0.1', true],
    ['3.0.2', true],
  ])('knows %s by what it does, without being told', async (version, hasSetting) => {
    const settings = ok({ webPort: 2053, ...(hasSetting ? { restartXrayOnClientDisable: true } : {}) });
    await using panel = await legacy(version, { 'panel/setting/all': settings });
    expect(await router().identify(entered(panel))).toEqual({
      version,
      guid: null,
      generation: 'legacy',
      hasBulk: true,
      repeatsSafely: false,
      restartsCoreOnDisable: hasSetting,
    });
  });

  it('cannot see by an API token whether 3.0 restarts its core', async () => {
    await using panel = await legacy('3.0.2');
    expect(await router().identify(byToken(panel.url))).toMatchObject({
      version: '3.0.2',
      restartsCoreOnDisable: null,
    });
    expect(panel.calls('panel/setting')).toHaveLength(0);
  });

  it('says in words that 2.x knows no tokens, and types no password into an unknown page', async () => {
    await using old = await legacy('2.8.11');
    await using page = await serve(() => ({ html: '<html>a blog</html>' }));
    await using gone = await serve(({ path }) =>
      path === BASE ? { html: '<html>a blog</html>' } : { status: 404 },
    );
    const token = await faultOf(router().identify(byToken(old.url)));
    const faults = await Promise.all([page, gone].map((each) => faultOf(router().identify(entered(each)))));
    expect(token).toMatchObject({ kind: 'auth', message: expect.stringContaining('user name and password') });
    expect(faults.map(({ kind }) => kind)).toEqual(['unsupported', 'unsupported']);
    expect([...page.calls('login'), ...gone.calls('login')]).toEqual([]);
  });

  it('names a version that is too old, and the ones that it drives', async () => {
    await using panel = await legacy('2.8.11', { '': loginPage('2.5.8') });
    expect(await faultOf(router().identify(entered(panel)))).toMatchObject({
      kind: 'unsupported',
      message: expect.stringMatching(/3x-ui 2\.5\.8\. This program drives 2\.6 and later/),
    });
  });

  it('does not take another program with a like login page for a 3x-ui panel', async () => {
    await using panel = await legacy('2.8.11', { 'panel/api/inbounds/get/0': { status: 404 } });
    expect((await faultOf(router().identify(entered(panel)))).kind).toBe('unsupported');
  });

  it('believes that a wrong token is at fault where 3.0.0 says 404 to everything', async () => {
    await using panel = await serve((request) =>
      request.path.startsWith(`${BASE}panel/`) ? { status: 404 } : (door(request) ?? { status: 404 }),
    );
    expect((await faultOf(router().identify(byToken(panel.url)))).kind).toBe('auth');
  });

  it('waits for a panel that has just begun and does not know its state', async () => {
    let asked = 0;
    await using panel = await serve((request) => {
      if (!request.path.endsWith('api/server/status')) return legacyAnswer('2.8.11', request);
      asked += 1;
      return asked === 1 ? ok(null) : legacyAnswer('2.8.11', request);
    });
    expect((await router().identify(entered(panel))).version).toBe('2.8.11');
    expect(asked).toBe(2);
  });
});

describe('the router', () => {
  it('asks a panel what it is once, also when many calls come at the same time', async () => {
    await using panel = await serve(new LegacyPanelModel('2.8.11').with(1, []).answer);
    const panels = router();
    await Promise.all([1, 2, 3].map(() => panels.listInbounds(entered(panel))));
    await panels.addClients(entered(panel), 1, [wanted('shop-1')]);
    expect(panel.calls('csrf-token').length).toBeLessThanOrEqual(2);
    expect(panel.calls('panel/api/server/status')).toHaveLength(1);
    expect(panel.calls('panel/api/inbounds/addClient')).toHaveLength(1);
  });

  it('asks anew after it was told to forget', async () => {
    await using panel = await serve(new LegacyPanelModel('2.8.11').with(1, []).answer);
    const panels = router();
    await panels.listInbounds(entered(panel));
    panels.forget(entered(panel));
    await panels.listInbounds(entered(panel));
    expect(panel.calls('panel/api/server/status')).toHaveLength(2);
  });

  it('goes on by the new routes when a panel was updated, and sends the write once', async () => {
    let answer = new LegacyPanelModel('2.8.11').with(1, []).answer;
    await using panel = await serve((request) => answer(request));
    const panels = router();
    await panels.listInbounds(entered(panel));
    answer = newest;
    const added = await panels.addClients(entered(panel), 1, [wanted('shop-1')]);
    expect(added.accepted).toEqual(['shop-1']);
    expect(panel.calls('panel/api/clients/add')).toHaveLength(1);
    expect((await panels.identify(entered(panel))).generation).toBe('clients');
  });

  it('goes back to the old routes when a panel was put back', async () => {
    let answer = newest;
    const model = new LegacyPanelModel('3.0.2').with(1, []);
    await using panel = await serve((request) => answer(request));
    const panels = router();
    await panels.identify(entered(panel));
    answer = model.answer;
    await panels.addClients(entered(panel), 1, [wanted('shop-1')]);
    expect(model.clientsOn(1).map(({ email }) => email)).toEqual(['shop-1']);
  });

  it('asks once when a route is missing, then says in clear words that it cannot drive this', async () => {
    await using panel = await legacy('2.8.11');
    const panels = router();
    await panels.identify(entered(panel));
    expect(await faultOf(panels.onlineClients(entered(panel)))).toMatchObject({
      kind: 'unsupported',
      outcome: 'failed',
      message: expect.stringMatching(/has no inbounds\/onlines.*drives 3x-ui 2\.6 and later/),
    });
    expect(panel.calls('panel/api/server/status')).toHaveLength(2);
  });

  it('takes a name with a slash, for which no panel has a route, for a fault of this client alone', async () => {
    const client = { id: '00000001-aaaa-4bbb-8ccc-000000000001', email: 'team/anna', subId: 's' };
    const inbound = { id: 7, protocol: 'vless', settings: JSON.stringify({ clients: [client] }) };
    await using panel = await legacy('2.8.11', { 'panel/api/inbounds/get/7': ok(inbound) });
    const reset = router().resetTraffic(entered(panel), { remoteId: 7, email: 'team/anna' });
    expect(await faultOf(reset)).toMatchObject({
      kind: 'permanent',
      message: expect.stringMatching(/with "\/" in it/),
    });
  });

  it('never lets a write count as perhaps sent when the panel did not even say what it is', async () => {
    await using panel = await serve(() => 'reset');
    const fault = await faultOf(router().addClients(entered(panel), 1, [wanted('shop-1')]));
    expect(fault.outcome).toBe('failed');
  });
});

describe('neighbours of a panel whose core restarts whenever somebody runs out', () => {
  const withSettings = (settings: object, kept = settings) =>
    legacyWith('3.0.2', {
      'setting/all': () => ok(settings),
      'setting/update': ({ body }) => {
        Object.assign(kept, body);
        return ok(null);
      },
    });

  it('are left in peace by one setting, all others written back as they were', async () => {
    const settings = { webPort: 2053, tgBotToken: 'x', restartXrayOnClientDisable: true };
    await using panel = await withSettings(settings);
    const panels = router();
    await panels.leaveNeighboursInPeace(entered(panel));
    const [write] = panel.calls('panel/setting/update');
    expect(write?.body).toEqual({ webPort: 2053, tgBotToken: 'x', restartXrayOnClientDisable: false });
    await panels.leaveNeighboursInPeace(entered(panel));
    expect(panel.calls('panel/setting/update')).toHaveLength(1);
  });

  it('are not said to be when the panel did not keep it, or an API token does not open the settings', async () => {
    await using panel = await withSettings({ restartXrayOnClientDisable: true }, {});
    const unkept = await faultOf(router().leaveNeighboursInPeace(entered(panel)));
    const shut = await faultOf(router().leaveNeighboursInPeace(byToken(panel.url)));
    expect([unkept.kind, shut.kind]).toEqual(['busy', 'auth']);
  });
});

import { describe, expect, it } from 'vitest';
import {
  byPassword,
  byToken,
  door,
  driver,
  recorded,
  replaying,
  replyOf,
  StandIn,
  wanted,
} from './panel-driver-stand-in.ts';

const VERSIONS = ['3.1.0', '3.6.0'];
const kindOf = (fault: unknown) => (fault as { kind: string }).kind;

describe.each(VERSIONS)('what a real panel %s answered', (version) => {
  const stand = (scene: string, ...steps: string[]) =>
    new StandIn(replaying(...steps.map((step) => recorded(version, scene, step)))).start();

  it('lists all its inbounds, and says which the shop can sell', async () => {
    await using panel = await stand('10-inbounds', 'list');
    const inbounds = await driver().listInbounds(byToken(panel.url));
    const sold = inbounds.filter(({ notSellable }) => notSellable === null).map(({ remark }) => remark);
    expect(inbounds).toHaveLength(21);
    expect(sold).toEqual([
      'vless-tcp-reality',
      'vless-tcp-tls',
      'vless-ws-tls',
      'vless-grpc-tls',
      'vless-xhttp-reality',
      'vless-httpupgrade-none',
      'vless-tcp-http-none',
      'vless-kcp-none',
      'vless-ws-tls-external',
      'vless-tcp-none',
      'vmess-ws-tls',
      'vmess-tcp-none',
      'vmess-grpc-none',
      'trojan-tcp-tls',
      'trojan-grpc-reality',
      'ss-legacy',
      'ss-2022-128',
      'ss-2022-256',
      'hysteria2',
      'by-form',
    ]);
    const why = new Map(inbounds.map(({ remark, notSellable }) => [remark, notSellable]));
    expect(why.get('not-for-sale-mixed')).toContain('mixed');
  });

  it('shows Vision where it is possible and nowhere else', async () => {
    await using panel = await stand('10-inbounds', 'list');
    const inbounds = await driver().listInbounds(byToken(panel.url));
    const capable = inbounds.filter(({ flowCapable }) => flowCapable).map(({ remark }) => remark);
    expect(capable).toEqual(['vless-tcp-reality', 'vless-tcp-tls']);
  });

  it('names the clients that are on an inbound', async () => {
    await using panel = await stand('21-list-when-filled', 'inbounds list');
    const inbounds = await driver().listInbounds(byToken(panel.url));
    const first = inbounds.find(({ remoteId }) => remoteId === 1);
    expect(first).toMatchObject({
      emails: ['shop-0001'],
      used: 0n,
      port: 20001,
      security: 'reality',
      enable: true,
    });
    expect(inbounds.find(({ protocol }) => protocol === 'mixed')?.emails).toEqual([]);
  });

  it('shows one client with all that was sold', async () => {
    await using panel = await stand('20-one-client-per-kind', 'read back vless-tcp-reality: client');
    const found = await driver().readClients(byToken(panel.url), 1, ['shop-0001']);
    expect(found.get('shop-0001')).toMatchObject({
      email: 'shop-0001',
      uuid: '00000001-aaaa-4bbb-8ccc-000000000001',
      subId: 'sub0000000000001',
      flow: 'xtls-rprx-vision',
      limitIp: 2,
      trafficLimit: 53_687_091_200n,
      expiresAt: new Date(1_893_456_000_000),
      enable: true,
      telegramId: 0,
      comment: 'order 1',
      inboundIds: [1],
      used: version === '3.6.0' ? 0n : null,
    });
  });

  it('shows the password of a trojan client, which has no uuid', async () => {
    await using panel = await stand('20-one-client-per-kind', 'read back trojan-tcp-tls: client');
    const found = await driver().readClients(byToken(panel.url), 14, ['shop-0014']);
    expect(found.get('shop-0014')).toMatchObject({ uuid: '', password: '04e237f4d9cef3973e40742d' });
  });

  it('sends a client with every field that the recorded one had', async () => {
    const exchange = recorded(version, '20-one-client-per-kind', 'add to vless-tcp-reality');
    await using panel = await new StandIn(replaying(exchange)).start();
    const client = wanted('shop-0001', { flow: 'xtls-rprx-vision' });
    const answer = await driver().addClients(byToken(panel.url), 1, [client]);
    expect(answer).toEqual({ accepted: ['shop-0001'], refused: new Map(), nodePending: false });
    expect(panel.seen).toHaveLength(1);
    expect(panel.seen[0]?.body).toMatchObject(exchange.request.json as object);
    expect(panel.seen[0]?.body).toMatchObject({
      client: { password: client.password, auth: client.password },
    });
  });

  it.each([
    'duplicate email, same inbound, other identity',
    'duplicate email, other inbound',
    'duplicate email in other letter case',
    ...(version === '3.1.0' ? ['the very same add again (retry)'] : ['same subId, other email']),
  ])('knows a duplicate: %s', async (step) => {
    await using panel = await stand('30-clients-refused', step);
    const answer = await driver().addClients(byToken(panel.url), 1, [wanted('shop-0001')]);
    expect(answer.accepted).toEqual([]);
    expect(kindOf(answer.refused.get('shop-0001'))).toBe('duplicate');
    expect(answer.refused.get('shop-0001')?.message).not.toContain('sub0000000000001');
  });

  it.each(['unknown inbound', 'no email', 'tgId as text', 'body is not JSON'])(
    'knows a refusal that no repeat will mend: %s',
    async (step) => {
      await using panel = await stand('30-clients-refused', step);
      const answer = await driver().addClients(byToken(panel.url), 1, [wanted('shop-0103')]);
      expect(kindOf(answer.refused.get('shop-0103'))).toBe('permanent');
    },
  );

  it('does not find a client that the panel does not know', async () => {
    await using panel = await stand('31-update-and-remove', 'get unknown', 'traffic of an unknown client');
    const found = await driver().readClients(byToken(panel.url), 1, ['nobody']);
    expect(found.size).toBe(0);
    expect(await driver().clientUsage(byToken(panel.url), { remoteId: 1, email: 'nobody' })).toBeNull();
  });

  it('counts what a client used, up and down together', async () => {
    await using panel = await stand('31-update-and-remove', 'after set counters: traffic');
    expect(await driver().clientUsage(byToken(panel.url), { remoteId: 1, email: 'shop-0301' })).toBe(
      3_000_000n,
    );
  });

  it('reads the counters of every client from the list of inbounds', async () => {
    await using panel = await stand('21-list-when-filled', 'inbounds list');
    const { inbounds, clients } = await driver().takeInventory(byToken(panel.url));
    const listed = inbounds.flatMap(({ emails }) => emails);
    expect(panel.seen).toHaveLength(1);
    expect(clients.length).toBeGreaterThan(5);
    expect(listed).toEqual(expect.arrayContaining(clients.map(({ email }) => email)));
    expect(new Set(clients.map(({ used, lastOnline }) => `${used} ${lastOnline}`))).toEqual(
      new Set(['0 null']),
    );
  });

  it('sets counters back, and says so when there is no such client', async () => {
    await using first = await stand('31-update-and-remove', 'reset traffic');
    await using second = await stand('31-update-and-remove', 'reset traffic of an unknown client');
    expect(await driver().resetTraffic(byToken(first.url), { remoteId: 1, email: 'shop-0301' })).toBe(
      'reset',
    );
    expect(await driver().resetTraffic(byToken(second.url), { remoteId: 1, email: 'nobody' })).toBe('absent');
  });

  it('removes a client, and takes one that is gone for done', async () => {
    await using first = await stand('31-update-and-remove', 'remove');
    await using second = await stand('31-update-and-remove', 'remove again');
    expect(await driver().removeClient(byToken(first.url), { remoteId: 1, email: 'shop-0301' })).toBe(
      'removed',
    );
    expect(await driver().removeClient(byToken(second.url), { remoteId: 1, email: 'shop-0301' })).toBe(
      'absent',
    );
  });

  it('updates a client, and says so when there is none', async () => {
    const step = (name: string) => recorded(version, '31-update-and-remove', name);
    const change = step('switch off');
    const steps = [step('after more traffic: client'), change, step('get unknown')];
    await using panel = await new StandIn(replaying(...steps)).start();
    await driver().updateClient(byToken(panel.url), 1, wanted('shop-0301', { enable: false }));
    expect(Object.keys(panel.seen[1]?.body as object)).toEqual(
      expect.arrayContaining(Object.keys(change.request.json as object)),
    );
    const unknown = driver().updateClient(byToken(panel.url), 1, wanted('nobody'));
    await expect(unknown).rejects.toMatchObject({ kind: 'permanent', outcome: 'failed' });
  });

  it('puts the public host into links, whose names tell no traffic and time, and leaves the owner’s own addresses alone', async () => {
    await using panel = await stand(
      '20-one-client-per-kind',
      'subLinks vless-tcp-reality',
      'subLinks vless-ws-tls-external',
    );
    const access = byToken(panel.url, '2001:db8::7');
    const [link = ''] = await driver().clientLinks(access, {
      remoteId: 1,
      email: '',
      subId: 'sub0000000000001',
    });
    const own = await driver().clientLinks(access, { remoteId: 1, email: '', subId: 'sub0000000000009' });
    const json = recorded(version, '20-one-client-per-kind', 'subLinks vless-tcp-reality').response.json as {
      obj: [string];
    };
    const named = json.obj[0].replace(/-50\.00GB%F0%9F%93%8A-1135D,10H%E2%8F%B3$/, '');
    expect(link).toBe(named.replace(/@(localhost|127\.0\.0\.1):/, '@[2001:db8::7]:'));
    expect(link).toMatch(/#vless-tcp-reality-shop-0001$/);
    expect(own.map((text) => text.slice(0, text.indexOf('?')))).toEqual([
      'vless://00000009-aaaa-4bbb-8ccc-000000000009@cdn1.example.com:8443',
      'vless://00000009-aaaa-4bbb-8ccc-000000000009@cdn2.example.com:80',
    ]);
  });

  it('puts the public host into a vmess link, without traffic and time in its name, all else as it was', async () => {
    await using panel = await stand('20-one-client-per-kind', 'subLinks vmess-ws-tls');
    const [link = ''] = await driver().clientLinks(byToken(panel.url), {
      remoteId: 1,
      email: '',
      subId: 'sub0000000000011',
    });
    const read = (text: string) => Buffer.from(text.slice('vmess://'.length), 'base64').toString('utf8');
    const json = recorded(version, '20-one-client-per-kind', 'subLinks vmess-ws-tls').response.json as {
      obj: [string];
    };
    const named = read(json.obj[0]).replace('-50.00GB📊-1135D,10H⏳', '');
    expect(read(link)).toBe(named.replace(/"add": "[^"]*"/, '"add": "key.example.com"'));
    expect(named).toContain('"ps": "vmess-ws-tls-shop-0011"');
  });

  it('has no links for a subscription that it does not know', async () => {
    await using panel = await stand('31-update-and-remove', 'subLinks of an unknown subId');
    expect(
      await driver().clientLinks(byToken(panel.url), { remoteId: 1, email: '', subId: 'nobody' }),
    ).toEqual([]);
  });

  it('turns a wrong token away: the credentials are at fault, and nothing was done', async () => {
    await using panel = await stand(
      '01-first-look',
      'list with a wrong token, with XHR header',
      'a write without a session, with XHR header',
    );
    const access = byToken(panel.url);
    await expect(driver().listInbounds(access)).rejects.toMatchObject({ kind: 'auth', outcome: 'failed' });
    await expect(driver().addClients(access, 1, [wanted('shop-1')])).rejects.toMatchObject({ kind: 'auth' });
    expect(panel.seen).toHaveLength(2);
  });

  it('logs in anew when the panel ended the session, and asks again', async () => {
    const lost = replyOf(recorded(version, '51-session-lost', 'list with the session from before'));
    const list = replyOf(recorded(version, '10-inbounds', 'list'));
    let asked = 0;
    await using panel = await new StandIn((request) => {
      asked += request.path.endsWith('inbounds/list') ? 1 : 0;
      return door(request) ?? (asked === 1 ? lost : list);
    }).start();
    expect(await driver().listInbounds(byPassword(panel.url))).toHaveLength(21);
    expect(panel.calls('login')).toHaveLength(2);
  });

  it.each([
    ['02-login', 'login, wrong password'],
    ['51-session-lost', 'login with the old password'],
    ['52-login-limiter', 'login, right password'],
  ])('believes a refused login: %s, %s', async (scene, step) => {
    const csrf = recorded(version, '02-login', 'csrf before login');
    await using panel = await new StandIn(replaying(csrf, recorded(version, scene, step))).start();
    await expect(driver().listInbounds(byPassword(panel.url))).rejects.toMatchObject({ kind: 'auth' });
    expect(panel.calls('panel/')).toHaveLength(0);
  });

  it('tells its version and the state of its core once it has started', async () => {
    const answers = ['status', 'status, later'].map((step) => replyOf(recorded(version, '02-login', step)));
    const rest = replaying(
      recorded(version, '02-login', 'csrf before login'),
      recorded(version, '21-list-when-filled', 'clients list'),
    );
    const later = answers[1];
    await using panel = await new StandIn((request) =>
      request.path.endsWith('server/status') ? (answers.shift() ?? later ?? 'hang') : rest(request),
    ).start();
    const identity = await driver().identify(byToken(panel.url));
    expect(identity).toMatchObject({
      version,
      generation: 'clients',
      // 3.1 opens its settings to no token.
      restartsCoreOnDisable: version === '3.1.0' ? null : false,
      hasBulk: version === '3.6.0',
      repeatsSafely: version === '3.6.0',
    });
    expect(identity.guid === null).toBe(version === '3.1.0');
    expect(await driver().coreState(byToken(panel.url))).toEqual({ state: 'running', message: '' });
  });
});

import { describe, expect, it } from 'vitest';
import {
  entered,
  LEGACY_VERSIONS,
  legacyDriver,
  legacyPanel,
  legacyWith,
  sentClients,
  steps,
} from './panel-driver-legacy-scene.ts';
import { BASE, faultOf, recorded, replyOf, wanted } from './panel-driver-stand-in.ts';

const kindOf = (fault: unknown) => (fault as { kind: string }).kind;
const KINDS = [
  ['vless-tcp-reality', 1, 'shop-0001', ''],
  ['vmess-ws-tls', 11, 'shop-0011', ''],
  ['trojan-tcp-tls', 14, 'shop-0014', ''],
  ['ss-legacy', 16, 'shop-0016', 'chacha20-ietf-poly1305'],
  ['ss-2022-128', 17, 'shop-0017', '2022-blake3-aes-128-gcm'],
] as const;

describe.each(LEGACY_VERSIONS)('what a real panel %s answered', (version) => {
  const stand = (scene: string, ...names: string[]) =>
    legacyPanel(version, ...steps(version, scene, ...names));
  const numberOf = (step: string) =>
    Number(recorded(version, '10-inbounds', step).request.path.split('/').at(-1));

  it('lists all its inbounds, tells which the shop can sell, and who is on them', async () => {
    await using panel = await stand('21-list-when-filled', 'inbounds list');
    const { inbounds, clients } = await legacyDriver().takeInventory(entered(panel));
    const first = inbounds.find(({ remoteId }) => remoteId === 1);
    expect(first).toMatchObject({
      remark: 'vless-tcp-reality',
      emails: ['shop-0001'],
      security: 'reality',
      flowCapable: true,
      notSellable: null,
    });
    expect(inbounds.flatMap(({ emails }) => emails)).toEqual(
      expect.arrayContaining(clients.map(({ email }) => email)),
    );
    expect(clients.length).toBeGreaterThan(0);
  });

  it.each(KINDS)('adds to %s what the panel’s own page would send', async (...[kind, id, email, cipher]) => {
    const add = recorded(version, '20-one-client-per-kind', `add to ${kind}`);
    await using panel = await legacyPanel(
      version,
      add,
      recorded(version, '20-one-client-per-kind', `read back ${kind}: inbound`),
    );
    const [sent] = sentClients({ body: add.request.json } as never);
    const client = wanted(email, {
      uuid: String(sent?.id ?? ''),
      password: String(sent?.password ?? ''),
      subId: String(sent?.subId),
      flow: String(sent?.flow ?? ''),
      comment: String(sent?.comment),
      cipher,
    });
    const answer = await legacyDriver().addClients(entered(panel), id, [client]);
    const [write] = panel.calls('panel/api/inbounds/addClient');
    expect(answer).toEqual({ accepted: [email], refused: new Map(), nodePending: false });
    expect(write?.body).toMatchObject({ id });
    expect(sentClients(write)).toEqual([sent]);
  });

  it.each(KINDS)('reads the client of %s back as it was sold', async (kind, id, email) => {
    await using panel = await stand('20-one-client-per-kind', `read back ${kind}: inbound`);
    const found = await legacyDriver().readClients(entered(panel), id, [email]);
    const client = found.get(email);
    expect(client).toMatchObject({
      inboundIds: [id],
      limitIp: 2,
      trafficLimit: 53_687_091_200n,
      expiresAt: new Date(1_893_456_000_000),
      enable: true,
      telegramId: 0,
      used: null,
    });
    const hasUuid = kind.startsWith('v');
    expect([client?.uuid === '', client?.password === '']).toEqual([!hasUuid, hasUuid]);
  });

  it('knows a duplicate, whose name alone is told', async () => {
    await using panel = await stand(
      '30-clients-refused',
      'duplicate email, other inbound',
      'no credential: inbound',
    );
    const answer = await legacyDriver().addClients(entered(panel), 3, [wanted('shop-0001')]);
    expect(kindOf(answer.refused.get('shop-0001'))).toBe('duplicate');
  });

  it('says that an inbound is not there, whoever asks', async () => {
    await using panel = await stand('10-inbounds', 'get unknown');
    const answer = await legacyDriver().addClients(entered(panel), 9999, [wanted('shop-0103')]);
    const read = await faultOf(legacyDriver().readClients(entered(panel), 9999, ['shop-0103']));
    expect([kindOf(answer.refused.get('shop-0103')), read.kind]).toEqual(['permanent', 'permanent']);
    expect(panel.calls('panel/api/inbounds/addClient')).toHaveLength(0);
  });

  it('counts what a client used, and has nothing for one that it does not know', async () => {
    await using panel = await stand(
      '31-update-and-remove',
      'after set counters: traffic',
      'traffic of an unknown client',
    );
    const usage = (email: string) => legacyDriver().clientUsage(entered(panel), { remoteId: 3, email });
    expect([await usage('shop-0301'), await usage('nobody')]).toEqual([3_000_000n, null]);
  });

  it('changes a client by the credential that stands there, and keeps what else the panel holds of it', async () => {
    const before = replyOf(recorded(version, '31-update-and-remove', 'after more traffic: inbound'));
    const after = replyOf(recorded(version, '31-update-and-remove', 'after switch off: inbound'));
    const update = recorded(version, '31-update-and-remove', 'switch off');
    let now = before;
    await using panel = await legacyWith(version, {
      'inbounds/get/3': () => now,
      updateClient: () => {
        now = after;
        return replyOf(update);
      },
    });
    const client = wanted('shop-0301', { enable: false, uuid: '00000999-aaaa-4bbb-8ccc-000000000999' });
    await legacyDriver().updateClient(entered(panel), 3, client);
    const [write] = panel.calls('panel/api/inbounds/updateClient');
    expect(write?.path).toBe(`${BASE}panel/api/inbounds/updateClient/00000301-aaaa-4bbb-8ccc-000000000301`);
    expect(sentClients(write)).toEqual([
      expect.objectContaining({
        id: '00000999-aaaa-4bbb-8ccc-000000000999',
        enable: false,
        reset: 0,
        created_at: expect.any(Number),
      }),
    ]);
  });

  it('says so when the client that is to be changed is not there', async () => {
    await using panel = await stand('31-update-and-remove', 'after remove: inbound');
    const fault = await faultOf(legacyDriver().updateClient(entered(panel), 3, wanted('shop-0301')));
    expect(fault).toMatchObject({ kind: 'permanent', outcome: 'failed' });
    expect(panel.calls('panel/api/inbounds/updateClient')).toHaveLength(0);
  });

  it('sets counters back, and finds out by reading that there is no such client', async () => {
    await using panel = await stand(
      '31-update-and-remove',
      'after more traffic: inbound',
      'reset traffic',
      'reset traffic of an unknown client',
      'traffic of an unknown client',
    );
    const reset = (email: string) => legacyDriver().resetTraffic(entered(panel), { remoteId: 3, email });
    expect(await reset('shop-0301')).toBe('reset');
    expect(await reset('nobody')).toBe('absent');
  });

  it('knows that nobody is on line when the panel says null', async () => {
    await using panel = await stand('21-list-when-filled', 'onlines');
    expect(await legacyDriver().onlineClients(entered(panel))).toEqual([]);
  });

  it('tells the state of its core, by the route that it has', async () => {
    await using panel = await stand('40-depletion-and-renewal', 'status');
    expect(await legacyDriver().coreState(entered(panel))).toEqual({ state: 'running', message: '' });
  });

  it('makes an inbound and takes it away, and knows a used port', async () => {
    await using panel = await stand('10-inbounds', 'add vless-tcp-none', 'delete');
    await using full = await stand('10-inbounds', 'add on a used port');
    const inbound = {
      remark: 'vless-tcp-none',
      port: 20_010,
      protocol: 'vless',
      settings: { decryption: 'none' },
      streamSettings: { network: 'tcp' },
      clients: [wanted('shop-1')],
    };
    expect(await legacyDriver().addInbound(entered(panel), inbound)).toBe(10);
    const [write] = panel.calls('panel/api/inbounds/add');
    expect(sentClients(write)[0]).not.toHaveProperty('password');
    expect((await faultOf(legacyDriver().addInbound(entered(full), inbound))).kind).toBe('duplicate');
    expect(await legacyDriver().removeInbound(entered(panel), numberOf('delete'))).toBe('removed');
  });

  it('takes an inbound that is gone for done', async () => {
    await using panel = await stand('10-inbounds', 'delete again');
    expect(await legacyDriver().removeInbound(entered(panel), numberOf('delete again'))).toBe('absent');
  });

  it('gives a link that opens what was sold', async () => {
    await using panel = await stand(
      '20-one-client-per-kind',
      'read back vless-tcp-reality: inbound',
      ...(version === '3.0.2' ? ['subLinks vless-tcp-reality'] : []),
    );
    const place = { remoteId: 1, email: 'shop-0001', subId: 'sub0000000000001' };
    const [link = ''] = await legacyDriver().clientLinks(entered(panel), place);
    expect(link).toMatch(/^vless:\/\/00000001-aaaa-4bbb-8ccc-000000000001@key\.example\.com:20001\?/);
    expect(link).toContain('security=reality');
    expect(link).toMatch(/#vless-tcp-reality-shop-0001$/);
    expect(panel.calls('panel/api/inbounds/getSubLinks/sub')).toHaveLength(version === '3.0.2' ? 1 : 0);
  });

  it('logs in anew when the session was lost, in the way this version says it, and asks again', async () => {
    const step = 'list without a session, with XHR header';
    const lost = replyOf(recorded(version, '01-first-look', step));
    const list = replyOf(recorded(version, '21-list-when-filled', 'inbounds list'));
    const answers = [lost, list];
    await using panel = await legacyWith(version, {
      'inbounds/list': ({ headers }) => (headers.cookie ? (answers.shift() ?? 'hang') : { status: 401 }),
    });
    expect((await legacyDriver().listInbounds(entered(panel))).length).toBeGreaterThan(15);
    expect(panel.calls('login')).toHaveLength(2);
  });

  it('turns a write without a session away: the same write is sent once more, after one login', async () => {
    const step = 'a write without a session, with XHR header';
    const lost = replyOf(recorded(version, '01-first-look', step));
    const inbound = replyOf(recorded(version, '20-one-client-per-kind', 'read back vless-tcp-none: inbound'));
    const done = replyOf(recorded(version, '20-one-client-per-kind', 'add to vless-tcp-none'));
    const answers = [lost, done];
    await using panel = await legacyWith(version, {
      'inbounds/get/10': () => inbound,
      addClient: () => answers.shift() ?? 'hang',
    });
    const answer = await legacyDriver().addClients(entered(panel), 10, [wanted('shop-0777')]);
    expect(answer.accepted).toEqual(['shop-0777']);
    expect(panel.calls('panel/api/inbounds/addClient')).toHaveLength(2);
  });

  it.each([
    ['02-login', 'login, wrong password'],
    ['50-two-factor', 'login without a code'],
    ['51-session-lost', 'login with the old password'],
  ])('believes a refused login: %s, %s', async (scene, step) => {
    await using panel = await legacyPanel(version, recorded(version, scene, step));
    const fault = await faultOf(legacyDriver().listInbounds(entered(panel)));
    expect(fault.kind).toBe('auth');
    expect(panel.calls('login')).toHaveLength(1);
  });
});

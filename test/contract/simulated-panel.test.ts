import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOON, PanelUnderTest, TROJAN, VLESS } from './panel-under-test.ts';

const DAY = 86_400_000;

let world: PanelUnderTest;

beforeEach(async () => {
  world = new PanelUnderTest();
  await world.panel.start();
});

afterEach(() => world.end());

describe('a panel of the sandbox', () => {
  it('sells over vless and trojan from the first start', async () => {
    const state = await world.state();

    expect(state).toMatchObject({
      running: true,
      inbounds: [
        { id: VLESS, remark: 'vless-tcp-reality', protocol: 'vless', enable: true, clients: 0 },
        { id: TROJAN, remark: 'trojan-tcp-tls', protocol: 'trojan', enable: true, clients: 0 },
      ],
    });
  });

  it('keeps its address, credentials, inbounds and clients over a restart of the world', async () => {
    await world.add({ email: 'kept', subId: 'sub-kept' });
    const before = {
      address: world.panel.address,
      clients: await world.clients(),
      state: await world.state(),
    };

    await world.restart();

    expect({
      address: world.panel.address,
      clients: await world.clients(),
      state: await world.state(),
    }).toEqual(before);
    expect((await world.ask('clients/get/kept')).success).toBe(true);
  });

  it('refuses connections while it is stopped and answers at the same address afterwards', async () => {
    const { url } = world.panel.address;

    await world.control('stop', {});

    await expect(world.request('panel/api/inbounds/list')).rejects.toMatchObject({
      cause: { code: 'ECONNREFUSED' },
    });
    await world.control('start', {});
    expect(world.panel.address.url).toBe(url);
    expect((await world.ask('inbounds/list')).success).toBe(true);
  });

  it('cuts the calls that hang when it is stopped', async () => {
    await world.control('faults', { path: 'panel/api/clients', times: 1, kind: 'hang' });
    const hanging = world.add({ email: 'late', subId: 'late' }).catch((error: Error) => error.message);
    while ((await world.calls()).length === 0) await new Promise(setImmediate);

    await world.panel.stop();

    expect(await hanging).toBe('fetch failed');
  });

  it('tells the state of its core as it was set', async () => {
    await world.control('core', { state: 'error', errorMsg: 'bad key' });

    const status = await world.ask('server/status');

    expect(status.obj).toMatchObject({
      xray: { state: 'error', errorMsg: 'bad key' },
      panelVersion: '3.6.0',
    });
  });

  it('names every secret with its owner', async () => {
    await world.add({ email: 'owned', subId: 'sub-owned', tgId: 4711 });
    const client = await world.onlyClient();

    const secrets = world.panel.secrets();

    for (const value of [client.uuid, client.subId, ...client.links]) {
      expect(secrets).toContainEqual({ value, owner: 4711 });
    }
    expect(secrets).toContainEqual({ value: world.panel.address.password, owner: null });
    expect(secrets).toContainEqual({ value: world.panel.address.token, owner: null });
  });
});

describe('a stranger at the panel', () => {
  it.each([
    { headers: { 'X-Requested-With': 'XMLHttpRequest' }, status: 401 },
    { headers: { 'X-Requested-With': '' }, status: 404 },
  ])('hears $status and nothing else', async ({ headers, status }) => {
    const answer = await world.request('panel/api/inbounds/list', {
      headers: { ...headers, Authorization: 'Bearer no' },
    });

    expect([answer.status, await answer.text()]).toEqual([status, '']);
  });

  it('is let in again fifteen minutes after five wrong passwords', async () => {
    const session = await world.session();
    const { password } = world.panel.address;
    for (let i = 0; i < 5; i += 1) await world.login(session, 'wrong');

    const blocked = await world.login(session, password);
    world.at += 15 * 60_000;

    expect(blocked).toBeNull();
    expect(await world.login(session, password)).not.toBeNull();
  });
});

describe('adding clients', () => {
  it('makes up the credentials that were left out', async () => {
    await world.add({ email: 'bare' }, [VLESS, TROJAN]);

    const client = await world.onlyClient();

    expect(client.uuid).toMatch(/^[0-9a-f-]{36}$/);
    expect(client.password).not.toBe('');
    expect(client.subId).not.toBe('');
  });

  it.each(['a/b', 'a\\b', 'a b', 'a\u0007b'])('refuses the email %j', async (email) => {
    const answer = await world.add({ email });

    expect(answer.msg).toBe(`Something went wrong (client email contains an invalid character: ${email}\n)`);
    expect(await world.clients()).toEqual([]);
  });

  it('takes the same identity twice without a second client', async () => {
    const identity = {
      email: 'twice',
      subId: 'sub-twice',
      id: '00000001-aaaa-4bbb-8ccc-000000000001',
      totalGB: 5,
    };
    await world.add(identity);
    const before = await world.clients();

    const again = await world.add({ ...identity, totalGB: 9 });

    expect(again.success).toBe(true);
    expect(await world.clients()).toEqual(before);
  });

  it('adds the good ones of a group and names the bad one', async () => {
    await world.add({ email: 'taken', subId: 'sub-taken' });
    const group = ['one', 'taken', 'two'].map((email) => ({
      client: { email, subId: `new-${email}` },
      inboundIds: [VLESS],
    }));

    const answer = await world.ask('clients/bulkCreate', group);

    expect(answer.obj).toEqual({
      created: 2,
      skipped: [{ email: 'taken', reason: 'email already in use: taken' }],
    });
  });

  it('drops the flow where Vision is impossible', async () => {
    await world.add({ email: 'visionary', flow: 'xtls-rprx-vision' }, [VLESS]);
    await world.add({ email: 'plain', flow: 'xtls-rprx-vision' }, [TROJAN]);

    const links = (await world.clients()).flatMap((client) => client.links);

    expect(links.map((link) => new URL(link).searchParams.get('flow'))).toEqual(['xtls-rprx-vision', null]);
  });
});

describe('links', () => {
  it.each([
    ['203.0.113.7:8443', '203.0.113.7'],
    ['shop.example.com', 'shop.example.com'],
  ])('asked for as %s point at %s', async (asked, host) => {
    await world.add({ email: 'linked', subId: 'sub-linked' });

    const links = await world.askAs(asked, 'clients/subLinks/sub-linked');

    expect(links).toEqual((await world.clients(`?host=${host}`))[0]?.links);
    expect(links[0]).toContain(`@${host}:20001?`);
  });

  it('are none while the inbound is off', async () => {
    await world.add({ email: 'linked', subId: 'sub-linked' });

    await world.ask(`inbounds/setEnable/${VLESS}`, { enable: false });

    expect((await world.ask('clients/subLinks/sub-linked')).obj).toEqual([]);
  });
});

describe('using a client up', () => {
  it('switches it off when its traffic is gone, and a reset brings it back', async () => {
    await world.add({ email: 'hungry', totalGB: 1000 });

    await world.control('traffic', { email: 'hungry', up: 400, down: 600 });

    expect(await world.onlyClient()).toMatchObject({ enable: false, up: 400 });
    await world.ask('clients/resetTraffic/hungry', {});
    expect(await world.onlyClient()).toMatchObject({ enable: true, up: 0 });
  });

  it('switches it off at its end', async () => {
    await world.add({ email: 'ending', expiryTime: NOON + DAY });

    world.at = NOON + DAY;

    expect((await world.onlyClient()).enable).toBe(false);
  });

  it('begins a waiting period with the first traffic', async () => {
    await world.add({ email: 'waiting', expiryTime: -30 * DAY });

    await world.control('traffic', { email: 'waiting', up: 1, down: 1 });

    expect((await world.onlyClient()).expiryTime).toBe(NOON + 30 * DAY);
  });

  it('is changed by an administrator behind the back of the shop', async () => {
    await world.add({ email: 'edited', comment: 'ours', totalGB: 1000 });

    await world.control('edit', { email: 'edited', enable: false, totalGB: 5 });

    expect(await world.onlyClient()).toMatchObject({ enable: false, totalGB: 5, comment: 'ours' });
  });

  it('gives a client with a reset period its next one', async () => {
    await world.add({ email: 'renewing', expiryTime: NOON + DAY, reset: 7 });

    world.at = NOON + 10 * DAY;

    expect(await world.onlyClient()).toMatchObject({ enable: true, expiryTime: NOON + 15 * DAY });
  });
});

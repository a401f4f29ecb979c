import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PanelUnderTest, VLESS } from './panel-under-test.ts';

const EVERY = ['3.1', '3.4', '3.6'] as const;
type Played = (typeof EVERY)[number];

const UUID = '00000001-aaaa-4bbb-8ccc-000000000001';
const ANN = { id: UUID, email: 'ann', subId: 'sub-ann', limitIp: 2, totalGB: 1000, comment: 'order 1' };
const HALF_A_MINUTE = 33_000;

let world: PanelUnderTest;
afterEach(() => world.end());

async function panelOf(generation: Played): Promise<PanelUnderTest> {
  world = new PanelUnderTest(generation);
  await world.panel.start();
  return world;
}

describe('an inbound whose settings are no JSON', () => {
  const broken = { remark: 'broken', enable: true, port: 20099, protocol: 'vless', settings: '{oops' };

  it('poisons every add on 3.1, until it is removed', async () => {
    await panelOf('3.1');
    const made = z
      .object({ obj: z.object({ id: z.number() }) })
      .parse(await world.ask('inbounds/add', broken));
    const poisoned = { success: false, msg: 'Something went wrong (malformed JSON)' };

    expect(await world.add(ANN)).toMatchObject(poisoned);
    expect(await world.ask('inbounds/add', { ...broken, port: 20100, settings: '{}' })).toMatchObject(
      poisoned,
    );
    expect((await world.ask('inbounds/list')).success).toBe(true);

    await world.ask(`inbounds/del/${made.obj.id}`, {});
    expect(await world.add(ANN)).toMatchObject({ success: true });
  });

  it.each(['3.4', '3.6'] as const)('is refused by %s', async (generation) => {
    await panelOf(generation);

    expect(await world.ask('inbounds/add', broken)).toMatchObject({ success: false });
    expect(await world.add(ANN)).toMatchObject({ success: true });
  });
});

describe('a shadowsocks-2022 inbound', () => {
  const key = (fill: number) => Buffer.alloc(16, fill).toString('base64');
  const settings = { method: '2022-blake3-aes-128-gcm', password: key(1), network: 'tcp,udp' };
  const ss = { remark: 'ss', enable: true, port: 20050, protocol: 'shadowsocks' };
  const added = z.object({ obj: z.object({ id: z.number() }) });
  const inboundWith = async (clients: unknown[]) =>
    added.parse(
      await world.ask('inbounds/add', { ...ss, settings: JSON.stringify({ ...settings, clients }) }),
    ).obj.id;
  const works = async () => (await world.clients()).map(({ email, works: does }) => [email, does]);

  it.each(EVERY)(
    'made empty lets its first client in when the core starts again, on %s',
    async (generation) => {
      await panelOf(generation);
      const id = await inboundWith([]);

      await world.add({ email: 'first', subId: 'one', password: key(2) }, [id]);
      await world.add({ email: 'second', subId: 'two', password: key(3) }, [id]);

      expect(await works()).toEqual([
        ['first', false],
        ['second', true],
      ]);
      world.at += HALF_A_MINUTE;
      expect(await works()).toEqual([
        ['first', true],
        ['second', true],
      ]);
    },
  );

  it.each(EVERY)('made with its client inside lets it in at once, on %s', async (generation) => {
    await panelOf(generation);

    await inboundWith([{ email: 'inside', subId: 'in', password: key(2), enable: true }]);

    expect(await works()).toEqual([['inside', true]]);
  });

  it.each(EVERY)('replaces a key of the wrong length on %s', async (generation) => {
    await panelOf(generation);
    const id = await inboundWith([]);

    await world.add({ email: 'short', subId: 'one', password: 'dG9vc2hvcnQ=' }, [id]);

    const { password } = await world.onlyClient();
    expect(Buffer.from(password, 'base64')).toHaveLength(16);
  });
});

describe('a WireGuard inbound', () => {
  const wireguard = { remark: 'wg', enable: true, port: 20060, protocol: 'wireguard' };
  const SECRET = 'uOgv_W-SCqRxtkcRasESLvK29BTYKEl4f3aP2wckKVE';
  const make = async () => {
    const settings = JSON.stringify({ mtu: 1420, secretKey: SECRET, peers: [] });
    const answer = await world.ask('inbounds/add', { ...wireguard, settings });
    return z.object({ obj: z.object({ id: z.number() }) }).parse(answer).obj.id;
  };

  it.each(['3.4', '3.6'] as const)(
    'gives each client keys and an address of its own on %s',
    async (generation) => {
      await panelOf(generation);
      const id = await make();

      await world.add({ email: 'one', subId: 'sub-one' }, [id]);
      await world.add({ email: 'two', subId: 'sub-two', preSharedKey: 'psk', keepAlive: 25 }, [id]);

      const links = await Promise.all(
        ['sub-one', 'sub-two'].map((sub) => world.askAs('vpn.example.com', `clients/subLinks/${sub}`)),
      );
      const [one, two] = links.map(([link = '']) => new URL(link));
      expect(Object.fromEntries(one?.searchParams ?? [])).toEqual({
        address: '10.0.0.2/32',
        mtu: '1420',
        publickey: 'BVPC2PGkPDbIHs7nhRmWfd5aCuT8EEQIEJjH/QKPwyQ=',
      });
      expect(Object.fromEntries(two?.searchParams ?? [])).toMatchObject({
        address: '10.0.0.3/32',
        presharedkey: 'psk',
        keepalive: '25',
      });
      expect(Buffer.from(decodeURIComponent(one?.username ?? ''), 'base64')).toHaveLength(32);
      expect(one?.username).not.toBe(two?.username);
    },
  );

  it('has no clients on 3.1', async () => {
    await panelOf('3.1');

    expect(await world.add({ email: 'one' }, [await make()])).toMatchObject({ success: false });
  });
});

describe('a host', () => {
  const host = { hosts: ['front.example.net'], remark: 'front', port: 2087, security: 'same', alpn: [] };

  it.each([
    ['3.4', 'id'],
    ['3.6', 'groupId'],
  ] as const)(
    'on %s stands before the inbound in subscriptions, until it is removed by its %s',
    async (generation, key) => {
      await panelOf(generation);
      await world.add(ANN);
      const hostIn = async (path: string) =>
        (await world.askAs('vpn.example.com', path)).map((link) => new URL(link).host);

      const made = await world.ask('hosts/add', { ...host, inboundIds: [VLESS] });

      expect(await hostIn('clients/subLinks/sub-ann')).toEqual(['front.example.net:2087']);
      expect(await hostIn('clients/links/ann')).toEqual(['vpn.example.com:20001']);
      const [row] = z.object({ obj: z.array(z.record(z.string(), z.unknown())) }).parse(made).obj;
      await world.ask(`hosts/del/${row?.[key]}`, {});
      expect(await hostIn('clients/subLinks/sub-ann')).toEqual(['vpn.example.com:20001']);
    },
  );

  it('is not known to 3.1', async () => {
    await panelOf('3.1');

    expect((await world.request('panel/api/hosts/list')).status).toBe(404);
  });
});

describe('links', () => {
  const nameOf = (link = '') => decodeURIComponent(new URL(link).hash.slice(1));

  it.each([
    ['3.1', 'vless-tcp-reality-ann-1000.00B📊', 'vless-tcp-reality'],
    ['3.4', 'vless-tcp-reality-ann', 'vless-tcp-reality-ann'],
    ['3.6', 'vless-tcp-reality-ann', 'vless-tcp-reality-ann'],
  ] as const)(
    'of %s are called "%s" by subscription and "%s" by email',
    async (generation, bySub, byEmail) => {
      await panelOf(generation);
      await world.add(ANN);

      expect((await world.askAs('vpn.example.com', 'clients/subLinks/sub-ann')).map(nameOf)).toEqual([bySub]);
      expect((await world.askAs('vpn.example.com', 'clients/links/ann')).map(nameOf)).toEqual([byEmail]);
    },
  );

  it.each([
    ['3.1', false],
    ['3.4', false],
    ['3.6', true],
  ] as const)('of reality on %s have the same spx on every call: %s', async (generation, isSame) => {
    await panelOf(generation);
    await world.add(ANN);
    const spx = async () =>
      new URL((await world.askAs('vpn.example.com', 'clients/subLinks/sub-ann'))[0] ?? '').searchParams.get(
        'spx',
      );

    const [first, second] = [await spx(), await spx()];

    expect(first === second).toBe(isSame);
  });
});

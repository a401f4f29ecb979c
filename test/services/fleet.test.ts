import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { AuditEntry } from '../../src/model/audit-entry.ts';
import { PanelLane } from '../../src/model/panel-lane.ts';
import { Server } from '../../src/model/server.ts';
import { checkPanelUrl } from '../../src/panel/address-filter.ts';
import { ClientsPanel } from '../../src/panel/clients-panel.ts';
import { FleetService } from '../../src/services/fleet/fleet-service.ts';
import type { PanelFinding } from '../../src/services/fleet/views.ts';
import { panelAccess } from '../../src/services/lanes/panel-access.ts';
import type { PanelAccess } from '../../src/services/ports/panel.ts';
import { aesVault, generateKeys } from '../../src/system/vault.ts';
import { PanelUnderTest } from '../contract/panel-under-test.ts';
import { aClient, anInbound, aServer, NOON } from '../support/builders.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { countedIds } from '../support/ids.ts';
import { HeardWakes, MovedClock, OWNER, SHOP, silentLog } from '../support/shop.ts';

const vault = aesVault(generateKeys());

let database: Database;
let world: PanelUnderTest;
let fleet: FleetService;

beforeEach(async () => {
  database = await openTestDatabase();
  world = new PanelUnderTest();
  await world.panel.start();
  const clock = new MovedClock();
  fleet = new FleetService({
    work: workOn(database),
    clock,
    ids: countedIds,
    log: silentLog,
    panel: new ClientsPanel({
      limits: { connectMs: 1000, readMs: 2000, writeMs: 2000, maxBytes: 32 * 1024 ** 2 },
      allowPrivate: true,
      now: () => clock.now(),
    }),
    vault,
    shop: SHOP,
    wakes: new HeardWakes(),
    checkAddress: (text) => checkPanelUrl(text, { allowPrivate: true }),
  });
});

afterEach(() => world.end());

describe('testing a panel', () => {
  it('tells what it is and what it has, and stores nothing', async () => {
    const finding = await found();

    expect(finding.identity).toMatchObject({ version: '3.6.0', generation: 'clients' });
    expect(finding.inbounds.map(({ protocol, notSellable }) => [protocol, notSellable])).toEqual([
      ['vless', null],
      ['trojan', null],
    ]);
    expect(await database.em().count(Server)).toBe(0);
  });

  it('says why a panel cannot be used, without the token that was tried', async () => {
    const answer = await fleet.testPanel(access({ credentials: { kind: 'token', token: 'not-the-token' } }));

    expect(answer).toMatchObject({ ok: false, refusal: { code: 'panel-unusable', kind: 'auth' } });
    expect(JSON.stringify(answer)).not.toContain('not-the-token');
  });

  it('refuses one that another shop of this program works on', async () => {
    await world.add({ email: 'east-abcdefghijklm-1', id: uuidOf(1), subId: 'sub-of-another-shop' });

    expect(await fleet.testPanel(access())).toEqual({
      ok: false,
      refusal: { code: 'foreign-shop', shop4: 'east' },
    });
  });

  it('takes it where an owner insists, and each shop on it has to be insisted on', async () => {
    await world.add({ email: 'east-abcdefghijklm-1', id: uuidOf(1), subId: 'sub-of-east' });
    await world.add({ email: 'west-abcdefghijklm-1', id: uuidOf(2), subId: 'sub-of-west' });

    expect(await fleet.testPanel(access(), ['east'])).toEqual({
      ok: false,
      refusal: { code: 'foreign-shop', shop4: 'west' },
    });
    expect(await fleet.testPanel(access(), ['east', 'west'])).toMatchObject({ ok: true });
  });

  it('takes one that carries clients of other making', async () => {
    await world.add({ email: 'john', id: uuidOf(1), subId: 'sub-of-john' });
    await world.add({ email: 'east-side-1', id: uuidOf(2), subId: 'sub-of-east' });

    expect(await fleet.testPanel(access())).toMatchObject({ ok: true });
  });

  it('takes back one that carries clients of this shop which no server knows: a database was lost', async () => {
    await world.add({ email: 'shop-abcdefghijklm-1', id: uuidOf(1), subId: 'sub-of-ours' });

    expect(await fleet.testPanel(access())).toMatchObject({ ok: true });
  });

  it('refuses one whose clients belong to another server of this shop: it is the same panel', async () => {
    const client = aClient({ inbound: anInbound({ server: aServer({ name: 'Paris' }) }) });
    await database.em().persist(client).flush();
    await world.add({ email: client.email, id: uuidOf(1), subId: 'sub-of-ours' });

    expect(await fleet.testPanel(access())).toEqual({
      ok: false,
      refusal: { code: 'panel-known', server: 'Paris' },
    });
  });
});

describe('adding a server', () => {
  it('writes it down with its inbounds, the first one as default, ready for sale', async () => {
    const added = await add();

    expect(added).toMatchObject({
      ok: true,
      value: { name: 'Frankfurt', health: 'healthy', version: '3.6.0', lastConnectedAt: NOON },
    });
    const inbounds = await database
      .em()
      .execute(`select protocol, status, is_default from server_inbounds order by remote_id`);
    expect(inbounds).toEqual([
      { protocol: 'vless', status: 'active', is_default: true },
      { protocol: 'trojan', status: 'active', is_default: false },
    ]);
    expect(await database.em().count(PanelLane)).toBe(1);
  });

  it('imports what cannot be sold right as inactive, with the reason', async () => {
    await world.ask('inbounds/add', { ...SHADOWSOCKS, remark: 'ss', enable: true, port: 8388, sniffing: {} });

    const added = await add();

    const inbounds = added.ok ? added.value.inbounds : [];
    expect(inbounds.map(({ protocol, status, statusMessage }) => [protocol, status, statusMessage])).toEqual([
      ['vless', 'active', null],
      ['trojan', 'active', null],
      [
        'shadowsocks',
        'inactive',
        'the cipher "2022-blake3-chacha20-poly1305" has one key for all, none for each customer',
      ],
    ]);
  });

  it('keeps the credentials sealed, to be opened for this server alone', async () => {
    const added = await add();

    const rows = await database.em().execute('select * from servers');
    const acts = await database.em().execute('select * from audit_log');
    const everything = JSON.stringify([rows, added, acts], (_name, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    expect(everything).not.toContain(world.panel.address.token);
    const server = await database.em().findOneOrFail(Server, added.ok ? added.value.serverId : 0);
    expect(panelAccess(server, vault)).toEqual(access());
    expect(() => panelAccess(Object.assign(server, { id: server.id + 1 }), vault)).toThrow('cannot open');
  });

  it('is written into the audit log, without the path that hides the panel', async () => {
    await add();

    const { host: url } = new URL(world.panel.address.url);
    expect(await database.em().findAll(AuditEntry)).toMatchObject([
      { actorId: OWNER, action: 'server.add', after: { name: 'Frankfurt', url, inbounds: 2 }, at: NOON },
    ]);
  });

  it('is refused for a panel that is there under this address', async () => {
    const finding = await found();
    await add(finding);
    const silent = { ...finding, identity: { ...finding.identity, guid: null } };

    const again = await add(silent);

    expect(again).toEqual({ ok: false, refusal: { code: 'panel-known', server: 'Frankfurt' } });
    expect(await database.em().count(Server)).toBe(1);
  });

  it('is refused for a panel that is there under another address: it says who it is', async () => {
    const finding = await found();
    await add(finding);
    const other = access({ url: world.panel.address.url.replace('127.0.0.1', 'localhost') });

    const tested = await fleet.testPanel(other);
    const added = await fleet.addServer({
      draft: { ...draft(), access: other },
      finding,
      actorId: OWNER,
    });

    const known = { ok: false, refusal: { code: 'panel-known', server: 'Frankfurt' } };
    expect([tested, added]).toEqual([known, known]);
    expect(await database.em().count(Server)).toBe(1);
  });
});

const SHADOWSOCKS = {
  protocol: 'shadowsocks',
  settings: { method: '2022-blake3-chacha20-poly1305', password: '', network: 'tcp,udp', clients: [] },
  streamSettings: { network: 'tcp', security: 'none', tcpSettings: { header: { type: 'none' } } },
};

const uuidOf = (no: number) => `00000000-0000-4000-8000-00000000000${no}`;

const access = (change: Partial<PanelAccess> = {}): PanelAccess => ({
  url: world.panel.address.url,
  publicHost: 'de.example.com',
  allowHttp: true,
  pinnedSha256: null,
  credentials: { kind: 'token', token: world.panel.address.token },
  ...change,
});

const draft = () => ({ name: 'Frankfurt', country: 'DE', access: access() });

async function found(): Promise<PanelFinding> {
  const answer = await fleet.testPanel(access());
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
}

const add = async (finding?: PanelFinding) =>
  fleet.addServer({ draft: draft(), finding: finding ?? (await found()), actorId: OWNER });

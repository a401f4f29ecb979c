import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytes } from '../../src/model/values/traffic.ts';
import { SimulatedPanel } from '../../src/sandbox/panel/simulated-panel.ts';
import { Shelf } from '../../src/sandbox/shelf.ts';
import type { PanelAccess, RemoteInbound, WantedClient } from '../../src/services/ports/panel.ts';
import { byToken, driver, faultOf, wanted } from './panel-driver-stand-in.ts';

const { PANEL_URL, PANEL_TOKEN, PANEL_USER, PANEL_PASSWORD, PANEL_PIN } = process.env;
const isLive = Boolean(PANEL_URL && (PANEL_TOKEN || (PANEL_USER && PANEL_PASSWORD)));
const PUBLIC_HOST = 'key.example.com';

const limits = { connectMs: 5_000, readMs: 15_000, writeMs: 35_000, maxBytes: 64 * 1024 ** 2 };
const panels = driver({ limits, now: () => new Date() });
const started = new Date();

/** A client that no other run has. */
const fresh = (changed: Partial<WantedClient> = {}): WantedClient =>
  wanted(`test-${randomBytes(6).toString('hex')}-1`, {
    uuid: randomUUID(),
    password: randomBytes(16).toString('hex'),
    subId: randomBytes(16).toString('hex'),
    expiresAt: new Date(started.getTime() + 30 * 86_400_000),
    telegramId: 4_711,
    ...changed,
  });

const simulated = new SimulatedPanel({ n: 1, shelf: new Shelf(null), port: 0, now: () => Date.now() });
beforeAll(() => simulated.start());
afterAll(() => simulated.stop());

describe('the simulated panel, by token', () => {
  sells(() => tokenAccess(simulated.address));
});

describe('the simulated panel, by password', () => {
  sells(() => passwordAccess(simulated.address.url, simulated.address));
});

describe.skipIf(!isLive)(
  'the live panel of PANEL_URL [needs PANEL_URL and PANEL_TOKEN, or PANEL_USER and PANEL_PASSWORD]',
  () => {
    sells(() => liveAccess());
  },
);

describe('the simulated panel in trouble', () => {
  const access = () => tokenAccess(simulated.address);
  const order = (fault: object) =>
    simulated.control(
      new Request('http://world/faults', { method: 'POST', body: JSON.stringify(fault) }),
      'faults',
    );

  it('may have taken a client although its answer was lost: a read tells', async () => {
    const client = fresh();
    await order({ path: 'panel/api/clients/add', times: 1, kind: 'drop-after-apply' });
    const fault = await faultOf(panels.addClients(access(), 1, [client]));
    const found = await panels.readClients(access(), 1, [client.email]);
    expect(fault).toMatchObject({ kind: 'ambiguous', outcome: 'unknown' });
    expect(found.get(client.email)).toMatchObject({ uuid: client.uuid, subId: client.subId });
  });

  it.each([
    ['html', 'ambiguous'],
    ['busy', 'busy'],
  ])('says so in a way that the driver knows: %s', async (kind, expected) => {
    await order({ path: 'panel/api/clients/add', times: 1, kind });
    const client = fresh();
    const call = panels.addClients(access(), 1, [client]);
    const fault = await faultOf(call.then(({ refused }) => Promise.reject(refused.get(client.email))));
    expect(fault.kind).toBe(expected);
  });

  it('was certainly not reached when it is stopped', async () => {
    await simulated.stop();
    const fault = await faultOf(panels.addClients(access(), 1, [fresh()]));
    await simulated.start();
    expect(fault).toMatchObject({ kind: 'not-sent', outcome: 'failed' });
    expect(await panels.listInbounds(access())).not.toEqual([]);
  });
});

/** What the shop does with a panel when all is well; whoever answers. */
function sells(accessOf: () => PanelAccess): void {
  const sellable = async (): Promise<RemoteInbound> => {
    const inbounds = await panels.listInbounds(accessOf());
    const found = inbounds.find(({ notSellable, enable }) => notSellable === null && enable);
    if (!found) throw new Error('the panel has no inbound that can be sold');
    return found;
  };

  it('says what it is, and that its core runs', async () => {
    const identity = await panels.identify(accessOf());
    expect(identity.generation).toBe('clients');
    expect(identity.version).toMatch(/^\d+\.\d+|^dev/);
    expect((await panels.coreState(accessOf())).state).toBe('running');
  });

  it('holds exactly what was sold, hands out its link, and forgets it', async () => {
    const access = accessOf();
    const { remoteId } = await sellable();
    const client = fresh();
    const added = await panels.addClients(access, remoteId, [client]);
    const found = await panels.readClients(access, remoteId, [client.email]);
    const links = await panels.clientLinks(access, { remoteId, ...client });
    const used = await panels.clientUsage(access, { remoteId, ...client });
    const removed = await panels.removeClient(access, { remoteId, ...client });
    expect(added).toEqual({ accepted: [client.email], refused: new Map(), nodePending: false });
    expect(found.get(client.email)).toMatchObject({ ...shownOf(client), inboundIds: [remoteId] });
    expect(links).toHaveLength(1);
    expect(links[0]).toMatch(new RegExp(`^(vmess://|.*(${client.uuid}|${client.password})@)`));
    expect(used).toBe(0n);
    expect(removed).toBe('removed');
    expect(await panels.removeClient(access, { remoteId, ...client })).toBe('absent');
    expect((await panels.readClients(access, remoteId, [client.email])).size).toBe(0);
    expect(await panels.clientUsage(access, { remoteId, ...client })).toBeNull();
  });

  it('holds a whole group after one call', async () => {
    const access = accessOf();
    const { remoteId } = await sellable();
    const group = [fresh(), fresh(), fresh()];
    const emails = group.map(({ email }) => email);
    const added = await panels.addClients(access, remoteId, group);
    const found = await panels.readClients(access, remoteId, [...emails, 'nobody']);
    for (const email of emails) await panels.removeClient(access, { remoteId, email });
    expect(added.accepted).toEqual(emails);
    expect([...found.keys()].sort()).toEqual([...emails].sort());
    for (const { email, subId, expiresAt, trafficLimit } of group) {
      expect(found.get(email)).toMatchObject({ subId, expiresAt, trafficLimit, enable: true, used: 0n });
    }
  });

  it('takes over every change of a client', async () => {
    const access = accessOf();
    const { remoteId } = await sellable();
    const client = fresh();
    const changed: WantedClient = {
      ...client,
      enable: false,
      trafficLimit: null,
      expiresAt: null,
      limitIp: 0,
    };
    await panels.addClients(access, remoteId, [client]);
    await panels.updateClient(access, remoteId, changed);
    const first = await panels.readClients(access, remoteId, [client.email]);
    await panels.updateClient(access, remoteId, { ...changed, enable: true, trafficLimit: bytes(1n) });
    const second = await panels.readClients(access, remoteId, [client.email]);
    await panels.removeClient(access, { remoteId, ...client });
    expect(first.get(client.email)).toMatchObject(shownOf(changed));
    expect(second.get(client.email)).toMatchObject({ enable: true, trafficLimit: 1n });
  });

  it('tells of all inbounds and the counters of all clients in one call', async () => {
    const access = accessOf();
    const { remoteId } = await sellable();
    const client = fresh();
    await panels.addClients(access, remoteId, [client]);
    const { inbounds, clients } = await panels.takeInventory(access);
    await panels.removeClient(access, { remoteId, ...client });
    expect(inbounds.find((inbound) => inbound.remoteId === remoteId)?.emails).toContain(client.email);
    expect(clients.find(({ email }) => email === client.email)).toEqual({
      email: client.email,
      used: 0n,
      lastOnline: null,
    });
  });

  it('sets the counters of a client back, and says when there is none', async () => {
    const access = accessOf();
    const { remoteId } = await sellable();
    const client = fresh();
    await panels.addClients(access, remoteId, [client]);
    const answers = [
      await panels.resetTraffic(access, { remoteId, ...client }),
      await panels.resetTraffic(access, { remoteId, ...fresh() }),
    ];
    const used = await panels.clientUsage(access, { remoteId, ...client });
    await panels.removeClient(access, { remoteId, ...client });
    expect(answers).toEqual(['reset', 'absent']);
    expect(used).toBe(0n);
  });

  it('refuses a second client of the same name, and leaves the first one alone', async () => {
    const access = accessOf();
    const { remoteId } = await sellable();
    const client = fresh();
    const other = fresh({ email: client.email });
    await panels.addClients(access, remoteId, [client]);
    const answer = await panels.addClients(access, remoteId, [other]);
    const group = await panels.addClients(access, remoteId, [other, fresh({ email: client.email })]);
    const found = await panels.readClients(access, remoteId, [client.email]);
    await panels.removeClient(access, { remoteId, ...client });
    expect(answer.refused.get(client.email)?.kind).toBe('duplicate');
    expect(group).toMatchObject({ accepted: [] });
    expect(found.get(client.email)).toMatchObject({ uuid: client.uuid, subId: client.subId });
  });

  it('says that a client or an inbound is not there', async () => {
    const access = accessOf();
    const [noClient, noInbound] = [fresh(), fresh()];
    const update = await faultOf(panels.updateClient(access, 1, noClient));
    const added = await panels.addClients(access, 987_654, [noInbound]);
    const read = await faultOf(panels.readClients(access, 987_654, ['a', 'b']));
    expect([update.kind, added.refused.get(noInbound.email)?.kind, read.kind]).toEqual([
      'permanent',
      'permanent',
      'permanent',
    ]);
  });
}

const tokenAccess = ({ url, token }: { url: string; token: string }): PanelAccess => ({
  ...byToken(url),
  publicHost: PUBLIC_HOST,
  credentials: { kind: 'token', token },
});

const passwordAccess = (
  url: string,
  { username, password }: { username: string; password: string },
): PanelAccess => ({
  ...byToken(url),
  publicHost: PUBLIC_HOST,
  credentials: { kind: 'password', username, password },
});

function liveAccess(): PanelAccess {
  const pinnedSha256 = PANEL_PIN ?? null;
  const url = PANEL_URL ?? '';
  if (!PANEL_TOKEN) {
    return {
      ...passwordAccess(url, { username: PANEL_USER ?? '', password: PANEL_PASSWORD ?? '' }),
      pinnedSha256,
    };
  }
  return { ...tokenAccess({ url, token: PANEL_TOKEN }), pinnedSha256 };
}

/** A panel tells the cipher of an inbound, not of each client. */
function shownOf({ cipher: _, ...shown }: WantedClient) {
  return shown;
}

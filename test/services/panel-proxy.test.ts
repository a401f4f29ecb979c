import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditEntry } from '../../src/model/audit-entry.ts';
import { Server } from '../../src/model/server.ts';
import { panelAccess } from '../../src/services/lanes/panel-access.ts';
import { TunnelProxy } from '../contract/tunnel-proxy.ts';
import { expectDeliveredOnce } from '../support/expect-delivered-once.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { OWNER } from '../support/shop-process.ts';

const PASSWORD = 'pr0xy-pass';
const LOGIN = `buyer:${PASSWORD}@`;

let shop: PanelShop;
let proxy: TunnelProxy;

beforeEach(async () => {
  shop = await PanelShop.open({ generation: '2.8', login: 'password' });
  proxy = await new TunnelProxy().start();
});
afterEach(async () => {
  proxy[Symbol.dispose]();
  await shop.end();
});

const change = (proxyUrl: string | null) =>
  shop.fleet.serverDesk.changeProxy({ serverId: shop.serverId, proxyUrl, actorId: OWNER });
const shown = async () => (await shop.fleet.serverDesk.server(shop.serverId))?.proxy;
const row = () => shop.row<{ panel_proxy: string | null }>(sql`select panel_proxy from servers`);
const audited = () =>
  shop.work.read().find(AuditEntry, { action: 'server.proxy' }, { orderBy: { id: 'asc' } });
const hostOf = (url: string) => new URL(url).host;

describe('the proxy before a panel', () => {
  it('is taken when the panel was reached through it, and every call goes that way from then on', async () => {
    const changed = await change(proxy.at(LOGIN));
    const before = proxy.asked.length;
    const orderId = await shop.deliveredOrder();

    expect(changed).toMatchObject({ ok: true, value: { trouble: null } });
    await expectDeliveredOnce(shop, orderId);
    expect(proxy.asked.length).toBeGreaterThan(before);
    const login = `Basic ${Buffer.from(`buyer:${PASSWORD}`).toString('base64')}`;
    const way = { to: hostOf(shop.panel.address.url), login };
    expect(proxy.asked).toEqual(proxy.asked.map(() => way));
  });

  it('is shown without user and password, and stands sealed', async () => {
    await change(proxy.at(LOGIN));

    expect(await shown()).toBe(hostOf(proxy.at()));
    const all = JSON.stringify([await row(), await audited(), shop.lines, await shown()]);
    expect((await row()).panel_proxy).toMatch(/^v1\./);
    expect(all).not.toContain(PASSWORD);
    expect(all).not.toContain('buyer');
    expect(await audited()).toMatchObject([
      { actorId: OWNER, before: { proxy: null }, after: { proxy: hostOf(proxy.at()) } },
    ]);
  });

  it('opens in no other row', async () => {
    await change(proxy.at(LOGIN));
    const server = await shop.work.read().findOneOrFail(Server, shop.serverId);
    const { vault } = shop.main.needs;

    expect(panelAccess(server, vault)).toMatchObject({ proxyUrl: proxy.at(LOGIN) });
    const other = Object.assign(server, {
      id: server.id + 1,
      panelCredentials: vault.seal('{}', 'servers:2:x'),
    });
    expect(() => panelAccess(other, vault)).toThrow('cannot open');
  });

  it('is not stored where it does not let the shop through: the server goes on as before', async () => {
    using closed = await new TunnelProxy(403).start();

    expect(await change(closed.at(LOGIN))).toMatchObject({ ok: false, refusal: { kind: 'not-sent' } });

    expect([await shown(), await audited()]).toEqual([null, []]);
    await expectDeliveredOnce(shop, await shop.deliveredOrder());
    expect(await shop.alerts()).toEqual([]);
  });

  it('is taken away again when the panel is reached straight', async () => {
    await change(proxy.at(LOGIN));

    expect(await change(null)).toMatchObject({ ok: true });
    const before = proxy.asked.length;
    await expectDeliveredOnce(shop, await shop.deliveredOrder());

    expect(proxy.asked).toHaveLength(before);
    expect([await shown(), (await row()).panel_proxy]).toEqual([null, null]);
  });

  it('is used for a new login too', async () => {
    await change(proxy.at(LOGIN));
    const before = proxy.asked.length;
    const { username, password } = shop.panel.address;
    const credentials = { kind: 'password', username, password } as const;

    await shop.fleet.serverDesk.changeLogin({ serverId: shop.serverId, credentials, actorId: OWNER });

    expect(proxy.asked.length).toBeGreaterThan(before);
    expect(await shown()).toBe(hostOf(proxy.at()));
  });

  it('that falls silent is trouble of the panel: the order waits, and is delivered when it is back', async () => {
    await change(proxy.at(LOGIN));
    const good = (await row()).panel_proxy;
    using gone = await new TunnelProxy(502).start();
    const sealed = shop.main.needs.vault.seal(gone.at(), `servers:${shop.serverId}:panel_proxy`);
    await shop.rows(sql`update servers set panel_proxy = ${sealed} returning id`);

    const orderId = await shop.deliveredOrder();
    expect(await shop.unit(orderId)).toMatchObject({
      provisionStatus: 'pending',
      provisionErrorCode: 'not-sent',
    });

    await shop.rows(sql`update servers set panel_proxy = ${good} returning id`);
    await shop.recover(orderId);
    await expectDeliveredOnce(shop, orderId);
  });
});

describe('a panel that is added through a proxy', () => {
  it('keeps it, sealed like its login', async () => {
    await shop.fleet.serverDesk.delete({ serverId: shop.serverId, actorId: OWNER });
    const { url, username, password } = shop.panel.address;
    const access = {
      ...{ url, publicHost: 'vpn.example.com', allowHttp: true, pinnedSha256: null },
      credentials: { kind: 'password', username, password } as const,
      proxyUrl: proxy.at(LOGIN),
    };
    const tested = await shop.fleet.testPanel(access);
    if (!tested.ok) throw new Error(tested.refusal.code);
    const draft = { name: 'Behind', country: null, access };

    const added = await shop.fleet.addServer({ draft, finding: tested.value, actorId: OWNER });

    if (!added.ok) throw new Error(added.refusal.code);
    const server = await shop.work.read().findOneOrFail(Server, added.value.serverId);
    expect(panelAccess(server, shop.main.needs.vault)).toEqual(access);
    expect(server.panelProxyHost).toBe(hostOf(proxy.at()));
  });
});

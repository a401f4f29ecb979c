import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditEntry } from '../../src/model/audit-entry.ts';
import { Server } from '../../src/model/server.ts';
import { minutes, seconds } from '../../src/model/values/period.ts';
import type { ServerView } from '../../src/services/fleet/views.ts';
import { PanelFront } from '../support/panel-front.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { OWNER } from '../support/shop-process.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});

afterEach(() => shop.end());

const by = { actorId: OWNER };
const desk = () => shop.fleet.serverDesk;
const audited = (action: string) => shop.work.read().find(AuditEntry, { action }, { orderBy: { id: 'asc' } });

async function server(): Promise<ServerView> {
  const view = await desk().server(shop.serverId);
  if (!view) throw new Error('no server');
  return view;
}

describe('editing a server', () => {
  it('sets the value once, with what was before in the audit log', async () => {
    const edit = {
      serverId: shop.serverId,
      field: 'name',
      value: 'Oslo',
      shown: 'Amsterdam',
      ...by,
    } as const;

    const answers = [await desk().edit(edit), await desk().edit(edit)];

    expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
    expect((await server()).name).toBe('Oslo');
    expect(await audited('server.edit')).toMatchObject([
      { before: { name: 'Amsterdam' }, after: { name: 'Oslo' } },
    ]);
  });

  it('is refused when somebody else changed the value meanwhile', async () => {
    const edit = { serverId: shop.serverId, field: 'country', value: 'DE', shown: 'FR', ...by } as const;

    expect(await desk().edit(edit)).toEqual({ ok: false, refusal: { code: 'changed-meanwhile' } });
  });

  it('takes it out of sale while it is paused, and sells nothing there', async () => {
    const pause = {
      serverId: shop.serverId,
      field: 'autoProvisioning',
      value: false,
      shown: true,
      ...by,
    } as const;

    await desk().edit(pause);

    expect(await server()).toMatchObject({ isPaused: true, health: 'healthy' });
    expect((await shop.fleet.plans())[0]?.unavailable).not.toBeNull();
    await desk().edit({ ...pause, value: true, shown: false });
    expect((await shop.fleet.plans())[0]?.unavailable).toBeNull();
  });

  it('refuses a default of fewer seats than one of its inbounds has sold', async () => {
    await shop.deliveredOrder();
    const field = 'maxClientsPerInbound';

    const low = await desk().edit({ serverId: shop.serverId, field, value: 0, shown: null, ...by });
    const just = await desk().edit({ serverId: shop.serverId, field, value: 1, shown: null, ...by });

    expect([low, just]).toEqual([
      { ok: false, refusal: { code: 'below-taken', taken: 1 } },
      { ok: true, value: null },
    ]);
    expect((await server()).seats.taken).toBe(1);
  });

  it('counts the keys that were sold, and those of them that work', async () => {
    await shop.deliveredOrder();
    await shop.deliveredOrder({ customerId: 2 });
    await shop.rows(`update server_clients set status = 'suspended' where customer_id = 2 returning id`);

    expect((await server()).clients).toEqual({ total: 2, active: 1 });
  });
});

describe('testing the connection of a server', () => {
  it('tells what answers, and puts a server that is away back at once', async () => {
    await shop.panel.stop();
    for (let look = 1; look <= 3; look++) await shop.fleet.watchServers();
    expect((await server()).health).toBe('offline');
    await shop.panel.start();

    const look = await desk().check(shop.serverId);

    expect(look).toMatchObject({ ok: true, value: { version: '3.6.0', trouble: null } });
    expect((await server()).health).toBe('healthy');
    expect(await shop.alerts()).toEqual(['server-out', 'server-back']);
  });

  it('says what is wrong, and does not take a server out for one silence', async () => {
    await shop.panel.stop();

    const look = await desk().check(shop.serverId);

    expect(look).toMatchObject({ ok: false, refusal: { code: 'panel-unusable' } });
    expect((await server()).health).toBe('healthy');
  });
});

describe('a new login of a panel', () => {
  it('is stored only if the panel lets the shop in with it', async () => {
    const wrong = { kind: 'token', token: 'not-the-token-of-the-panel' } as const;
    const before = await sealed();

    const refused = await desk().changeLogin({ serverId: shop.serverId, credentials: wrong, ...by });

    expect(refused).toMatchObject({ ok: false, refusal: { code: 'panel-unusable', kind: 'auth' } });
    expect(await sealed()).toBe(before);
    expect(JSON.stringify([refused, shop.lines])).not.toContain(wrong.token);
  });

  it('puts a server back that was out because of the old one, and stands sealed', async () => {
    const { username, password } = shop.panel.address;
    await shop.rows(`
      update servers set health_status = 'critical', health_reason = 'login', probe_due_at = now() returning id`);

    const changed = await desk().changeLogin({
      serverId: shop.serverId,
      credentials: { kind: 'password', username, password },
      ...by,
    });

    expect(changed).toMatchObject({ ok: true, value: { trouble: null } });
    expect(await server()).toMatchObject({ health: 'healthy', healthReason: null });
    expect(await sealed()).not.toContain(password);
    expect(await audited('server.login')).toMatchObject([{ actorId: OWNER, after: { kind: 'password' } }]);
    const orderId = await shop.deliveredOrder();
    expect(await shop.orderStatus(orderId)).toBe('completed');
  });

  it('is kept as it was where the new one came in too late to be told of', async () => {
    const before = await sealed();
    const { username, password } = shop.panel.address;

    const late = await desk().changeLogin({
      serverId: shop.serverId,
      credentials: { kind: 'password', username, password },
      signal: AbortSignal.abort(),
      ...by,
    });

    expect(late).toMatchObject({ ok: false, refusal: { code: 'panel-unusable', kind: 'ambiguous' } });
    expect([await sealed(), await audited('server.login')]).toEqual([before, []]);
  });

  const sealed = async () =>
    (await shop.row<{ sealed: string }>('select panel_credentials as sealed from servers')).sealed;
});

describe('deleting a server', () => {
  it('is refused while a key on it works, and says so', async () => {
    await shop.deliveredOrder();

    expect(await desk().delete({ serverId: shop.serverId, ...by })).toMatchObject({
      ok: false,
      refusal: { code: 'server-in-use', outlook: { clients: 1, orders: 0 } },
    });
  });

  it('is refused while an order on it is open', async () => {
    await shop.unpaidOrder();

    expect(await desk().deleteOutlook(shop.serverId)).toMatchObject({ clients: 0, orders: 1, plans: 1 });
    expect((await desk().delete({ serverId: shop.serverId, ...by })).ok).toBe(false);
  });

  it('takes it out of the shop with its plans, and wipes its login; what was sold stays readable', async () => {
    const orderId = await shop.deliveredOrder();
    await shop.rows(`update server_clients set status = 'terminated' returning id`);

    const deleted = await desk().delete({ serverId: shop.serverId, ...by });

    expect(deleted).toEqual({ ok: true, value: { name: 'Amsterdam' } });
    expect([await shop.fleet.servers(), await shop.fleet.plans()]).toEqual([[], []]);
    const row = await shop.work.read().findOneOrFail(Server, shop.serverId);
    expect(row).toMatchObject({ panelCredentials: '', panelGuid: null, autoProvisioning: false });
    expect((await shop.checkout.order(orderId))?.units[0]?.server).toBe('Amsterdam');
    expect(await desk().delete({ serverId: shop.serverId, ...by })).toEqual({
      ok: false,
      refusal: { code: 'server-not-found' },
    });
    const { host: url } = new URL(shop.panel.address.url);
    expect(await audited('server.delete')).toMatchObject([{ before: { name: 'Amsterdam', url, plans: 1 } }]);
  });

  it('leaves the panel free to be added again, and is never looked at any more', async () => {
    const { url, token } = shop.panel.address;
    await desk().delete({ serverId: shop.serverId, ...by });
    await shop.panel.forgetCalls();
    shop.pass(minutes(60));

    expect([await shop.fleet.watchServers(), await shop.fleet.probeServers()]).toEqual([0, 0]);

    const access = {
      url,
      publicHost: 'vpn.example.com',
      allowHttp: true,
      pinnedSha256: null,
      credentials: { kind: 'token', token } as const,
    };
    expect((await shop.fleet.testPanel(access)).ok).toBe(true);
  });
});

describe('a panel that refused the login a while ago', () => {
  const WRONG = '{"success":false,"msg":"wrong username or password","obj":null}';

  it('is asked again when a person wants to know, and by nobody else', async () => {
    await shop.end();
    shop = await PanelShop.open({ login: 'password' });
    await using front = await new PanelFront(shop.panel.address.url).start();
    await shop.rows(`update servers set panel_url = '${front.url}' returning id`);
    front.alter = ({ path, body }) => (path.endsWith('/login') ? WRONG : body);
    const logins = () => front.sent.filter(({ path }) => path.endsWith('/login')).length;
    await shop.fleet.watchServers();
    expect([(await server()).health, logins()]).toEqual(['critical', 1]);
    front.alter = ({ body }) => body;

    shop.pass(seconds(20));
    const early = await desk().check(shop.serverId);
    expect(early).toMatchObject({ ok: false, refusal: { kind: 'auth', waitMs: expect.any(Number) } });
    shop.pass(seconds(41));
    await shop.fleet.probeServers();
    expect(logins()).toBe(1);
    const late = await desk().check(shop.serverId);

    expect(late).toMatchObject({ ok: true });
    expect([(await server()).health, logins()]).toEqual(['healthy', 2]);
  });
});

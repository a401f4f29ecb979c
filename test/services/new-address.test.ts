import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditEntry } from '../../src/model/audit-entry.ts';
import { minutes } from '../../src/model/values/period.ts';
import type { Generation } from '../../src/sandbox/panel/generation.ts';
import type { NewAddress } from '../../src/services/fleet/change-address.ts';
import { certificate, pinOf } from '../support/certificate.ts';
import { PanelFront } from '../support/panel-front.ts';
import { PanelHand } from '../support/panel-hand.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { addPanel } from '../support/panel-stock.ts';
import { makeStranger } from '../support/panel-stranger.ts';
import { OWNER } from '../support/shop-process.ts';

let shop: PanelShop;
const open = async (generation: Generation, login: 'token' | 'password' = 'password') => {
  shop = await PanelShop.open({ generation, login });
};
afterEach(() => shop.end());

const move = (url: string, more: Partial<NewAddress & NewAddress['way']> = {}) => {
  const { sure, pinnedSha256, credentials, proxyUrl } = more;
  const way = { url, allowHttp: url.startsWith('http:'), pinnedSha256, credentials, proxyUrl };
  return shop.fleet.serverDesk.changeAddress({ serverId: shop.serverId, way, sure, actorId: OWNER });
};
const view = async () => (await shop.fleet.serverDesk.server(shop.serverId))?.panelAt;
const audited = (action = 'server.address') =>
  shop.work.read().find(AuditEntry, { action }, { orderBy: { id: 'asc' } });
const row = () =>
  shop.row<{ url: string; guid: string | null; http: boolean; pin: string | null }>(sql`
    select panel_url as url, panel_guid as guid, allow_http as http, pinned_sha256 as pin
      from servers where id = ${shop.serverId}`);
const stranger = async (generation: Generation) => {
  const panel = new PanelHand(() => shop.clock.now().getTime(), { n: 7, generation });
  await panel.start();
  return Object.assign(panel, { [Symbol.asyncDispose]: () => panel.end() });
};
const loginOf = ({ address: { username, password } }: PanelHand) =>
  ({ kind: 'password', username, password }) as const;

describe.each(['2.8', '3.6'] as const)('a panel of %s that moved', (generation) => {
  beforeEach(() => open(generation));

  it('is looked after at its new address: keys that were sold, and keys that are sold next', async () => {
    const before = await shop.deliveredOrder();
    await using front = await new PanelFront(shop.panel.address.url).start();

    const moved = await move(front.url);

    expect(moved).toMatchObject({ ok: true, value: { trouble: null } });
    expect(await row()).toMatchObject({ url: front.url, http: true, pin: null });
    front.sent.length = 0;
    const after = await shop.deliveredOrder({ customerId: 2 });
    expect(front.sent.length).toBeGreaterThan(0);
    expect([await shop.orderStatus(before), await shop.orderStatus(after)]).toEqual([
      'completed',
      'completed',
    ]);
    expect((await shop.panel.clients()).map(({ email }) => email)).toHaveLength(2);
  });

  it('comes back into sale though its old address has been dead for long', async () => {
    await shop.deliveredOrder();
    await using front = await new PanelFront(shop.panel.address.url).start();
    await shop.rows(sql`
      update servers set panel_url = 'http://127.0.0.1:9/gone/', health_status = 'offline',
             health_reason = 'no answer', probe_due_at = now() returning id`);
    await shop.rows(sql`
      update panel_lanes set breaker_state = 'open', breaker_until = now() + interval '1 hour' returning server_id`);

    expect(await move(front.url)).toMatchObject({ ok: true });

    expect((await shop.health()).health).toBe('healthy');
    expect(await shop.alerts()).toEqual(['server-back']);
    await shop.deliveredOrder({ customerId: 2 });
  });

  it('is not stored where nothing answers, and goes on at the old address', async () => {
    const { url } = await row();

    expect(await move('http://127.0.0.1:9/gone/')).toMatchObject({
      ok: false,
      refusal: { code: 'panel-unusable', kind: 'not-sent' },
    });

    expect([(await row()).url, await audited()]).toEqual([url, []]);
    expect(await shop.orderStatus(await shop.deliveredOrder())).toBe('completed');
    expect(await shop.alerts()).toEqual([]);
  });

  it('is refused where another panel answers that holds none of our clients', async () => {
    await shop.deliveredOrder();
    await using other = await stranger(generation);

    const refused = await move(other.address.url, { sure: true, credentials: loginOf(other) });

    expect(refused).toEqual({ ok: false, refusal: { code: 'other-panel', expected: 1, found: 0 } });
    expect(await view()).toBe(new URL(shop.panel.address.url).origin);
  });

  it('is refused where another server of the shop is, by address and by whoever stands there', async () => {
    await using panel = await stranger(generation);
    const serverId = await addPanel(shop.fleet, panel.address, 'password');
    await shop.rows(sql`update servers set name = 'Server 2' where id = ${serverId} returning id`);
    await shop.rows(sql`update servers set panel_guid = null returning id`);
    await using front = await new PanelFront(panel.address.url).start();
    const credentials = loginOf(panel);
    const known = { ok: false, refusal: { code: 'panel-known', server: 'Server 2' } };

    expect(await move(panel.address.url, { credentials })).toEqual(known);

    const orderId = await shop.paidOrder({ planId: await shop.newPlan({ serverId }) });
    await shop.main.provisioning.processOrder(orderId);
    expect(await panel.clients()).toHaveLength(1);
    expect(await move(front.url, { credentials, sure: true })).toEqual(known);
  });

  it('is stored once however often it is said, and names neither path nor login', async () => {
    await using front = await new PanelFront(shop.panel.address.url).start();
    await shop.deliveredOrder();

    const answers = [await move(front.url), await move(front.url)];

    expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
    const origin = (url: string) => new URL(url).origin;
    expect(await audited()).toMatchObject([
      { actorId: OWNER, before: { url: origin(shop.panel.address.url) }, after: { url: origin(front.url) } },
    ]);
    const told = JSON.stringify([await audited(), shop.lines]);
    expect(told).not.toContain(new URL(front.url).pathname);
    expect(told).not.toContain(shop.panel.address.password);
  });

  it('takes the lane from who still waits for the old address: what he hears there counts no more', async () => {
    await using front = await new PanelFront(shop.panel.address.url).start();
    await shop.deliveredOrder();
    const quiet = () => sql`
      update panel_lanes set holder = 'elsewhere', lease_until = clock_timestamp() + interval '1 minute',
             quiet_until = clock_timestamp() + interval '10 ms' returning lease_no as no`;
    const [{ no }] = (await shop.rows<{ no: number }>(quiet())) as [{ no: number }];

    await move(front.url);

    expect(
      await shop.row(sql`
        select lease_no as no, holder, lease_until as until, quiet_until is null as free from panel_lanes`),
    ).toEqual({ no: no + 1, holder: null, until: null, free: false });
    expect(await shop.orderStatus(await shop.deliveredOrder({ customerId: 2 }))).toBe('completed');
  });

  it('is not judged by a look that was under way to the old address', async () => {
    await using front = await new PanelFront(shop.panel.address.url).start();
    await shop.deliveredOrder();
    await using old = await new PanelFront(shop.panel.address.url).start();
    await shop.rows(sql`update servers set panel_url = ${old.url} returning id`);
    const [asked, moved] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    old.alter = async ({ path, body }) => {
      if (!path.endsWith('inbounds/list')) return body;
      asked.resolve();
      await moved.promise;
      return '{"success":true,"msg":"","obj":[]}';
    };
    const looking = shop.fleet.watchServers();
    await asked.promise;
    await move(front.url);
    moved.resolve();
    await looking;

    const statuses = await shop.rows<{ status: string }>(sql`select status from server_inbounds`);
    expect(statuses.map(({ status }) => status)).not.toContain('error');
  });
});

describe('a panel that cannot say who it is', () => {
  beforeEach(() => open('2.8'));

  it('is asked for in words where nothing has been sold there, and taken when the owner insists', async () => {
    await using other = await stranger('2.8');
    const credentials = loginOf(other);

    expect(await move(other.address.url, { credentials })).toEqual({
      ok: false,
      refusal: { code: 'panel-unsure', expected: 0, found: 0, named: false },
    });
    expect(await audited()).toEqual([]);
    expect(await move(other.address.url, { credentials, sure: true })).toMatchObject({ ok: true });
    expect((await audited()).map(({ after }) => after)).toMatchObject([{ kind: 'password' }]);
  });
});

describe('a panel whose name was never told', () => {
  it('is refused at an address where another shop sells, whatever is insisted on', async () => {
    await open('3.6');
    await shop.rows(sql`update servers set panel_guid = null returning id`);
    await using other = await stranger('3.6');
    await makeStranger(other, { email: 'east-aaaaaaaaaaaaa-1' });

    expect(await move(other.address.url, { credentials: loginOf(other), sure: true })).toEqual({
      ok: false,
      refusal: { code: 'foreign-shop', shop4: 'east' },
    });
  });
});

describe('a panel that calls itself another, and holds our clients', () => {
  it('is taken when the owner says so, and is known by its new name from then on', async () => {
    await open('3.6');
    await shop.deliveredOrder();
    const real = (await row()).guid;
    await shop.rows(sql`update servers set panel_guid = 'as-before-it-was-set-up-anew' returning id`);
    await using front = await new PanelFront(shop.panel.address.url).start();

    expect(await move(front.url)).toEqual({
      ok: false,
      refusal: { code: 'panel-unsure', expected: 1, found: 1, named: true },
    });
    expect(await move(front.url, { sure: true })).toMatchObject({ ok: true });
    expect((await row()).guid).toBe(real);
  });
});

const CERTIFICATES = [certificate(), certificate()] as const;
const [OLD, NEW] = CERTIFICATES;

describe.skipIf(!OLD || !NEW)('a certificate that was made anew', () => {
  beforeEach(() => open('3.6', 'token'));

  it('is entered anew: the server is back in sale, and nothing of the pin stands in log and audit', async () => {
    if (!OLD || !NEW) return;
    await shop.deliveredOrder();
    await using front = await new PanelFront(shop.panel.address.url, OLD).start();
    expect(await move(front.url)).toMatchObject({ refusal: { kind: 'tls' } });
    expect(await move(front.url, { pinnedSha256: pinOf(OLD) })).toMatchObject({ ok: true });
    front.show(NEW);
    shop.pass(minutes(5));
    for (let look = 1; look <= 2; look++) await shop.fleet.watchServers();
    expect((await shop.health()).health).toBe('critical');
    const desk = shop.fleet.serverDesk;
    const pin = (pinnedSha256: string | null) =>
      desk.changeCertificate({ serverId: shop.serverId, pinnedSha256, actorId: OWNER });

    const shown = await desk.shownCertificate({ serverId: shop.serverId, way: null });
    expect(shown).toEqual({ ok: true, value: pinOf(NEW) });
    expect(await pin('ab'.repeat(32))).toMatchObject({ ok: false, refusal: { kind: 'tls' } });
    expect(await pin(null)).toMatchObject({ ok: false, refusal: { kind: 'tls' } });
    expect((await row()).pin).toBe(pinOf(OLD));
    expect(await pin(pinOf(NEW))).toMatchObject({ ok: true });
    expect(await pin(pinOf(NEW))).toMatchObject({ ok: true });

    expect((await shop.health()).health).toBe('healthy');
    expect((await row()).pin).toBe(pinOf(NEW));
    const acts = await audited('server.certificate');
    expect(acts).toMatchObject([{ before: { pinned: true }, after: { pinned: true } }]);
    expect(JSON.stringify([acts, shop.lines])).not.toContain(pinOf(NEW));
    expect(await shop.orderStatus(await shop.deliveredOrder({ customerId: 2 }))).toBe('completed');
  });

  it('is not asked for any more at an address of http, and tells nothing there', async () => {
    if (!OLD) return;
    await shop.deliveredOrder();
    await using front = await new PanelFront(shop.panel.address.url, OLD).start();
    await move(front.url, { pinnedSha256: pinOf(OLD) });

    expect(await move(shop.panel.address.url)).toMatchObject({ ok: true });

    expect(await row()).toMatchObject({ http: true, pin: null });
    const shown = await shop.fleet.serverDesk.shownCertificate({ serverId: shop.serverId, way: null });
    expect(shown).toMatchObject({ ok: false, refusal: { code: 'panel-unusable' } });
  });
});

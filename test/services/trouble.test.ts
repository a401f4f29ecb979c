import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServerClient } from '../../src/model/server-client.ts';
import { days, milliseconds } from '../../src/model/values/period.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import { lookAt } from '../../src/services/delivery/diagnosis.ts';
import { TroubleService } from '../../src/services/delivery/trouble-service.ts';
import { PanelShop } from '../support/panel-shop.ts';

let shop: PanelShop;
let trouble: TroubleService;
let orderId: string;
let client: ServerClient;

async function open(setting: Parameters<typeof PanelShop.open>[0] = {}): Promise<void> {
  shop = await PanelShop.open(setting);
  trouble = new TroubleService(shop.main.needs);
  orderId = await shop.deliveredOrder();
  client = await shop.client(orderId);
}
beforeEach(() => open());
afterEach(() => shop.end());

const own = () => ({ clientId: client.id, customerId: 1 });

async function found(canMove = false) {
  const answer = await trouble.diagnose({ ...own(), canMove });
  if (!answer.ok) throw new Error(answer.refusal.code);
  const wrong = answer.value.checks
    .filter(({ result }) => result !== 'yes')
    .map(({ name, result }) => `${name} ${result}`);
  return { wrong, mend: answer.value.mend };
}

const change = (act: (row: ServerClient) => void) =>
  shop.work.do(async (em) => {
    act(await em.findOneOrFail(ServerClient, client.id));
    await em.flush();
  });

describe('an access that does not work', () => {
  it('has nothing wrong at the shop: another location is tried, or a new key', async () => {
    expect(await found(true)).toEqual({ wrong: ['online no'], mend: 'location' });
    expect(await found()).toEqual({ wrong: ['online no'], mend: 'new-key' });
  });

  it('has an inbound of its own, where no new key can be made: none is offered', async () => {
    await change((row) => Object.assign(row.inbound, { kind: 'dedicated' }));

    expect(await found()).toMatchObject({ mend: 'look-again' });
  });

  it('is in use right now', async () => {
    await shop.panel.traffic(client.email, 1000);

    expect(await found(true)).toEqual({ wrong: [], mend: 'fine' });
  });

  it('is over, or its traffic is: a renewal helps', async () => {
    await change((row) => row.updateTrafficUsage(gigabytes(50n), shop.clock.now()));
    const used = await found();
    shop.pass(days(31));

    expect([used.mend, (await found()).mend]).toEqual(['renew', 'renew']);
    expect(used.wrong).toContain('traffic no');
  });

  it('was deleted at the panel: one tap puts the same key back', async () => {
    await shop.panel.wipe(client.email);
    const before = await found(true);

    const done = await trouble.resync(own());
    await shop.main.lanes.wake(shop.serverId);

    expect(before).toMatchObject({ mend: 'resync', wrong: expect.arrayContaining(['client no']) });
    expect(done.ok).toBe(true);
    expect(await shop.panel.clients()).toMatchObject([
      { email: client.email, uuid: client.uuid, enable: true },
    ]);
    expect((await found(true)).mend).toBe('location');
  });

  it('has a link that its panel does not give any more: the new key is sent by itself', async () => {
    await shop.rows(sql`
      update server_clients set links = replace(links::text, 'vpn.example.com', 'old.example.com')::jsonb returning id`);

    const before = await found(true);
    await shop.main.lanes.wake(shop.serverId);

    expect(before).toEqual({ wrong: ['link no', 'online no'], mend: 'link' });
    expect((await shop.client(orderId)).links[0]).toContain('@vpn.example.com:');
    expect((await shop.messages('key-text')).filter(({ data }) => data.changed)).toHaveLength(1);
    expect((await found(true)).wrong).toEqual(['online no']);
  });

  it('is not blamed for what its panel draws by lot for each link', async () => {
    await shop.rows(sql`
      update server_clients set links = regexp_replace(links::text, 'spx=[^&#"]+', 'spx=%2Fanother')::jsonb returning id`);
    expect((await shop.client(orderId)).links[0]).toContain('spx=%2Fanother');

    expect((await found()).wrong).toEqual(['online no']);
  });

  it('was switched off at the panel', async () => {
    await shop.panel.edit(client.email, { enable: false });

    expect((await found()).mend).toBe('resync');
  });

  it('is used by as many devices as it may be: one tap makes room', async () => {
    await shop.panel.usedFrom(client.email, '192.0.2.1', '192.0.2.2', '192.0.2.3');
    const before = await found(true);

    const done = await trouble.clearIps(own());

    expect(before).toMatchObject({ mend: 'clear-ips', wrong: ['devices no', 'online no'] });
    expect(done.ok).toBe(true);
    expect((await found()).wrong).toEqual(['online no']);
  });

  it('stands on a server that is silent: it waits, or moves where there is room', async () => {
    await shop.panel.stop();

    expect(await found()).toMatchObject({
      mend: 'wait',
      wrong: expect.arrayContaining(['panel no', 'client no-answer']),
    });
    expect((await found(true)).mend).toBe('location');
    expect(await trouble.clearIps(own())).toMatchObject({ refusal: { code: 'panel-silent' } });
  });

  it('stands behind a core that has stopped', async () => {
    await shop.panel.core('error', 'no port');

    expect(await found()).toMatchObject({ mend: 'wait', wrong: expect.arrayContaining(['core no']) });
  });

  it('is told in time also by a panel that hangs', async () => {
    await shop.panel.fault({ path: '', kind: 'hang', ms: 3000, times: 20 });
    const seen = await shop.work
      .read()
      .findOneOrFail(ServerClient, client.id, { populate: ['inbound.server', 'order', 'customer'] });
    const began = performance.now();

    const told = await lookAt({ ...shop.main.needs, patience: milliseconds(100) }, seen);

    expect(performance.now() - began).toBeLessThan(1000);
    expect(told).toEqual({ core: null, client: null, links: null, ips: null, online: null });
  });

  it('is told in time also where a panel hangs that shall make room', async () => {
    await shop.panel.fault({ path: 'clients/clearIps', kind: 'hang', ms: 3000 });
    const hasty = new TroubleService({ ...shop.main.needs, patience: milliseconds(100) });
    const began = performance.now();

    const told = await hasty.clearIps(own());

    expect(performance.now() - began).toBeLessThan(900); // a write is waited for one second here
    expect(told).toMatchObject({ refusal: { code: 'panel-silent' } });
  });

  it('is for its customer alone, and is not switched on by a tap', async () => {
    const stranger = { clientId: client.id, customerId: 2 };
    await change((row) => row.suspend('admin', shop.clock.now()));

    expect(await trouble.diagnose({ ...stranger, canMove: false })).toMatchObject({
      refusal: { code: 'access-not-found' },
    });
    expect((await found()).mend).toBe('support');
    expect(await trouble.resync(own())).toMatchObject({ refusal: { code: 'access-not-running' } });
  });

  it('tells since when the server is silent, where the shop knows', async () => {
    await shop.rows(sql`
      update panel_lanes set silent_since = '2026-11-22T10:00:00Z' where server_id = ${shop.serverId} returning server_id`);
    await shop.rows(sql`
      update servers set health_status = 'offline', probe_due_at = now() where id = ${shop.serverId} returning id`);

    const answer = await trouble.diagnose({ ...own(), canMove: false });

    expect(answer).toMatchObject({ value: { silentSince: new Date('2026-11-22T10:00:00Z') } });
  });
});

describe('the devices of an access', () => {
  it.each(['2.8', '3.1', '3.6'] as const)('are read and forgotten on panels of %s', async (generation) => {
    await shop.end();
    await open({ generation, login: generation === '2.8' ? 'password' : 'token' });
    await shop.panel.usedFrom(client.email, '192.0.2.1', '2001:db8::1', '192.0.2.3');
    const before = await found();
    await trouble.clearIps(own());

    expect([before.mend, (await found()).wrong]).toEqual(['clear-ips', ['online no']]);
  });
});

import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditEntry } from '../../src/model/audit-entry.ts';
import { between, hours, later, minutes } from '../../src/model/values/period.ts';
import type { ServerView } from '../../src/services/fleet/views.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { openSecondServer } from '../support/second-server.ts';
import { OWNER } from '../support/shop-process.ts';

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

const by = { actorId: OWNER };
const USUAL = { warning: 75, critical: 90 };
const desk = () => shop.fleet.serverDesk;
const mute = (forHours: number) => desk().muteAlerts({ serverId: shop.serverId, forHours, ...by });
const mark = (warning: number, critical: number, shown = USUAL) =>
  desk().markAlerts({ serverId: shop.serverId, marks: { warning, critical }, shown, ...by });
const audited = (action: string) => shop.work.read().find(AuditEntry, { action }, { orderBy: { id: 'asc' } });
const told = async () => (await shop.messages('alert')).map(({ data }) => data);
const codes = async () => (await told()).map(({ code }) => code);

async function settings(): Promise<ServerView['alerts']> {
  const view = await desk().server(shop.serverId);
  if (!view) throw new Error('no server');
  return view.alerts;
}

const goesOut = async () => {
  await shop.panel.core('error', 'bad key');
  shop.pass(minutes(5));
  await shop.fleet.watchServers();
};

describe('the marks of fullness of one server', () => {
  const fill = async (taken: number) => {
    await shop.rows(sql`
      update server_inbounds set capacity = 100, current_clients = ${taken} where protocol = 'vless' returning id`);
    shop.pass(minutes(5));
    await shop.fleet.watchServers();
  };

  it('are the ones that its admin has set', async () => {
    expect(await mark(50, 60)).toEqual({ ok: true, value: null });

    for (const taken of [49, 50, 59, 60]) await fill(taken);

    expect((await told()).map(({ code, taken }) => `${code} ${taken}`)).toEqual([
      'capacity-warning 50',
      'capacity-critical 60',
    ]);
  });

  it('are written down once, with what was before', async () => {
    await mark(50, 60);
    expect(await mark(50, 60)).toEqual({ ok: true, value: null });

    expect(await settings()).toMatchObject({ warning: 50, critical: 60 });
    expect(await audited('server.alerts')).toMatchObject([
      { before: { fullness: '75 90' }, after: { fullness: '50 60' } },
    ]);
  });

  it('stay as they are when somebody else has changed them meanwhile', async () => {
    await mark(50, 60);

    expect(await mark(80, 95)).toEqual({ ok: false, refusal: { code: 'changed-meanwhile' } });
    expect(await settings()).toMatchObject({ warning: 50, critical: 60 });
  });

  it('end with the server', async () => {
    expect(await desk().markAlerts({ serverId: 999, marks: USUAL, shown: USUAL, ...by })).toEqual({
      ok: false,
      refusal: { code: 'server-not-found' },
    });
  });
});

describe('a muted server', () => {
  it('is told nothing of, and is taken out of sale all the same', async () => {
    const before = shop.clock.now();
    await mute(8);

    await goesOut();

    expect(await codes()).toEqual([]);
    expect(await shop.row(sql`select health_status as health from servers`)).toEqual({ health: 'critical' });
    const { mutedUntil, held } = await settings();
    expect(held).toBe(1);
    expect(between(later(before, hours(8)), mutedUntil ?? before)).toBeLessThan(1000);
  });

  it('is told of when its time is over: how much was kept back, and how it does', async () => {
    await mute(1);
    await goesOut();

    shop.pass(hours(1));
    await shop.fleet.watchServers();
    await shop.fleet.watchServers();

    expect(await told()).toMatchObject([
      { code: 'mute-over', server: 'Amsterdam', held: 1, health: 'critical' },
    ]);
    expect(await settings()).toEqual({ ...USUAL, mutedUntil: null, held: 0 });
  });

  it('is no news when nothing was kept back', async () => {
    await mute(1);

    shop.pass(hours(2));
    await shop.fleet.watchServers();

    expect(await codes()).toEqual([]);
    expect((await settings()).mutedUntil).toBeNull();
  });

  it('is told of again at once when an admin says so, with how much was kept back', async () => {
    await mute(8);
    await goesOut();

    expect(await mute(0)).toEqual({ ok: true, value: { held: 1 } });

    expect(await settings()).toEqual({ ...USUAL, mutedUntil: null, held: 0 });
    expect(await codes()).toEqual([]);
    expect(await audited('server.mute')).toHaveLength(2);
  });

  it('counts on where it is muted for longer', async () => {
    await mute(1);
    await goesOut();

    expect(await mute(24)).toEqual({ ok: true, value: { held: 1 } });
    expect(await settings()).toMatchObject({ held: 1 });
  });

  it('keeps its marks, and they their mute', async () => {
    await mute(8);
    await mark(50, 60);
    expect(await settings()).toMatchObject({ warning: 50, critical: 60, mutedUntil: expect.any(Date) });
  });

  it('is the only one that is', async () => {
    const second = await openSecondServer(shop);
    await mute(8);
    await second.panel.core('error', 'bad key');

    await goesOut();

    expect((await told()).map(({ code, serverId }) => [code, serverId])).toEqual([
      ['server-out', second.serverId],
    ]);
    await second.panel.end();
  });
});

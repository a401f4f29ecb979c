import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { choresOf } from '../../src/jobs/chores.ts';
import { days, hours } from '../../src/model/values/period.ts';
import type { Services } from '../../src/services/services.ts';
import { PanelShop } from '../support/panel-shop.ts';
import { upkeepOf } from '../support/upkeep.ts';

const ADMIN = 9001;

let shop: PanelShop;

beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

const sync = () => shop.fleet.sync({ serverId: shop.serverId, actorId: ADMIN });
const tidy = async () => {
  const answer = await upkeepOf(shop).tidy();
  await shop.main.lanes.wake(shop.serverId);
  return answer;
};
const remarks = async () =>
  ((await shop.panel.ask('inbounds/list')) as { remark: string }[]).map(({ remark }) => remark);

/** An inbound on the panel, as the shop would have made one of its own. */
async function standing(remark: string, emails: readonly string[] = []): Promise<void> {
  const listed = (await shop.panel.ask('inbounds/list')) as Record<string, unknown>[];
  const copy = {
    ...listed[0],
    id: 0,
    tag: '',
    port: 31_000 + remark.length,
    remark,
    up: 0,
    down: 0,
    clientStats: [],
  };
  await shop.panel.ask('inbounds/add', { ...copy, settings: { ...Object(copy).settings, clients: [] } });
  const { id } = ((await shop.panel.ask('inbounds/list')) as { id: number; remark: string }[]).find(
    (each) => each.remark === remark,
  ) ?? { id: 0 };
  for (const email of emails)
    await shop.panel.ask('clients/add', {
      client: { email, subId: `sub-${email}`, enable: true, comment: '' },
      inboundIds: [id],
    });
}

const aDayLater = async () => {
  await sync();
  await sync();
  shop.pass(hours(25));
  await sync();
};

describe('what the shop clears away by itself every hour', () => {
  it('is one chore, as often as the doctor says of each', async () => {
    const upkeep = upkeepOf(shop);
    const chores = choresOf({
      services: { upkeep, checkout: shop.checkout, fleet: shop.fleet } as Services,
      sweepMs: 1000,
      healthCheckSeconds: 300,
      wakeWithSweep: [],
      prune: async () => 0,
    });

    const said = upkeep.sweeps.filter(({ name }) =>
      ['history', 'dedicated-inbounds', 'seats-of-dead-orders'].includes(name),
    );
    expect(said.map(({ every }) => every)).toEqual(['1 hour', '1 hour', '1 hour']);
    expect(chores.find(({ name }) => name === 'TidyUp')?.every).toBe('1 hour');
  });

  it('forgets old news and gives the seats of orders that are over back', async () => {
    const orderId = await shop.unpaidOrder();
    await shop.rows(
      sql`update orders set status = 'cancelled', reserved_until = null where id = ${orderId} returning id`,
    );
    await shop.rows(sql`
      insert into outgoing_messages (bot_id, chat_id, kind, data, idem_key, priority, state, due_at, created_at)
      values (1, 1, 'sorry', '{}', 'old', 0, 'sent', ${shop.clock.now()}, ${shop.clock.now()}) returning id`);
    shop.pass(days(31));

    expect(await tidy()).toMatchObject({ seats: 1, news: 1 });
    expect(await tidy()).toMatchObject({ seats: 0, news: 0 });

    expect(await shop.rows(sql`select id from outgoing_messages where kind = 'sorry'`)).toEqual([]);
    expect(await shop.row(sql`select current_clients as taken from server_plans`)).toEqual({ taken: 0 });
  });

  it('removes an inbound of its own name that nobody knows, a day old and never used, and tells the staff', async () => {
    await standing('shop-aaaaaaaaaaaaa-1', ['shop-aaaaaaaaaaaaa-1']);
    await sync();
    await tidy();
    expect(await remarks()).toContain('shop-aaaaaaaaaaaaa-1');
    await aDayLater();

    expect(await tidy()).toMatchObject({ inbounds: 1 });
    await sync();

    expect(await remarks()).not.toContain('shop-aaaaaaaaaaaaa-1');
    expect(await shop.panel.clients()).toEqual([]);
    expect(await shop.alerts()).toEqual(['inbound-new', 'inbound-removed']);
    expect(await tidy()).toMatchObject({ inbounds: 0 });
  });

  it.each([
    { which: 'that is not of its name', remark: 'other-aaaaaaaaaaaa-1', emails: [], onSale: false },
    { which: 'with somebody else on it', remark: 'shop-bbbbbbbbbbbbb-1', emails: ['friend'], onSale: false },
    { which: 'that an owner sells on', remark: 'shop-ccccccccccccc-1', emails: [], onSale: true },
  ])('leaves an inbound $which', async ({ remark, emails, onSale }) => {
    await standing(remark, emails);
    await sync();
    if (onSale)
      await shop.rows(
        sql`update server_inbounds set provisioning_enabled = true where remark = ${remark} returning id`,
      );
    await aDayLater();

    await tidy();

    expect(await remarks()).toContain(remark);
  });

  it('leaves an inbound that somebody uses: a restored database has lost his order', async () => {
    await standing('shop-ddddddddddddd-1');
    await sync();
    await shop.rows(sql`
      update server_inbounds set traffic_used_bytes = 5 where remark = 'shop-ddddddddddddd-1' returning id`);
    shop.pass(hours(25));

    expect(await tidy()).toMatchObject({ inbounds: 0 });
  });
});

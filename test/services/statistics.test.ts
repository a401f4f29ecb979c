import { sql } from '@mikro-orm/core';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { Customer } from '../../src/model/customer.ts';
import { OrderPurchase } from '../../src/model/order-purchase.ts';
import { OrderServerClient } from '../../src/model/order-server-client.ts';
import { Server } from '../../src/model/server.ts';
import { CLIENT_STATUSES, type ServerClient } from '../../src/model/server-client.ts';
import { ServerInbound } from '../../src/model/server-inbound.ts';
import { days, hours, minutes, seconds } from '../../src/model/values/period.ts';
import { bytes, megabytes } from '../../src/model/values/traffic.ts';
import { StatisticsService } from '../../src/services/figures/statistics-service.ts';
import { clientCounts } from '../../src/services/figures/statistics-statements.ts';
import { serverTally } from '../../src/services/fleet/server-tally.ts';
import {
  ANN,
  aClient,
  aCustomer,
  afterNoon,
  anInbound,
  anOrder,
  aServer,
  NOON,
} from '../support/builders.ts';
import { openTestDatabase, workOn } from '../support/database.ts';
import { mostly } from '../support/properties.ts';
import { openShop, type Shop } from '../support/shop.ts';

let database: Database;
beforeEach(async () => {
  database = await openTestDatabase();
});

const statisticsOf = (shop: Shop) =>
  new StatisticsService({ work: workOn(database), clock: shop.needs.clock });

const LIVING = ['active', 'suspended', 'expired'];

const moment = fc.constantFrom(null, -days(40), -1, 0, 1, days(3), days(7), days(7) + 1, days(60));
const aState = fc.record({
  status: mostly<ServerClient['status']>('active', CLIENT_STATUSES),
  end: moment,
  autoRenew: fc.boolean(),
  limit: fc.constantFrom(null, 1n, 10n),
  used: fc.constantFrom(0n, 1n, 9n, 10n, 11n),
  wasOn: fc.boolean(),
});

type Columns = Partial<ServerClient>;

const clientsOf =
  (common: Columns) =>
  ({ end, limit, used, wasOn, ...state }: typeof aState extends fc.Arbitrary<infer State> ? State : never) =>
    aClient({
      ...common,
      ...state,
      expiresAt: end === null ? null : afterNoon(end),
      trafficLimit: limit === null ? null : megabytes(limit),
      trafficUsed: megabytes(used),
      activatedAt: wasOn ? NOON : null,
    });

/** Somebody whom the shop of these tests does not know yet. */
const anOrderOfCarol = () => anOrder({ status: 'completed', customer: aCustomer({ id: 5_000_000_003 }) });

describe('the counts of all accesses', () => {
  it('are what the accesses say of themselves, one by one', async () => {
    const states = fc.array(aState, { minLength: 30, maxLength: 40 });
    const check = async (state: Parameters<ReturnType<typeof clientsOf>>[0][]) => {
      const em = database.em();
      await em.begin();
      const clients = state.map(clientsOf({ inbound: anInbound(), order: anOrderOfCarol() }));
      await em.persist(clients).flush();
      const counted = await clientCounts(em, NOON);
      await em.rollback();
      expect(counted).toEqual(countsOf(clients));
    };

    await fc.assert(fc.asyncProperty(states, check), { numRuns: 20 });
  });
});

/** The same, asked of each of them. */
function countsOf(clients: readonly ServerClient[]) {
  const count = (fits: (client: ServerClient) => boolean) => clients.filter(fits).length;
  const lives = ({ status }: ServerClient) => LIVING.includes(status);
  return {
    total: count(lives),
    active: count(({ status }) => status === 'active'),
    suspended: count(({ status }) => status === 'suspended'),
    expired: count(({ status }) => status === 'expired'),
    expiringSoon: count((each) => each.status === 'active' && each.isNearExpiration(NOON, 7)),
    overTraffic: count((each) => lives(each) && each.hasUsedUpTraffic()),
    autoRenew: count((each) => lives(each) && each.autoRenew),
    terminated: count((each) => each.status === 'terminated' && each.activatedAt !== null),
  };
}

describe('the counters of a server', () => {
  it('are after a look what a recount of its clients says, traffic of those that are gone included', async () => {
    const shop = await openShop(database);
    const em = database.em();
    const inbound = await em.findOneOrFail(
      ServerInbound,
      { server: shop.serverId },
      { populate: ['server'] },
    );
    const used = { lifetimeTraffic: bytes(5n * 1024n ** 3n) };
    const states = ['active', 'active', 'suspended', 'expired', 'terminated', 'provisioning'] as const;
    const order = anOrderOfCarol();
    const elsewhere = aClient({ order, inbound: anInbound({ server: aServer({ name: 'Other' }) }), ...used });
    await em
      .persist([...states.map((status) => aClient({ order, inbound, status, ...used })), elsewhere])
      .flush();

    const server = await em.findOneOrFail(Server, shop.serverId);
    server.updateStatistics(await serverTally(em, { serverId: server.id, at: NOON }), NOON);
    await em.flush();
    const told = await statisticsOf(shop).servers();

    const [recount] = await em.execute(sql`
      select count(*) filter (where status in ('active', 'suspended', 'expired'))::int as clients,
             count(*) filter (where status = 'active')::int as active,
             (sum(lifetime_traffic_bytes) / 1048576)::int as megabytes
        from server_clients where inbound_id = ${inbound.id}`);
    expect(recount).toEqual({ clients: 4, active: 2, megabytes: 6 * 5 * 1024 });
    expect(told).toEqual([
      { name: 'Frankfurt', country: 'DE', clients: 4, active: 2, traffic: megabytes(30n * 1024n) },
      { name: 'Other', country: 'DE', clients: 0, active: 0, traffic: 0n },
    ]);
  });
});

describe('the sales of a span', () => {
  /** A unit that was paid for at this moment, and ready so long after it. */
  async function sold(shop: Shop, at: number, readyAfter: number | null): Promise<string> {
    shop.clock.moveTo(at);
    const placed = await shop.order();
    await shop.pay(placed);
    const em = database.em();
    const [unit] = await em.find(
      OrderServerClient,
      { orderItem: { order: placed.orderId } },
      { populate: ['orderItem.order', 'inbound'] },
    );
    if (!unit || readyAfter === null) return placed.orderId;
    const client = aClient({ order: unit.orderItem.order, inbound: unit.inbound });
    const completed = { provisionStatus: 'completed', dueAt: null, serverClient: client } as const;
    Object.assign(unit, { ...completed, provisionCompletedAt: afterNoon(at + readyAfter) });
    await em.flush();
    return placed.orderId;
  }

  it('are its paid orders, their Stars, and the share of keys that were ready within two minutes', async () => {
    const shop = await openShop(database);
    await sold(shop, -days(6), seconds(5));
    await sold(shop, 0, minutes(2));
    await sold(shop, 0, minutes(2) + 1);
    await sold(shop, minutes(1), null);
    await shop.order();
    shop.clock.moveTo(minutes(2));
    const statistics = statisticsOf(shop);

    const early = (await statistics.read(7)).sales;
    shop.clock.moveTo(minutes(4));
    const later = (await statistics.read(7)).sales;

    expect(early).toEqual({
      orders: 4,
      renewals: 0,
      automatic: 0,
      stars: 600,
      starsBack: 0,
      keys: 3,
      quick: 2,
    });
    expect(later).toEqual({ ...early, keys: 4 });
  });

  it('leave out what was before the first midnight, gifts and imports, and name what went back', async () => {
    const shop = await openShop(database);
    await sold(shop, -days(6) - hours(12) - 1, 1);
    const back = await sold(shop, -days(6) - hours(12), 1);
    const given = await sold(shop, 0, 1);
    const em = database.em();
    await em.execute(sql`update orders set origin = 'grant' where id = ${given}`);
    await em.execute(sql`
      update charges set status = 'refunding' where payment_id in (select id from payments where order_id = ${back})`);

    shop.clock.moveTo(0);
    expect((await statisticsOf(shop).read(7)).sales).toEqual({
      orders: 1,
      renewals: 0,
      automatic: 0,
      stars: 150,
      starsBack: 150,
      keys: 1,
      quick: 1,
    });
  });
});

describe('renewals', () => {
  it('are told apart from new accesses, and those that went back are none', async () => {
    const shop = await openShop(database);
    const em = database.em();
    const customer = await em.findOneOrFail(Customer, ANN);
    const renewal = async ({ isAutomatic = false, takenBackAt = null as Date | null } = {}) => {
      const order = anOrder({
        status: 'completed',
        customer,
        purpose: 'renewal',
        paidAt: afterNoon(-days(1)),
      });
      const purchase = new OrderPurchase();
      Object.assign(purchase, {
        order,
        client: null,
        days: 30,
        data: null,
        terms: isAutomatic ? { isAutomatic } : {},
      });
      Object.assign(purchase, { appliedAt: order.paidAt, periodFrom: null, periodUntil: null, takenBackAt });
      await em.persist([order, purchase]).flush();
    };
    await renewal();
    await renewal({ isAutomatic: true });
    await renewal({ takenBackAt: NOON });

    const { sales, days: told } = await statisticsOf(shop).read(7);

    expect(sales).toMatchObject({ orders: 0, renewals: 2, automatic: 1, keys: 0 });
    expect(told.map(({ renewed }) => renewed)).toEqual([0, 0, 0, 0, 0, 2, 0]);
  });
});

describe('the days of a span', () => {
  it('stand in a row up to today, each with what began and ended on it', async () => {
    const shop = await openShop(database);
    const inbound = await database.em().findOneOrFail(ServerInbound, { server: shop.serverId });
    const order = anOrderOfCarol();
    const client = (state: Partial<ServerClient>) =>
      aClient({ inbound, order, activatedAt: afterNoon(-days(5)), ...state });
    await database
      .em()
      .persist([
        client({}),
        client({ status: 'expired', expiresAt: afterNoon(-days(2)) }),
        // Its time was over before it was deleted.
        client({ status: 'terminated', expiresAt: afterNoon(-days(3)), terminatedAt: NOON }),
        // Its money went back.
        client({ status: 'terminated', expiresAt: afterNoon(days(9)), terminatedAt: afterNoon(-1) }),
        // Never was one: it was put elsewhere before it was ready.
        client({ status: 'terminated', activatedAt: null, terminatedAt: NOON }),
        // It can be renewed still, and is counted when that is over.
        client({ status: 'suspended', expiresAt: afterNoon(-days(1)) }),
      ])
      .flush();

    const { days: told } = await statisticsOf(shop).read(7);

    expect(told).toEqual([
      { day: '2026-11-16', started: 0, renewed: 0, ended: 0 },
      { day: '2026-11-17', started: 5, renewed: 0, ended: 0 },
      { day: '2026-11-18', started: 0, renewed: 0, ended: 0 },
      { day: '2026-11-19', started: 0, renewed: 0, ended: 1 },
      { day: '2026-11-20', started: 0, renewed: 0, ended: 1 },
      { day: '2026-11-21', started: 0, renewed: 0, ended: 0 },
      { day: '2026-11-22', started: 0, renewed: 0, ended: 1 },
    ]);
  });
});

describe('the traffic of a span', () => {
  async function used(day: string, ...amounts: number[]): Promise<void> {
    const em = database.em();
    const customer = await em.findOneOrFail(Customer, ANN);
    const [order, inbound] = [anOrder({ status: 'completed', customer }), anInbound()];
    const clients = amounts.map(() => aClient({ order, inbound }));
    await em.persist(clients).flush();
    for (const [place, amount] of amounts.entries())
      await em.execute(sql`
        insert into client_traffic_days (client_id, day, bytes) values (${clients[place]?.id ?? 0}, ${day}, ${amount})`);
  }

  const told = async (shop: Shop) => (await statisticsOf(shop).read(7)).traffic;

  it('is the same whether days that are over were added up before or not', async () => {
    const shop = await openShop(database);
    await used('2026-11-15', 1000);
    await used('2026-11-16', 1, 2);
    await used('2026-11-20', 30, 40);
    await used('2026-11-22', 500);
    const expected = [
      { day: '2026-11-16', traffic: 3n },
      { day: '2026-11-20', traffic: 70n },
      { day: '2026-11-22', traffic: 500n },
    ];

    expect(await told(shop)).toEqual(expected);
    await statisticsOf(shop).settle();
    await statisticsOf(shop).settle();
    expect(await told(shop)).toEqual(expected);
    expect(await database.em().execute('select day::text from shop_traffic_days order by day')).toEqual(
      ['2026-11-15', '2026-11-16', '2026-11-20'].map((day) => ({ day })),
    );
  });

  it('counts a day that grew after all, where the clock had been ahead for a while', async () => {
    const shop = await openShop(database);
    await used('2026-11-22', 500);
    shop.clock.moveTo(days(40));
    await statisticsOf(shop).settle();
    shop.clock.moveTo(0);
    await used('2026-11-22', 7);

    expect(await told(shop)).toEqual([{ day: '2026-11-22', traffic: 507n }]);
    shop.clock.moveTo(days(3));
    await statisticsOf(shop).settle();
    expect(await told(shop)).toEqual([{ day: '2026-11-22', traffic: 507n }]);
  });
});

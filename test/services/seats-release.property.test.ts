import type { SqlEntityManager } from '@mikro-orm/sql';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { INBOUND_STATUSES } from '../../src/model/inbound-columns.ts';
import { PROVISION_STATUSES, UNIT_LIFE } from '../../src/model/order-server-client.ts';
import { CLIENT_LIFE, CLIENT_STATUSES } from '../../src/model/server-client.ts';
import { counterDrift } from '../../src/services/seats/counter-drift.ts';
import { releaseSeats, terminateClient } from '../../src/services/seats/seat-statements.ts';
import { aClient, anInbound, anItem, anOrder, aPlan, aUnit, NOON } from '../support/builders.ts';
import { openTestDatabase } from '../support/database.ts';
import { forAny, seatsOf, storedSeats } from '../support/properties.ts';

it('the database frees the very seats that the model would free', async () => {
  await forAny(await openTestDatabase(), purchases, async (em, purchase) => {
    const { item, inbounds, units } = await makePurchase(em, purchase);

    await releaseSeats(em, item.order.id);

    for (const unit of units) {
      if (UNIT_LIFE.canMove(unit.provisionStatus, 'cancelled')) unit.cancel();
    }
    expect(await storedSeats(em)).toEqual(seatsOf({ plans: [item.plan], inbounds, units }));
  });
}, 120_000);

it('the end of a client frees the seat of the delivered unit that it is the client of, once, and no other', async () => {
  await forAny(await openTestDatabase(), endings, async (em, { unitStatus, clientStatus, isCurrent }) => {
    const { unit, client } = await makeEnding(em, { unitStatus, clientStatus, isCurrent });
    const [canEnd, frees] = [
      CLIENT_LIFE.canMove(clientStatus, 'terminated'),
      isCurrent && unitStatus === 'completed',
    ];
    const end = { clientId: client.id, reason: 'expired', at: NOON };

    const ended = [await terminateClient(em, end), await terminateClient(em, end)];

    const freed = canEnd && frees ? 1 : 0;
    expect(ended).toEqual([canEnd, false]);
    expect((await storedSeats(em)).plans.get(unit.orderItem.plan.id)).toBe(2 - freed);
    expect((await storedSeats(em)).inbounds.get(unit.inbound.id)).toEqual({
      taken: 2 - freed,
      status: freed === 1 ? 'active' : 'full',
    });
  });
}, 120_000);

it('the audit of counters names every one that differs from the units that hold a seat, and no other', async () => {
  await forAny(await openTestDatabase(), books, async (em, book) => {
    const { plan, inbounds, units } = await makeBook(em, book);
    const holding = units.filter((unit) => unit.holdsSeat());
    const expected = [
      { level: 'plan', id: plan.id, counted: holding.length, stored: plan.currentClients },
      ...inbounds.map((inbound) => ({
        level: 'inbound',
        id: inbound.id,
        counted: holding.filter((unit) => unit.inbound === inbound).length,
        stored: inbound.currentClients,
      })),
    ].filter(({ counted, stored }) => counted !== stored);

    expect(byLevel(await counterDrift(em))).toEqual(byLevel(expected));
  });
}, 120_000);

it('the audit agrees with what releases and endings leave behind, whatever was released or ended', async () => {
  await forAny(await openTestDatabase(), histories, async (em, { units: states, released }) => {
    const { item, units } = await makeHistory(em, states);

    if (released) await releaseSeats(em, item.order.id);
    for (const { serverClient } of units) {
      if (serverClient) await terminateClient(em, { clientId: serverClient.id, reason: 'expired', at: NOON });
    }

    expect(await counterDrift(em)).toEqual([]);
  });
}, 120_000);

/** One order spread over inbounds, and the seats that others hold there. */
const purchases = fc.array(
  fc.record({
    status: fc.constantFrom(...INBOUND_STATUSES),
    units: fc.array(fc.constantFrom(...PROVISION_STATUSES), { maxLength: 3 }),
    others: fc.nat(2),
  }),
  { minLength: 1, maxLength: 3 },
);

const endings = fc.record({
  unitStatus: fc.constantFrom(...PROVISION_STATUSES),
  clientStatus: fc.constantFrom(...CLIENT_STATUSES),
  isCurrent: fc.boolean(),
});

/** Units with or without a client, and counters that are right, or off by one. */
const books = fc.record({
  inbounds: fc.array(
    fc.record({
      units: fc.array(
        fc.record({
          status: fc.constantFrom(...PROVISION_STATUSES),
          client: fc.constantFrom(null, ...CLIENT_STATUSES),
        }),
        { maxLength: 3 },
      ),
      off: fc.constantFrom(0, 0, 1),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  off: fc.constantFrom(0, 0, 1),
});

const histories = fc.record({
  units: fc.array(fc.record({ status: fc.constantFrom(...PROVISION_STATUSES), placed: fc.boolean() }), {
    minLength: 1,
    maxLength: 4,
  }),
  released: fc.boolean(),
});

type Made<States> = States extends fc.Arbitrary<infer State> ? State : never;

async function makePurchase(em: SqlEntityManager, purchase: Made<typeof purchases>) {
  const item = anItem({ plan: aPlan({ currentClients: sum(purchase.map(seatsTaken)) }) });
  const places = purchase.map((place) => {
    const inbound = anInbound({ status: place.status, currentClients: seatsTaken(place) });
    const units = place.units.map((provisionStatus) => aUnit({ orderItem: item, inbound, provisionStatus }));
    return { inbound, units };
  });
  const inbounds = places.map((each) => each.inbound);
  const units = places.flatMap((each) => each.units);
  await em.persist([item, ...inbounds, ...units]).flush();
  return { item, inbounds, units };
}

async function makeEnding(em: SqlEntityManager, ending: Made<typeof endings>) {
  const inbound = anInbound({ currentClients: 2, capacity: 2, status: 'full' });
  const orderItem = anItem({ order: anOrder({ status: 'paid' }), plan: aPlan({ currentClients: 2 }) });
  const { order } = orderItem;
  const client = aClient({ order, inbound, status: ending.clientStatus });
  const current = ending.isCurrent ? client : aClient({ order, inbound });
  const unit = aUnit({ orderItem, inbound, provisionStatus: ending.unitStatus, serverClient: current });
  await em.persist([client, unit]).flush();
  return { unit, client };
}

async function makeBook(em: SqlEntityManager, book: Made<typeof books>) {
  const orderItem = anItem({ order: anOrder({ status: 'paid' }) });
  const { order, plan } = orderItem;
  const places = book.inbounds.map(({ units: states, off }) => {
    const inbound = anInbound();
    const units = states.map(({ status, client }) => {
      const needsClient = status === 'completed' ? 'active' : null;
      const clientStatus = client ?? needsClient;
      const serverClient = clientStatus && aClient({ order, inbound, status: clientStatus });
      return aUnit({ orderItem, inbound, provisionStatus: status, serverClient });
    });
    inbound.currentClients = units.filter((unit) => unit.holdsSeat()).length + off;
    return { inbound, units };
  });
  const [inbounds, units] = [places.map((each) => each.inbound), places.flatMap((each) => each.units)];
  plan.currentClients = units.filter((unit) => unit.holdsSeat()).length + book.off;
  await em.persist([orderItem, ...inbounds, ...units]).flush();
  return { plan, inbounds, units };
}

async function makeHistory(em: SqlEntityManager, states: Made<typeof histories>['units']) {
  const inbound = anInbound();
  const item = anItem({ order: anOrder({ status: 'paid' }) });
  const units = states.map(({ status, placed }) => {
    const isPlaced = placed || status === 'completed';
    const serverClient = isPlaced ? aClient({ order: item.order, inbound }) : null;
    return aUnit({ orderItem: item, inbound, provisionStatus: status, serverClient });
  });
  const holding = units.filter((unit) => unit.holdsSeat()).length;
  inbound.currentClients = holding;
  item.plan.currentClients = holding;
  await em.persist([item, ...units]).flush();
  return { item, units };
}

const seatsTaken = ({ others, units }: Made<typeof purchases>[number]) =>
  others + units.filter((each) => each !== 'cancelled').length;

const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);

const byLevel = <Row extends { level: string; id: number }>(rows: Row[]) =>
  rows.toSorted((a, b) => a.level.localeCompare(b.level) || a.id - b.id);

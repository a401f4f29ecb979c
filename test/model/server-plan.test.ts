import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../src/model/errors.ts';
import { bytes, gigabytes } from '../../src/model/values/traffic.ts';
import { anInbound, aPlan, aServer, NOON } from '../support/builders.ts';

const half = { capacity: 10, currentClients: 5 };
const RATE = { numerator: 50n, denominator: 1n };

describe('a plan sends its next customer to', () => {
  it.each([
    {
      rule: 'its preferred inbound, full as it is',
      better: anInbound({ id: 2, capacity: 10, currentClients: 9 }),
      worse: anInbound({ id: 1 }),
      preferred: true,
    },
    {
      rule: 'the one with more of its seats free',
      better: anInbound({ id: 2, capacity: 100, currentClients: 20 }),
      worse: anInbound({ id: 1, ...half }),
    },
    {
      rule: 'one without a limit before one that has used a seat',
      better: anInbound({ id: 2, currentClients: 500 }),
      worse: anInbound({ id: 1, capacity: 1000, currentClients: 1, isDefault: true }),
    },
    {
      rule: 'the one with fewer clients, if equal',
      better: anInbound({ id: 2, ...half }),
      worse: anInbound({ id: 1, capacity: 100, currentClients: 50 }),
    },
    {
      rule: 'the default, if equal in that too',
      better: anInbound({ id: 2, ...half, isDefault: true }),
      worse: anInbound({ id: 1, ...half }),
    },
    {
      rule: 'the older one, if nothing else differs',
      better: anInbound({ id: 1, ...half }),
      worse: anInbound({ id: 2, ...half }),
    },
  ])('$rule', ({ better, worse, preferred }) => {
    const plan = aPlan({ preferredInbound: preferred ? better : null });

    expect(plan.getBestInbound([worse, better])).toBe(better);
    expect(plan.getBestInbound([better, worse])).toBe(better);
  });

  it('another inbound when the preferred one has no room for all of them', () => {
    const [preferred, other] = [anInbound({ id: 1, capacity: 2 }), anInbound({ id: 2, ...half })];

    expect(aPlan({ preferredInbound: preferred }).getBestInbound([preferred, other], 3)).toBe(other);
  });

  it('no inbound when none has room', () => {
    expect(aPlan().getBestInbound([anInbound({ status: 'maintenance' })])).toBeNull();
    expect(aPlan().getBestInbound([])).toBeNull();
  });
});

describe('the quota of a plan', () => {
  it.each([
    { maxClients: null, wanted: 1000, answer: true },
    { maxClients: 5, wanted: 2, answer: true },
    { maxClients: 5, wanted: 3, answer: false },
    { maxClients: 0, wanted: 1, answer: false },
    { maxClients: 5, wanted: 0, answer: false },
    { maxClients: 5, wanted: -1, answer: false },
    { maxClients: null, wanted: 0, answer: false },
  ])('of $maxClients with up to 3 taken has room for $wanted: $answer', ({ maxClients, wanted, answer }) => {
    const currentClients = Math.min(3, maxClients ?? 3);

    expect(aPlan({ maxClients, currentClients }).hasCapacity(wanted)).toBe(answer);
  });

  it.each([
    { quota: 5, free: 3, wanted: 3, answer: true },
    { quota: 5, free: 3, wanted: 4, answer: false },
    { quota: 2, free: 3, wanted: 3, answer: false },
    { quota: null, free: null, wanted: 1000, answer: true },
    { quota: 5, free: 0, wanted: 1, answer: false },
    { quota: 5, free: 5, wanted: 0, answer: false },
  ])('of $quota with an inbound that takes $free has room for $wanted: $answer', (row) => {
    const inbounds = [anInbound({ capacity: row.free })];

    expect(aPlan({ maxClients: row.quota }).hasCapacity(row.wanted, inbounds)).toBe(row.answer);
  });

  it('counts what is taken and what is given back', () => {
    const plan = aPlan({ maxClients: 3 });

    plan.incrementClients(3);
    plan.decrementClients();

    expect(plan.currentClients).toBe(2);
  });

  it('is never overbooked and never owes a seat', () => {
    const [full, empty] = [aPlan({ maxClients: 3, currentClients: 2 }), aPlan()];

    expect(() => full.incrementClients(2)).toThrow(InvariantViolation);
    expect(() => empty.decrementClients()).toThrow(InvariantViolation);
    expect([full.currentClients, empty.currentClients]).toEqual([2, 0]);
  });
});

describe('a plan says why nobody can buy it', () => {
  const open = [anInbound()];
  const down = aServer({ healthStatus: 'offline' });
  const closed = aServer({ autoProvisioning: false });
  const ill = aServer({ healthStatus: 'critical' });

  it.each([
    { why: null, plan: aPlan(), inbounds: open },
    { why: 'inactive', plan: aPlan({ isActive: false, onSale: false }), inbounds: open },
    { why: 'not-on-sale', plan: aPlan({ onSale: false, maxClients: 0 }), inbounds: open },
    { why: 'out-of-stock', plan: aPlan({ maxClients: 0 }), inbounds: [] },
    { why: 'no-capacity', plan: aPlan(), inbounds: [] },
    { why: 'no-capacity', plan: aPlan(), inbounds: [anInbound({ capacity: 0 })] },
    { why: 'server-down', plan: aPlan({ server: down }), inbounds: [] },
    { why: 'server-down', plan: aPlan({ server: down }), inbounds: [anInbound({ server: down })] },
    { why: 'provisioning-off', plan: aPlan({ server: closed }), inbounds: [anInbound({ server: closed })] },
    { why: 'server-unhealthy', plan: aPlan({ server: ill }), inbounds: [anInbound({ server: ill })] },
    { why: null, plan: aPlan({ server: down }), inbounds: [anInbound({ server: down }), ...open] },
  ])('$why', ({ why, plan, inbounds }) => {
    expect(plan.isAvailable(inbounds)).toBe(why);
  });

  it('for as many as are wanted', () => {
    const plan = aPlan({ maxClients: 2 });

    expect(plan.isAvailable([anInbound()], 2)).toBeNull();
    expect(plan.isAvailable([anInbound()], 3)).toBe('out-of-stock');
    expect(aPlan().isAvailable([anInbound({ capacity: 2 })], 3)).toBe('no-capacity');
  });
});

describe('a client of a plan is made', () => {
  it('with its devices, its traffic to the byte and its days', () => {
    const plan = aPlan({ concurrentConnections: 3, dataLimitGb: 50, durationDays: 90 });

    expect(plan.getProvisioningSettings()).toEqual({
      limitIp: 3,
      trafficLimit: bytes(50n * 1024n ** 3n),
      durationDays: 90,
      flow: null,
    });
    expect(plan.getProvisioningSettings().trafficLimit).toBe(gigabytes(50n));
  });

  it('without limits where the plan has none', () => {
    expect(aPlan().getProvisioningSettings()).toMatchObject({ limitIp: 0, trafficLimit: null });
  });
});

describe('the deliveries of a plan', () => {
  it('are counted with their mean, and what else is known of the plan is kept', () => {
    const plan = aPlan({ performanceMetrics: { ...Object({ note: 'kept' }) } });

    for (const seconds of [1, 2, 6]) plan.updatePerformanceMetrics(seconds, NOON);

    expect(plan.performanceMetrics).toEqual({
      note: 'kept',
      delivered: 3,
      averageSeconds: 3,
      lastSeconds: 6,
      updatedAt: NOON.toISOString(),
    });
  });
});

describe('the price of a unit in Stars', () => {
  it.each([
    { of: 'a price that comes out even', plan: { price: 300n }, rate: RATE, price: 150 },
    { of: 'a price that does not: rounded up', plan: { price: 301n }, rate: RATE, price: 151 },
    { of: 'the smallest price', plan: { price: 1n }, rate: RATE, price: 1 },
    {
      of: 'a rate that numbers cannot hold',
      plan: { price: 300n },
      rate: { numerator: 1n, denominator: 3n },
      price: 1,
    },
    {
      of: 'a rate with a fraction',
      plan: { price: 300n },
      rate: { numerator: 769n, denominator: 10n },
      price: 231,
    },
    {
      of: 'its own price in Stars, whatever the rate',
      plan: { price: 300n, priceStars: 99 },
      rate: RATE,
      price: 99,
    },
    { of: 'the set-up fee on top', plan: { price: 300n, setupFee: 100n }, rate: RATE, price: 200 },
    {
      of: 'the set-up fee on top of its own price in Stars',
      plan: { price: 300n, priceStars: 99, setupFee: 100n },
      rate: RATE,
      price: 149,
    },
  ])('is $price for $of', ({ plan, rate, price }) => {
    expect(aPlan(plan).starsPerUnit(rate)).toBe(price);
  });
});

describe('hiding a plan', () => {
  it('takes it out of sale until it is shown again', () => {
    const plan = aPlan();

    plan.hide();
    expect(plan.isAvailable([anInbound()])).toBe('not-on-sale');
    plan.show();
    expect(plan.isAvailable([anInbound()])).toBeNull();
  });
});

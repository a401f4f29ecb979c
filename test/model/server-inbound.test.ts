import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../src/model/errors.ts';
import type { SeenInbound } from '../../src/model/inbound-facts.ts';
import { bytes } from '../../src/model/values/traffic.ts';
import { afterNoon, anInbound, aServer, NOON } from '../support/builders.ts';

describe('an inbound', () => {
  it.each([
    { capacity: 10, currentClients: 7, free: 3, percent: 70 },
    { capacity: 10, currentClients: 10, free: 0, percent: 100 },
    { capacity: 3, currentClients: 4, free: 0, percent: 100 },
    { capacity: 0, currentClients: 0, free: 0, percent: 100 },
  ])('of $capacity seats with $currentClients taken has $free free', ({ free, percent, ...seats }) => {
    const inbound = anInbound(seats);

    expect(inbound.getAvailableCapacity()).toBe(free);
    expect(inbound.getCapacityUtilization()).toBe(percent);
  });

  it('without a limit has room for anyone and is never full', () => {
    const inbound = anInbound({ capacity: null, currentClients: 7 });

    expect(inbound.getAvailableCapacity()).toBeNull();
    expect(inbound.getCapacityUtilization()).toBe(0);
    expect(inbound.canProvision(1_000_000)).toBe(true);
  });

  it('without seats of its own has as many as its server allows; its own go first', () => {
    const server = aServer({ maxClientsPerInbound: 5 });

    expect(anInbound({ server, currentClients: 3 }).getAvailableCapacity()).toBe(2);
    expect(anInbound({ server, currentClients: 3, capacity: 9 }).getAvailableCapacity()).toBe(6);
  });

  it('sells when nothing speaks against it', () => {
    expect(anInbound().canProvision()).toBe(true);
    expect(anInbound({ server: aServer({ healthStatus: 'warning' }) }).canProvision()).toBe(true);
  });

  it.each([
    { why: 'it is switched off', state: { status: 'inactive' as const } },
    { why: 'it is full', state: { status: 'full' as const } },
    { why: 'it is being mended', state: { status: 'maintenance' as const } },
    { why: 'something is wrong with it', state: { status: 'error' as const } },
    { why: 'the owner keeps it for himself', state: { provisioningEnabled: false } },
    { why: 'its seats are taken', state: { capacity: 3, currentClients: 3 } },
    { why: 'its traffic is used up', state: { trafficLimit: bytes(7n), trafficUsed: bytes(7n) } },
    { why: 'its server is slow to death', state: { server: aServer({ healthStatus: 'critical' }) } },
    { why: 'its server does not answer', state: { server: aServer({ healthStatus: 'offline' }) } },
    { why: 'its server is not to be used', state: { server: aServer({ autoProvisioning: false }) } },
  ])('sells nothing when $why', ({ state }) => {
    expect(anInbound(state).canProvision()).toBe(false);
  });

  it.each([0, -1])('sells no %d clients', (quantity) => {
    expect(anInbound().canProvision(quantity)).toBe(false);
  });

  it('refuses to be overbooked and keeps its count', () => {
    const inbound = anInbound({ capacity: 2, currentClients: 1 });

    expect(() => inbound.incrementClients(2)).toThrow(InvariantViolation);
    expect(inbound.currentClients).toBe(1);
  });

  it('is closed by its last seat and opened by the first that comes back', () => {
    const inbound = anInbound({ capacity: 2, currentClients: 1 });

    inbound.incrementClients();
    expect(inbound.status).toBe('full');
    inbound.decrementClients();
    expect(inbound).toMatchObject({ status: 'active', currentClients: 1 });
  });

  it('that is closed for another reason is not opened by a seat that comes back', () => {
    const inbound = anInbound({ status: 'maintenance', currentClients: 1 });

    inbound.decrementClients();

    expect(inbound.status).toBe('maintenance');
  });

  it('never owes a seat', () => {
    expect(() => anInbound().decrementClients()).toThrow(InvariantViolation);
  });

  it('believes the latest report of its traffic, not the one that arrives last', () => {
    const inbound = anInbound({ lastSyncedAt: NOON });

    inbound.updateTrafficStats(bytes(7n), afterNoon(-1));
    expect(inbound.trafficUsed).toBe(0n);
    inbound.updateTrafficStats(bytes(9n), afterNoon(1));
    expect(inbound).toMatchObject({ trafficUsed: 9n, lastSyncedAt: afterNoon(1) });
  });

  it('takes over a total that the panel has set back', () => {
    const inbound = anInbound({ trafficUsed: bytes(9n), lastSyncedAt: NOON });

    inbound.updateTrafficStats(bytes(2n), afterNoon(1));

    expect(inbound.trafficUsed).toBe(2n);
  });

  it('sells until the last byte of its traffic, even where numbers lose single bytes', () => {
    const limit = 2n ** 60n;
    const inbound = anInbound({ trafficLimit: bytes(limit), trafficUsed: bytes(limit - 1n) });

    expect(inbound.canProvision()).toBe(true);
    inbound.updateTrafficStats(bytes(limit), NOON);
    expect(inbound.canProvision()).toBe(false);
  });
});

describe('the figures of an inbound', () => {
  it('keep what a look did not measure', () => {
    const inbound = anInbound();

    inbound.updatePerformanceMetrics({ latencyMs: 20, errorRate: 1 }, NOON);
    inbound.updatePerformanceMetrics({ latencyMs: 30, syncMs: 50 }, afterNoon(1));

    expect(inbound.performanceMetrics).toEqual({
      latencyMs: 30,
      syncMs: 50,
      errorRate: 1,
      updatedAt: afterNoon(1).toISOString(),
    });
  });

  it('answer what was used since the look before, 0 for one that was set back, nothing for a late one', () => {
    const inbound = anInbound();
    const deltas = [
      inbound.updateTrafficStats(bytes(2n ** 60n), NOON),
      inbound.updateTrafficStats(bytes(2n ** 60n + 1n), afterNoon(2)),
      inbound.updateTrafficStats(bytes(5n), afterNoon(1)),
      inbound.updateTrafficStats(bytes(7n), afterNoon(3)),
    ];

    expect(deltas).toEqual([2n ** 60n, 1n, null, 0n]);
  });

  it('say once that the panel no longer has it', () => {
    const inbound = anInbound();

    expect([inbound.markMissing(), inbound.markMissing()]).toEqual([true, false]);
    expect(inbound).toMatchObject({ status: 'error', statusMessage: 'missing on the panel' });
  });
});

describe('what the panel says of an inbound', () => {
  const seen: SeenInbound = {
    remark: 'new name',
    protocol: 'trojan',
    port: 8443,
    network: 'ws',
    security: 'tls',
    flowCapable: false,
    cipher: '',
    enable: true,
    used: bytes(5n),
    notSellable: null,
  };

  it('is taken over', () => {
    const inbound = anInbound();

    inbound.syncWithRemote(seen, NOON);

    const { enable: _, notSellable: __, used, ...facts } = seen;
    expect(inbound).toMatchObject({ ...facts, trafficUsed: used, lastSyncedAt: NOON, status: 'active' });
  });

  it.each([
    {
      what: 'cannot be sold right',
      told: { notSellable: 'wireguard is not sold' },
      why: 'wireguard is not sold',
    },
    { what: 'was switched off there', told: { enable: false }, why: 'switched off on the panel' },
    {
      what: 'is both',
      told: { enable: false, notSellable: 'wireguard is not sold' },
      why: 'switched off on the panel',
    },
  ])('closes one that $what, with the reason', ({ told, why }) => {
    const inbound = anInbound();

    inbound.syncWithRemote({ ...seen, ...told }, NOON);

    expect(inbound).toMatchObject({ status: 'inactive', statusMessage: why });
    expect(inbound.canProvision()).toBe(false);
  });

  it.each(['inactive', 'error'] as const)('opens one that was %s and is right again', (status) => {
    const inbound = anInbound({ status, statusMessage: 'something' });

    inbound.syncWithRemote(seen, NOON);

    expect(inbound).toMatchObject({ status: 'active', statusMessage: null });
  });

  it('opens one that has no seat left as full', () => {
    const inbound = anInbound({ status: 'inactive', capacity: 2, currentClients: 2 });

    inbound.syncWithRemote(seen, NOON);

    expect(inbound.status).toBe('full');
  });

  it.each(['full', 'maintenance'] as const)('leaves one that is %s as it is', (status) => {
    const inbound = anInbound({ status, capacity: 2, currentClients: 2 });

    inbound.syncWithRemote(seen, NOON);

    expect(inbound.status).toBe(status);
  });
});

import { describe, expect, it } from 'vitest';
import { InvariantViolation } from '../../src/model/errors.ts';
import { days } from '../../src/model/values/period.ts';
import { bytes, megabytes } from '../../src/model/values/traffic.ts';
import { aClient, afterNoon, NOON } from '../support/builders.ts';

describe('a client', () => {
  it('is provisioned once, however often that is told', () => {
    const client = aClient({ status: 'provisioning' });

    client.markAsProvisioned(NOON);
    client.markAsProvisioned(afterNoon(5));

    expect(client).toMatchObject({ status: 'active', provisionedAt: NOON, activatedAt: NOON });
  });

  it('that was suspended meanwhile is not switched on by a late word of its provisioning', () => {
    const client = aClient({ status: 'provisioning' });
    client.markAsProvisioned(NOON);
    client.suspend('admin', NOON);

    client.markAsProvisioned(afterNoon(5));

    expect(client.status).toBe('suspended');
  });

  it('comes back from a suspension, and never from the end', () => {
    const client = aClient();

    client.suspend('traffic', NOON);
    expect(client).toMatchObject({ status: 'suspended', statusReason: 'traffic', suspendedAt: NOON });
    client.reactivate(afterNoon(1));
    expect(client).toMatchObject({ status: 'active', statusReason: null, suspendedAt: null });
    client.terminate('expired', afterNoon(2));

    expect(() => client.reactivate(afterNoon(3))).toThrow(InvariantViolation);
    expect(client).toMatchObject({
      status: 'terminated',
      statusReason: 'expired',
      terminatedAt: afterNoon(2),
    });
  });

  it('is suspended only when it was active, and a refused step changes nothing', () => {
    const client = aClient({ status: 'provisioning' });

    expect(() => client.suspend('admin', NOON)).toThrow('client: no step from provisioning to suspended');
    expect(client).toMatchObject({
      status: 'provisioning',
      suspendedAt: null,
      wantedRev: 0,
      pushDueAt: null,
    });
  });

  it('is not switched on again when its time is over', () => {
    const client = aClient({ status: 'suspended', expiresAt: NOON });

    expect(() => client.reactivate(NOON)).toThrow(InvariantViolation);
    expect(client).toMatchObject({ status: 'suspended', wantedRev: 0 });
  });

  it('is not switched on again when its traffic is used up', () => {
    const client = aClient({ status: 'suspended', trafficLimit: megabytes(5n), trafficUsed: megabytes(5n) });

    expect(() => client.reactivate(NOON)).toThrow(InvariantViolation);
    expect(client).toMatchObject({ status: 'suspended', wantedRev: 0 });
  });

  it('that has ended is looked at no more', () => {
    const client = aClient({ recheckAt: NOON });

    client.terminate('deleted', NOON);

    expect(client.recheckAt).toBeNull();
  });
});

describe('what a client should be on its panel', () => {
  it('is wanted at once and stays due until the panel holds it', () => {
    const client = aClient();

    client.suspend('payment', NOON);
    expect(client).toMatchObject({ wanted: 'disabled', wantedRev: 1, pushedRev: 0, pushDueAt: NOON });
    client.markPushed(1);

    expect(client).toMatchObject({ wanted: 'disabled', pushedRev: 1, pushDueAt: null });
  });

  it('stays due when something newer was wanted while the panel was told the older', () => {
    const client = aClient();
    client.suspend('payment', NOON);
    client.want('deleted', afterNoon(5));

    client.markPushed(1);

    expect(client).toMatchObject({ wanted: 'deleted', pushedRev: 1, wantedRev: 2, pushDueAt: afterNoon(5) });
  });

  it('does not go back when an older answer arrives after a newer one', () => {
    const client = aClient();
    client.suspend('payment', NOON);
    client.reactivate(afterNoon(1));
    client.markPushed(2);

    client.markPushed(1);

    expect(client).toMatchObject({ wanted: 'enabled', pushedRev: 2, wantedRev: 2, pushDueAt: null });
  });

  it('waits when the panel does not answer, with the trouble noted, and is forgiven when it does', () => {
    const client = aClient();
    client.suspend('payment', NOON);

    client.postponePush(afterNoon(60));
    client.noteTrouble('no answer');
    client.noteTrouble('no answer');
    expect(client).toMatchObject({ pushDueAt: afterNoon(60), retryCount: 2, errorMessage: 'no answer' });
    client.markPushed(1);

    expect(client).toMatchObject({ retryCount: 0, errorMessage: null });
  });

  it('is never due when there is nothing to push', () => {
    const client = aClient();

    client.postponePush(NOON);

    expect(client.pushDueAt).toBeNull();
  });
});

describe('what is remembered of a client', () => {
  it('is every step of its life, although the next one clears its dates', () => {
    const client = aClient({ status: 'provisioning' });
    client.markAsProvisioned(NOON, 1.5);
    client.suspend('admin', afterNoon(1));
    client.reactivate(afterNoon(2));

    expect(client.suspendedAt).toBeNull();
    expect(client.performanceMetrics).toEqual({ provisionSeconds: 1.5 });
    expect(client.statusHistory.map(({ at, status, reason }) => [at, status, reason])).toEqual([
      [NOON.toISOString(), 'active', null],
      [afterNoon(1).toISOString(), 'suspended', 'admin'],
      [afterNoon(2).toISOString(), 'active', null],
    ]);
  });

  it('is when it was seen last, how often it came, and its newest addresses', () => {
    const client = aClient();
    const ips = Array.from({ length: 25 }, (_, each) => `203.0.113.${each}`);
    client.recordConnection({ online: true, lastSeen: afterNoon(5), ips });
    client.recordConnection({ online: true, lastSeen: afterNoon(3), ips: ips.slice(24) });
    client.recordConnection({ online: false, lastSeen: null });
    client.recordConnection({ online: true, lastSeen: afterNoon(9) });

    expect(client.connectionStats).toMatchObject({
      online: true,
      lastSeen: afterNoon(9).toISOString(),
      connections: 2,
      distinctIps: 25,
    });
    expect(client.connectionStats?.ips).toHaveLength(20);
    expect(client.connectionStats?.ips.at(-1)).toBe('203.0.113.24');
  });
});

describe('the paid time of a client', () => {
  it('ends as the newest attempt says, and every attempt’s date is known as ours', () => {
    const client = aClient({ status: 'provisioning' });

    client.startPaidTime(afterNoon(1000));
    client.startPaidTime(afterNoon(2000));

    expect(client.expiresAt).toEqual(afterNoon(2000));
    expect([1000, 2000].map((ms) => client.askedFor(afterNoon(ms)))).toEqual([true, true]);
    expect([client.askedFor(afterNoon(1500)), client.askedFor(null)]).toEqual([false, false]);
  });

  it.each([
    { expiresAt: afterNoon(-1), expired: true },
    { expiresAt: NOON, expired: true },
    { expiresAt: afterNoon(1), expired: false },
    { expiresAt: null, expired: false },
  ])('that ends at $expiresAt is over at noon: $expired', ({ expiresAt, expired }) => {
    expect(aClient({ expiresAt }).isExpired(NOON)).toBe(expired);
  });

  it.each([
    { when: 'is over', expiresAt: NOON, near: false },
    { when: 'ends in a moment', expiresAt: afterNoon(1), near: true },
    { when: 'ends in a week to the moment', expiresAt: afterNoon(days(7)), near: true },
    { when: 'ends a moment later', expiresAt: afterNoon(days(7) + 1), near: false },
    { when: 'never ends', expiresAt: null, near: false },
  ])('is near its end when it $when: $near', ({ expiresAt, near }) => {
    expect(aClient({ expiresAt }).isNearExpiration(NOON)).toBe(near);
  });

  it('is near its end within as many days as are asked for', () => {
    const client = aClient({ expiresAt: afterNoon(days(3)) });

    expect([client.isNearExpiration(NOON, 3), client.isNearExpiration(NOON, 2)]).toEqual([true, false]);
  });
});

describe('the traffic of a client', () => {
  it.each([
    { used: 0n, limit: 1000n, percent: 0 },
    { used: 500n, limit: 1000n, percent: 50 },
    { used: 1n, limit: 3n, percent: 33.33 },
    { used: 1000n, limit: 1000n, percent: 100 },
    { used: 2000n, limit: 1000n, percent: 100 },
    { used: 2000n, limit: null, percent: 0 },
    { used: 2n ** 62n, limit: 2n ** 63n - 1n, percent: 50 },
  ])('of $used bytes of $limit is $percent percent', ({ used, limit, percent }) => {
    const client = aClient({ trafficLimit: limit === null ? null : bytes(limit) });

    client.updateTrafficUsage(bytes(used), NOON);

    expect(client).toMatchObject({ trafficUsed: used, trafficPercentageUsed: percent, trafficSeenAt: NOON });
  });

  it('is believed as the latest report tells it, not as the one that arrives last', () => {
    const client = aClient();
    client.updateTrafficUsage(bytes(9n), NOON);

    client.updateTrafficUsage(bytes(5n), afterNoon(-1));

    expect(client).toMatchObject({ trafficUsed: 9n, trafficSeenAt: NOON });
  });
});

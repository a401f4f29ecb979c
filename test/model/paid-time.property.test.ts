import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { days, later } from '../../src/model/values/period.ts';
import { bytes } from '../../src/model/values/traffic.ts';
import { aClient, NOON } from '../support/builders.ts';

const runs = (numRuns: number) => ({ numRuns });
const sizes = fc.bigInt({ min: 0n, max: 2n ** 58n });
/** Where the condition is met, the claim has to be true. */
const implies = (condition: boolean, claim: () => boolean) => expect(!condition || claim()).toBe(true);

describe('the paid time of a client', () => {
  const ends = fc.option(fc.integer({ min: -400, max: 400 }).map((count) => later(NOON, days(count))));
  const counts = fc.integer({ min: 1, max: 3650 });
  const statuses = fc.constantFrom('active', 'suspended', 'expired' as const);

  /** As SPEC says it: from the later of now and the end. */
  function endAfter(end: Date | null, count: number): Date | null {
    if (end === null) return null;
    return later(end < NOON ? NOON : end, days(count));
  }

  it('grows by whole days from its end or from now, whichever is later; without an end it stays without', () => {
    fc.assert(
      fc.property(fc.record({ end: ends, count: counts, status: statuses }), ({ end, count, status }) => {
        const client = aClient({
          expiresAt: end,
          status,
          wanted: status === 'active' ? 'enabled' : 'disabled',
        });

        client.extend(count, NOON);

        expect(client.expiresAt).toEqual(endAfter(end, count));
        expect(client.isExpired(NOON)).toBe(false);
        implies(end !== null, () => client.pushDueAt === NOON);
        implies(end !== null && status === 'expired', () => client.status === 'active');
        implies(status === 'suspended', () => client.status === status);
        implies(
          client.status !== 'expired',
          () => (client.wanted === 'enabled') === (client.status === 'active'),
        );
      }),
      runs(500),
    );
  });

  it('begins anew with a renewal: on, with all its traffic, and the panel’s counter to be set back', () => {
    fc.assert(
      fc.property(
        fc.record({ end: ends, count: counts, status: statuses, used: sizes }),
        ({ end, count, status, used }) => {
          const statusReason = status === 'suspended' ? 'traffic' : null;
          const sold = { trafficLimit: bytes(1n), autoRenew: true };
          const client = aClient({ expiresAt: end, status, statusReason, ...sold });
          client.updateTrafficUsage(bytes(used), NOON);
          client.takeTrafficNotice();

          client.renew(count, NOON);

          const expiresAt = endAfter(end, count);
          expect(client).toMatchObject({
            status: 'active',
            wanted: 'enabled',
            trafficUsed: 0n,
            trafficNoticed: 0,
          });
          expect(client).toMatchObject({ expiresAt, suspendedAt: null, statusReason: null });
          expect(client.nextBillingAt).toEqual(expiresAt && later(expiresAt, days(-3)));
          expect(client.wantsTrafficReset()).toBe(true);
          client.markPushed(client.wantedRev);
          expect(client.wantsTrafficReset()).toBe(false);
        },
      ),
      runs(500),
    );
  });

  it('that begins with the first use is neither over nor near its end, and gets longer when days are given', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), counts, (waiting, count) => {
        const client = aClient({ expiresAt: new Date(-waiting * days(1)) });

        expect(client.isExpired(NOON)).toBe(false);
        expect(client.isNearExpiration(NOON, 1e6)).toBe(false);
        client.extend(count, NOON);
        expect(client.expiresAt).toEqual(new Date(-(waiting + count) * days(1)));
      }),
    );
  });

  it.each([0, -1, 1.5, Number.NaN])('takes no %d days, and changes nothing', (count) => {
    const client = aClient({ expiresAt: NOON });

    expect(() => client.extend(count, NOON)).toThrow('not so many days');
    expect(client).toMatchObject({ expiresAt: NOON, wantedRev: 0 });
  });

  it.each(['provisioning', 'terminated'] as const)('of one that is %s cannot be changed', (status) => {
    const client = aClient({ status, expiresAt: NOON });

    expect(() => client.extend(1, NOON)).toThrow('there is no access');
    expect(() => client.renew(1, NOON)).toThrow('there is no access');
    expect(client).toMatchObject({ status, expiresAt: NOON, wantedRev: 0 });
  });
});

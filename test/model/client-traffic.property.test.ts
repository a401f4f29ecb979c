import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServerClient } from '../../src/model/server-client.ts';
import { bytes } from '../../src/model/values/traffic.ts';
import { aClient, afterNoon, NOON } from '../support/builders.ts';

const runs = (numRuns: number) => ({ numRuns });
const sizes = fc.bigInt({ min: 0n, max: 2n ** 58n });

const mostlyNot = fc.constantFrom(true, ...Array<boolean>(9).fill(false));

describe('the traffic of a client', () => {
  /** What flows between two looks, or where the panel's counter was set back to; before it somebody may renew. */
  const flows = fc.array(fc.record({ size: sizes, isSetBack: fc.boolean(), isRenewal: mostlyNot }), {
    maxLength: 30,
  });
  const limits = fc.option(fc.bigInt({ min: 1n, max: 2n ** 62n }));

  it('grows by what flowed, by nothing where the panel is set back, and starts anew with each period', () => {
    fc.assert(
      fc.property(flows, limits, (given, limit) => {
        const client = aClient({ trafficLimit: limit === null ? null : bytes(limit), expiresAt: NOON });
        const book = { counter: 0n, period: 0n, lifetime: 0n };
        for (const [index, flow] of given.entries()) take({ client, book }, flow, afterNoon(index));
      }),
      runs(500),
    );
  });

  function take({ client, book }: { client: ServerClient; book: Book }, flow: Flow, at: Date): void {
    if (flow.isRenewal) client.renew(30, NOON);
    write(book, flow);

    client.updateTrafficUsage(bytes(book.counter), at);

    expect(client.trafficUsed).toBe(book.period);
    expect(client.lifetimeTraffic).toBe(book.lifetime);
  }

  type Book = { counter: bigint; period: bigint; lifetime: bigint };
  type Flow = { size: bigint; isSetBack: boolean; isRenewal: boolean };

  /** A lower counter was set to nothing, or to what it was in a backup: nobody can tell what of it flowed since. */
  function write(book: Book, { size, isSetBack, isRenewal }: Flow): void {
    const isLower = isSetBack && size < book.counter;
    const flowed = isLower ? 0n : size;
    book.counter = isLower ? size : book.counter + size;
    book.period = isRenewal ? flowed : book.period + flowed;
    book.lifetime += flowed;
  }

  it('of a late report changes nothing', () => {
    fc.assert(
      fc.property(sizes, sizes, fc.integer({ min: 1, max: 1e9 }), (first, second, ms) => {
        const client = aClient();
        client.updateTrafficUsage(bytes(first), NOON);

        client.updateTrafficUsage(bytes(second), afterNoon(-ms));

        expect(client).toMatchObject({ trafficUsed: first, panelTraffic: first, trafficSeenAt: NOON });
      }),
    );
  });

  it('is between 0 and 100 per cent, 100 exactly when nothing is left, past every number that loses bytes', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 62n }),
        fc.bigInt({ min: 1n, max: 2n ** 62n }),
        (used, limit) => {
          const client = aClient({ trafficLimit: bytes(limit) });

          client.updateTrafficUsage(bytes(used), NOON);

          const percent = client.trafficPercentageUsed;
          expect(percent).toBeGreaterThanOrEqual(0);
          expect(percent).toBeLessThanOrEqual(100);
          expect(percent === 100).toBe(used >= limit);
          expect(client.hasUsedUpTraffic()).toBe(used >= limit);
          expect(client.canReactivate(NOON)).toBe(used < limit);
        },
      ),
      runs(1000),
    );
  });

  it('is announced at each mark at most once in a period, and never out of order', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 40n }), { maxLength: 12 }), (parts) => {
        const client = aClient({ trafficLimit: bytes(100n) });
        let total = 0n;
        const told = parts.flatMap((part, index) => {
          total += part;
          client.updateTrafficUsage(bytes(total), afterNoon(index));
          return [client.takeTrafficNotice(), client.takeTrafficNotice()].filter((mark) => mark !== null);
        });

        expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
        const reached = ([80, 95, 100] as const).filter((mark) => total >= mark);
        expect(told.at(-1)).toBe(reached.at(-1));
      }),
      runs(500),
    );
  });
});

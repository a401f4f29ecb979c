import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RenewalTerms, renewedPeriod } from '../../src/model/renewal.ts';
import { bytes, gigabytes } from '../../src/model/values/traffic.ts';

const at = (text: string) => new Date(text);
const MONTH: RenewalTerms = { rule: 'keep', days: 30, data: gigabytes(50n) };
const standing = (expiresAt: string | null, used = 16n) => ({
  expiresAt: expiresAt === null ? null : at(expiresAt),
  trafficLimit: gigabytes(50n),
  trafficUsed: gigabytes(used),
});

describe('a renewal that keeps what is left', () => {
  it('adds its days to the end that is still to come, and its traffic to the rest', () => {
    const after = renewedPeriod(standing('2026-12-06T12:00:00Z'), MONTH, at('2026-11-22T12:00:00Z'));

    expect(after).toEqual({ expiresAt: at('2027-01-05T12:00:00Z'), trafficLimit: gigabytes(84n) });
  });

  it('counts from now where the time is over, and still keeps the traffic', () => {
    const after = renewedPeriod(standing('2026-11-22T11:59:00Z'), MONTH, at('2026-11-22T12:00:00Z'));

    expect(after).toEqual({ expiresAt: at('2026-12-22T12:00:00Z'), trafficLimit: gigabytes(84n) });
  });

  it('gives just the new traffic where the old is used up, and more than used up', () => {
    const now = at('2026-11-22T12:00:00Z');

    for (const used of [50n, 60n])
      expect(renewedPeriod(standing('2026-12-06T12:00:00Z', used), MONTH, now).trafficLimit).toBe(
        gigabytes(50n),
      );
  });

  it.each([
    ['2027-01-31T23:30:00Z', '2027-03-02T23:30:00Z'],
    ['2028-02-01T00:00:00Z', '2028-03-02T00:00:00Z'],
    ['2028-02-29T12:00:00Z', '2028-03-30T12:00:00Z'],
  ])('gives thirty days of 24 hours from %s', (end, expected) => {
    expect(renewedPeriod(standing(end), MONTH, at('2026-11-22T12:00:00Z')).expiresAt).toEqual(at(expected));
  });

  it('leaves what never ends and what is unlimited as they are', () => {
    const endless = { expiresAt: null, trafficLimit: null, trafficUsed: bytes(1n) };

    expect(renewedPeriod(endless, { ...MONTH, data: null }, at('2026-11-22T12:00:00Z'))).toEqual({
      expiresAt: null,
      trafficLimit: null,
    });
  });

  it('never gives less than was bought, whatever was left', () => {
    const moments = fc.date({
      min: at('2020-01-01T00:00:00Z'),
      max: at('2100-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, moments, fc.bigInt(0n, 200n), (end, now, used) => {
        const of = { expiresAt: end, trafficLimit: gigabytes(50n), trafficUsed: gigabytes(used) };
        const after = renewedPeriod(of, MONTH, now);

        expect((after.expiresAt?.getTime() ?? 0) - now.getTime()).toBeGreaterThanOrEqual(30 * 86_400_000);
        expect(after.trafficLimit).toBeGreaterThanOrEqual(gigabytes(50n));
      }),
    );
  });
});

describe('a renewal that drops what is left', () => {
  it('begins at once, with just its own days and traffic', () => {
    const now = at('2026-11-22T12:00:00Z');
    const after = renewedPeriod(standing('2026-12-06T12:00:00Z'), { ...MONTH, rule: 'drop' }, now);

    expect(after).toEqual({ expiresAt: at('2026-12-22T12:00:00Z'), trafficLimit: gigabytes(50n) });
  });
});

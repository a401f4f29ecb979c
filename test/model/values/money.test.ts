import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stars, starsFor } from '../../../src/model/values/money.ts';

describe('the price in Stars', () => {
  it.each([
    { price: 0n, rate: [50n, 1n], stars: 0n },
    { price: 1n, rate: [50n, 1n], stars: 1n },
    { price: 2n, rate: [50n, 1n], stars: 1n },
    { price: 3n, rate: [50n, 1n], stars: 2n },
    { price: 999n, rate: [769n, 10n], stars: 769n },
    { price: 100n, rate: [1n, 3n], stars: 1n },
    { price: 10n ** 17n, rate: [769n, 10n], stars: 76_900_000_000_000_000n },
  ])(
    'of $price cents at $rate Stars for a dollar is $stars',
    ({ price, rate: [numerator = 0n, denominator = 1n], ...out }) => {
      expect(starsFor(price, { numerator, denominator })).toBe(out.stars);
    },
  );

  it('is never below the price, and never a whole Star above it', () => {
    const positive = fc.bigInt({ min: 1n, max: 10n ** 12n });
    fc.assert(
      fc.property(positive, positive, positive, (price, numerator, denominator) => {
        const whole = starsFor(price, { numerator, denominator });

        expect(whole * 100n * denominator).toBeGreaterThanOrEqual(price * numerator);
        expect((whole - 1n) * 100n * denominator).toBeLessThan(price * numerator);
      }),
    );
  });

  it('is money of a currency of its own', () => {
    expect(stars(150n)).toEqual({ minor: 150n, currency: 'XTR' });
  });
});

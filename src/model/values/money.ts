/** An amount in whole minor units of one currency; `XTR` (Telegram Stars) has no smaller unit than one Star. */
export type Money = { readonly minor: bigint; readonly currency: string };

/** Stars for one major unit of the shop's currency, as an exact fraction. */
export type StarRate = { readonly numerator: bigint; readonly denominator: bigint };

/** Telegram takes no invoice above it (Bot API, sendInvoice in XTR). */
export const MOST_STARS = 100_000;

const MINOR_PER_MAJOR = 100n;

export const stars = (count: bigint): Money => ({ minor: count, currency: 'XTR' });

/** What so many Stars are worth in minor units, rounded up. */
export function moneyFor(count: bigint, rate: StarRate): bigint {
  const value = count * MINOR_PER_MAJOR * rate.denominator;
  return (value + rate.numerator - 1n) / rate.numerator;
}

/** Whole Stars for a price in minor units, rounded up: the shop never sells below its price. */
export function starsFor(priceMinor: bigint, rate: StarRate): bigint {
  const numerator = priceMinor * rate.numerator;
  const denominator = MINOR_PER_MAJOR * rate.denominator;
  return (numerator + denominator - 1n) / denominator;
}

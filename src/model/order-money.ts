import type { Order } from './order.ts';
import { moneyFor, type StarRate } from './values/money.ts';

type Price = Pick<Order, 'total' | 'totalStars'>;

/** What an order is worth in minor units of its currency: its frozen price, or that of its Stars where it has none. */
export const worthOf = ({ total, totalStars }: Price, rate: StarRate): bigint =>
  total > 0n ? total : moneyFor(BigInt(totalStars), rate);

export type Share = {
  worth: bigint;
  /** Units of the order. */
  of: number;
  /** Units that had their share before. */
  before: number;
  /** Units that have it now. */
  now: number;
};

/** The share of these units, rounded up for the customer; the shares of all units are the whole, never more. */
export function shareOf({ worth, of, before, now }: Share): bigint {
  const first = (count: number) => (worth * BigInt(count) + BigInt(of) - 1n) / BigInt(of);
  return first(before + now) - first(before);
}

/** Whole Stars for what a balance leaves open of an order, rounded up; `fromBalance` in minor units, below the total. */
export function starsForRest({ total, totalStars }: Price, fromBalance: bigint): number {
  const rest = total - fromBalance;
  return Number((BigInt(totalStars) * rest + total - 1n) / total);
}

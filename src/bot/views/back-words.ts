import type { Money } from '../../model/values/money.ts';
import type { Translate } from '../texts.ts';
import { moneyWords } from './money-words.ts';

/** "150 ⭐ and 3.00 USD (to the balance in the shop)": what goes back to a customer, as the staff reads it. */
export function backWords(t: Translate, { stars, credited }: { stars: number; credited: Money }): string {
  const { minor, currency } = credited;
  if (minor === 0n) return t('back-stars', { stars: String(stars) });
  const amount = moneyWords(minor, currency);
  return t(stars === 0 ? 'back-balance' : 'back-both', { stars: String(stars), amount });
}

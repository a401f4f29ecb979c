import { tidy } from '../views/fit-to.ts';
import { flagOf } from '../views/places.ts';

const CELLS = 10;

/** `▰▰▱▱▱▱▱▱▱▱ 2/10`; without a bar where there is no limit. */
export function loadBar(taken: number, capacity: number | null): string {
  if (capacity === null) return `${taken}/∞`;
  const share = capacity === 0 ? 1 : Math.min(1, taken / capacity);
  const full = Math.floor(share * CELLS);
  return `${'▰'.repeat(full)}${'▱'.repeat(CELLS - full)} ${taken}/${capacity}`;
}

/** A server's name with the flag of its country, where one was told. */
export function namedPlace(name: string, country: string | null, limit = 40): string {
  if (country === null) return tidy(name, limit);
  return `${tidy(name, limit)} ${/^[A-Z]{2}$/.test(country) ? flagOf(country) : tidy(country, 2)}`;
}

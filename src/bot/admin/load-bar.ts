import { tidy } from '../views/fit-to.ts';

const CELLS = 10;
/** In the alphabet of flags, the letter A. */
const FLAG_A = 0x1f1e6;

/** `▰▰▱▱▱▱▱▱▱▱ 2/10`; without a bar where there is no limit. */
export function loadBar(taken: number, capacity: number | null): string {
  if (capacity === null) return `${taken}/∞`;
  const share = capacity === 0 ? 1 : Math.min(1, taken / capacity);
  const full = Math.floor(share * CELLS);
  return `${'▰'.repeat(full)}${'▱'.repeat(CELLS - full)} ${taken}/${capacity}`;
}

/** A server's name with the flag of its country, where one was told. */
export function namedPlace(name: string, country: string | null, limit = 40): string {
  return country === null ? tidy(name, limit) : `${tidy(name, limit)} ${flagOf(country)}`;
}

function flagOf(country: string): string {
  if (!/^[A-Z]{2}$/.test(country)) return tidy(country, 2);
  return String.fromCodePoint(...[...country].map((letter) => FLAG_A + letter.charCodeAt(0) - 65));
}

import { type FullnessMarks, parseFullnessMarks } from '../../model/alert-settings.ts';
import { ok, refuse } from '../../model/result.ts';
import { type Bytes, gigabytes } from '../../model/values/traffic.ts';
import { type Read, readPrice, readTraffic, readWhole } from './plan-input.ts';

const MOST_DESCRIPTION = 300;
const MOST_CATEGORY = 24;
const LEAST_PORT = 1024;
const MOST_PORT = 65_535;
/** Codes that ICU knows and that are no country: pseudo-places, groups, and the United Kingdom under its old code. */
const NO_COUNTRY = /^(?:Q[M-Z]|X[A-JL-Z]|ZZ|EU|EZ|UN|UK)$/;
const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** Two letters of ISO 3166, in upper case. */
export function readCountry(text: string): Read<string> {
  const code = text.trim().toUpperCase();
  const isCountry = /^[A-Z]{2}$/.test(code) && !NO_COUNTRY.test(code) && COUNTRIES.of(code) !== undefined;
  return isCountry ? ok(code) : refuse({ code: 'country-form' });
}

/** What customers read of a plan: a few sentences on one line. */
export function readDescription(text: string): Read<string> {
  const words = text.trim().replace(/\s+/g, ' ');
  if (words === '') return refuse({ code: 'description-empty' });
  return [...words].length > MOST_DESCRIPTION ? refuse({ code: 'description-long' }) : ok(words);
}

/** What plans are grouped by: short enough for a button. */
export function readCategory(text: string): Read<string> {
  const words = text.trim().replace(/\s+/g, ' ');
  if (words === '') return refuse({ code: 'category-empty' });
  return [...words].length > MOST_CATEGORY ? refuse({ code: 'category-long' }) : ok(words);
}

/** Minor units as `readPrice` reads them; 0 = no fee. */
export function readFee(text: string): Read<bigint> {
  const read = readPrice(text);
  if (read.ok) return read;
  const { code } = read.refusal;
  return code === 'price-zero' ? ok(0n) : refuse({ code: code.replace(/^price/, 'fee') });
}

/** Seats, 0 = nothing more is sold. */
export const readCapacity = (text: string): Read<number> =>
  readWhole(text, { field: 'capacity', least: 0, most: 1_000_000 });

/** Whole gigabytes as bytes; null = unmetered. */
export function readTrafficLimit(text: string): Read<Bytes | null> {
  const read = readTraffic(text);
  if (!read.ok) return read;
  return ok(read.value === null ? null : gigabytes(BigInt(read.value)));
}

/** Per cents of a warning and of what is critical: `75 90`. */
export function readFullness(text: string): Read<FullnessMarks> {
  const marks = parseFullnessMarks(text);
  return marks ? ok(marks) : refuse({ code: 'fullness-form' });
}

/** `<first>-<last>`, without the ports that need rights or that nobody has. */
export function readPorts(text: string): Read<string> {
  const [, first, last] = /^(\d{4,5})\s*[-–—:]\s*(\d{4,5})$/.exec(text.trim()) ?? [];
  if (first === undefined || last === undefined) return refuse({ code: 'ports-form' });
  const isRange = LEAST_PORT <= Number(first) && Number(first) <= Number(last) && Number(last) <= MOST_PORT;
  return isRange ? ok(`${Number(first)}-${Number(last)}`) : refuse({ code: 'ports-range' });
}

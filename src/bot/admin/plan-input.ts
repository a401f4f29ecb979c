import { extraDevicesText, parseExtraDevices } from '../../model/extra-devices.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { parseTrafficPacks, trafficPacksText } from '../../model/traffic-pack.ts';
import { MOST_STARS } from '../../model/values/money.ts';

/** What was typed does not fit; the bot has a text `input-<code>` that names the field and the mend. */
type InputProblem = { code: string };
export type Read<Value> = Result<Value, InputProblem>;

/** `least` is 1 unless told. */
type WholeNumber = { field: string; least?: number; most: number };

const MOST_NAME = 60;
const MOST_PRICE_DIGITS = 7;

/** A plan's name: one line, so that it fits a button and an invoice. */
export function readPlanName(text: string): Read<string> {
  const name = text.trim().replace(/\s+/g, ' ');
  if (name === '') return refuse({ code: 'name-empty' });
  return [...name].length > MOST_NAME ? refuse({ code: 'name-long' }) : ok(name);
}

/** Whole days, 1 to 3650. */
export const readDuration = (text: string): Read<number> => readWhole(text, { field: 'days', most: 3650 });

/** Minor units, exactly, from `4`, `4.5`, `4,50`; no sign, no exponent, no separator of thousands. */
export function readPrice(text: string): Read<bigint> {
  const [, whole = '', cents = ''] = /^([0-9]+)(?:[.,]([0-9]+))?$/.exec(text.trim()) ?? [];
  if (whole === '') return refuse({ code: 'price-form' });
  if (cents.length > 2) return refuse({ code: 'price-decimals' });
  if (whole.length > MOST_PRICE_DIGITS) return refuse({ code: 'price-high' });
  const minor = BigInt(whole) * 100n + BigInt(cents.padEnd(2, '0'));
  return minor === 0n ? refuse({ code: 'price-zero' }) : ok(minor);
}

/** Whole Stars, 1 to 100,000. */
export const readStars = (text: string): Read<number> =>
  readWhole(text, { field: 'stars', most: MOST_STARS });

/** Whole gigabytes; null = unlimited. */
export const readTraffic = (text: string): Read<number | null> =>
  readLimit(text, { field: 'traffic', most: 1_000_000 });

/** Devices at a time; null = no limit. */
export const readDevices = (text: string): Read<number | null> =>
  readLimit(text, { field: 'devices', most: 1000 });

/** Seats for sale; null = unlimited. */
export const readSeats = (text: string): Read<number | null> =>
  readLimit(text, { field: 'seats', most: 1_000_000 });

/** Packs of traffic as they are kept: `10 GB = 1.50, 50 GB = 5`. */
export function readPacks(text: string): Read<string | null> {
  const packs = parseTrafficPacks(text.trim());
  return packs === null ? refuse({ code: 'packs-form' }) : ok(trafficPacksText(packs));
}

/** Devices that can be bought besides, as they are kept: `2 = 1.50`. */
export function readExtraDevices(text: string): Read<string | null> {
  const extra = parseExtraDevices(text);
  return extra === null ? refuse({ code: 'extra-form' }) : ok(extraDevicesText(extra));
}

/** Changes of location in one period; 0 = none. */
export const readMoves = (text: string): Read<number> =>
  readWhole(text, { field: 'moves', least: 0, most: 1000 });

/** Days of pause in one period; 0 = none. */
export const readPauseDays = (text: string): Read<number> =>
  readWhole(text, { field: 'pause', least: 0, most: 365 });

/** Days of a free trial; 0 = none. */
export const readTrialDays = (text: string): Read<number> =>
  readWhole(text, { field: 'trial', least: 0, most: 3649 });

/** In every language that the question is asked in. */
const NO_LIMIT = new Set(['unlimited', 'no limit', '∞', 'безлимит', 'без ограничений']);

const readLimit = (text: string, number: WholeNumber): Read<number | null> =>
  NO_LIMIT.has(text.trim().toLowerCase()) ? ok(null) : readWhole(text, number);

/** Digits alone, within bounds. */
export function readWhole(text: string, { field, least = 1, most }: WholeNumber): Read<number> {
  if (!/^[0-9]{1,15}$/.test(text.trim())) return refuse({ code: `${field}-form` });
  const count = Number(text.trim());
  return count >= least && count <= most ? ok(count) : refuse({ code: `${field}-range` });
}

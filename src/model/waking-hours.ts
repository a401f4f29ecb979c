import { later, minutes } from './values/period.ts';

/** Full hours of a local day between which somebody may be written to: `from` included, `to` not; 0 to 24 = always. */
export type WakingHours = { readonly from: number; readonly to: number };

/** An IANA time zone, or minutes east of UTC. */
export type Zone = string | number;

const DAY = 1_440;

/** The first moment from `now` on at which it is day there. */
export function wakingMoment(now: Date, { from, to }: WakingHours, zone: Zone): Date {
  const local = minuteOfDay(now, zone);
  if (local >= from * 60 && local < to * 60) return now;
  const morning = later(startOfMinute(now), minutes((from * 60 - local + DAY) % DAY));
  return later(morning, minutes(shorter(from * 60 - minuteOfDay(morning, zone)))); // a clock was put on or back
}

/** Minutes since local midnight. @throws {RangeError} for a zone that is none. */
function minuteOfDay(at: Date, zone: Zone): number {
  if (typeof zone === 'number') return (((Math.floor(at.getTime() / 60_000) + zone) % DAY) + DAY) % DAY;
  const [hour = 0, minute = 0] = clockOf(zone).format(at).split(':').map(Number);
  return hour * 60 + minute;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than asking it a thousand times. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  clocks.set(timeZone, made);
  return made;
}

const startOfMinute = (at: Date): Date => new Date(Math.floor(at.getTime() / 60_000) * 60_000);

/** The same way round the clock, by its shorter side. */
function shorter(difference: number): number {
  if (difference > DAY / 2) return difference - DAY;
  return difference < -DAY / 2 ? difference + DAY : difference;
}

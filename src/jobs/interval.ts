import { days, hours, milliseconds, minutes, type Period, seconds } from '../model/values/period.ts';

const UNITS = { second: seconds, minute: minutes, hour: hours, day: days };
const FORM = /^(\d+(?:\.\d+)?) (second|minute|hour|day)s?$/;

/** How long `'2 minutes'` is. @throws for any other form. */
export function periodOf(interval: string): Period {
  const [, count, unit] = FORM.exec(interval) ?? [];
  if (!isUnit(unit)) throw new Error(`'${interval}' is not an interval, such as '2 minutes'`);
  return milliseconds(Number(count) * UNITS[unit](1));
}

const isUnit = (unit: string | undefined): unit is keyof typeof UNITS => unit !== undefined && unit in UNITS;

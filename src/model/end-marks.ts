import { between, days, hours } from './values/period.ts';

/** Whole days before the end at which a customer is reminded, the most urgent first; a day is 24 hours, as it was sold. */
export const END_MARKS = [1, 3, 7] as const;

/** So many days an access whose time is over can be had again, where the shop says nothing else. */
export const GRACE_DAYS = 3;

/** No mark is behind. */
export const NO_MARK = 8;

/** Nobody is told on the day of paying that a week is left of seven days. */
const SLACK = hours(12);

/** The most urgent mark that a period which ends then has behind it when it begins at `at`: it is not told. */
export function markBehind(end: Date | null, at: Date): number {
  if (end === null) return NO_MARK;
  return END_MARKS.find((mark) => between(at, end) <= days(mark) + SLACK) ?? NO_MARK;
}

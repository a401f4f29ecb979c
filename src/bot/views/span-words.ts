import { days, minutes, type Period, seconds } from '../../model/values/period.ts';
import type { Translate } from '../texts.ts';

const HOUR = minutes(60);

/** How long something takes or has taken, in two units at most: "40 s", "14 min", "3 h 5 min", "2 d 4 h". */
export function spanWords(t: Translate, span: Period): string {
  if (span < minutes(1)) return t('span-seconds', { count: Math.max(0, Math.ceil(span / seconds(1))) });
  if (span < HOUR) return t('span-minutes', { count: Math.floor(span / minutes(1)) });
  if (span < days(1))
    return t('span-hours', {
      hours: Math.floor(span / HOUR),
      minutes: Math.floor((span % HOUR) / minutes(1)),
    });
  return t('span-days', { days: Math.floor(span / days(1)), hours: Math.floor((span % days(1)) / HOUR) });
}

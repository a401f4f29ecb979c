import { milliseconds } from '../../model/values/period.ts';
import { LIFECYCLE_OPERATIONS, type LifecycleReport } from '../../services/lifecycle/lifecycle-runs.ts';
import type { LifecycleProgress } from '../../services/lifecycle/run-operation.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { spanWords } from '../views/span-words.ts';

const MOST_ERRORS = 5;
const ERROR_LIMIT = 120;

/** What the lifecycle did last, and its four doors. `reports` = the run that has just ended, or the last ones. */
export function lifecycleCard(
  t: Translate,
  {
    reports,
    isAutomatic,
    title,
  }: { reports: readonly LifecycleReport[]; isAutomatic: boolean; title: string },
): Screen {
  const lines: Piece[][] = [
    [bold(title)],
    ...(isAutomatic ? [] : [[t('lifecycle-off')]]),
    [],
    ...(reports.length === 0 ? [[t('lifecycle-none')]] : reports.flatMap((report) => reportLines(t, report))),
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: doors(t) } };
}

/** How far a run has got. */
export const lifecycleProgress = (t: Translate, { operation, done, of }: LifecycleProgress): Screen => ({
  text:
    operation === 'traffic'
      ? t('lifecycle-progress-traffic', { done: String(done), of: String(of) })
      : t('lifecycle-progress', { operation: t(`lifecycle-${operation}`) }),
});

/** A word that is none of the four. */
export const lifecycleUnknown = (t: Translate, word: string): string =>
  t('lifecycle-unknown', { word: tidy(word, 32), known: LIFECYCLE_OPERATIONS.join(', ') });

function reportLines(t: Translate, report: LifecycleReport): Piece[][] {
  const { operation, cause, startedAt, ms, processed, ok, errors } = report;
  const line = t('lifecycle-line', {
    date: t('date-long', { date: startedAt }),
    operation: isKnown(operation) ? t(`lifecycle-${operation}`) : tidy(operation, 32),
    cause: t(`lifecycle-by-${cause}`),
    ok: String(ok),
    processed: String(processed),
    span: ms < 1000 ? t('lifecycle-ms', { count: String(ms) }) : spanWords(t, milliseconds(ms)),
  });
  const more = errors.length - MOST_ERRORS;
  return [
    [line],
    ...errors.slice(0, MOST_ERRORS).map((words) => [`• ${tidy(words, ERROR_LIMIT)}`]),
    ...(more > 0 ? [[t('admin-more', { count: more })]] : []),
  ];
}

const isKnown = (operation: string): boolean => LIFECYCLE_OPERATIONS.some((each) => each === operation);

function doors(t: Translate) {
  const door = (operation: (typeof LIFECYCLE_OPERATIONS)[number]) =>
    tapButton(t(`lifecycle-button-${operation}`), { screen: 'lifecycle-run', operation });
  return [
    [door('all'), door('expired')],
    [door('expiring'), door('traffic')],
    [tapButton(t('button-back'), { screen: 'admin' })],
  ];
}

import type { UnitHistory } from '../../services/staff/views.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { bold, code, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';

/** So that the newest steps, with long results, fit one message. */
const MOST_LINES = 25;
const RESULT_LIMIT = 80;
const NOTES_LIMIT = 500;

/** [History] of a unit: its newest steps as they are kept, each with its time and how long it took. */
export function unitHistoryCard(t: Translate, { unitId, qaNotes, lines }: UnitHistory): Screen {
  const shown = lines.slice(-MOST_LINES);
  const text: Piece[][] = [
    [bold(t('unit-history-title')), ' ', code(unitId)],
    [t(shown.length === 0 ? 'unit-history-none' : 'unit-history-what')],
    ...(shown.length > 0 ? [[]] : []),
    ...shown.map(({ ts, step, result, ms }) => [
      t('unit-history-line', { at: new Date(ts), step, result: tidy(result, RESULT_LIMIT) }),
      ...(ms === undefined ? [] : [` (${ms} ms)`]),
    ]),
    ...(qaNotes === null ? [] : [[], [t('unit-history-qa', { notes: tidy(qaNotes, NOTES_LIMIT) })]]),
  ];
  const back = tapButton(t('button-back'), { screen: 'unit', unitId });
  return { ...richLines(...text), reply_markup: { inline_keyboard: [[back]] } };
}

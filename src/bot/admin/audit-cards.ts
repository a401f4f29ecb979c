import type { InlineKeyboardButton } from 'grammy/types';
import type { Undoable } from '../../services/staff/audit-log.ts';
import type { AuditView, Listed } from '../../services/staff/views.ts';
import type { Tap } from '../callback-data.ts';
import type { Translate } from '../texts.ts';
import { inRows, tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { listArrows } from '../views/list-arrows.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { sureCard } from '../views/sure-card.ts';
import { actorWords, actWords, changeWords } from './audit-words.ts';

/** What stands above the list, and where its arrows lead. */
export type AuditList = {
  list: Listed<AuditView>;
  title: string;
  currency: string;
  /** Nothing is left out of it. */
  isWhole: boolean;
  tapOf: (page: number) => Tap;
};

/** /audit: who did what, newest first. */
export function auditCard(t: Translate, { list, title, currency, isWhole, tapOf }: AuditList): Screen {
  const none = list.items.length === 0 ? [[t('audit-none')]] : [];
  const lines: Piece[][] = [
    [bold(title)],
    ...list.items.flatMap((entry) => [[], ...entryLines(t, entry, currency)]),
    ...none,
  ];
  const buttons = list.items.map(({ entryId }) =>
    tapButton(t('audit-button-entry', { entry: String(entryId) }), { screen: 'audit-entry', entryId }),
  );
  const back = isWhole
    ? tapButton(t('button-back'), { screen: 'admin' })
    : tapButton(t('audit-button-all'), { screen: 'audit', page: 0 });
  const rows = [...inRows(buttons, 4), ...listArrows(t, list, tapOf), [back]];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: rows } };
}

/** One act, with the ways to others like it and, where it can be taken back, [Undo]. */
export function auditEntryCard(
  t: Translate,
  entry: AuditView & { undoable: Undoable },
  currency: string,
): Screen {
  const { entryId, actorId, after } = entry;
  const undoes =
    typeof after.undoes === 'number' ? [[t('audit-undoes', { entry: String(after.undoes) })]] : [];
  const lines: Piece[][] = [
    [bold(t('audit-entry-title', { entry: String(entryId) }))],
    ...entryLines(t, entry, currency),
    ...undoes,
  ];
  const undo = tapButton(t('audit-button-undo'), {
    screen: entry.undoable === 'staff' ? 'staff-undo' : 'audit-undo',
    entryId,
  });
  const rows: InlineKeyboardButton[][] = [
    entry.undoable === null ? [] : [undo],
    [
      tapButton(actorWords(t, entry), { screen: 'audit-by', actorId, page: 0 }),
      tapButton(entry.targetName === null ? tidy(entry.target) : tidy(entry.targetName), {
        screen: 'audit-of',
        entryId,
        page: 0,
      }),
    ],
    [tapButton(t('button-back'), { screen: 'audit', page: 0 })],
  ];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: rows.filter((row) => row.length > 0) } };
}

/** Asked before an act is taken back. */
export function undoSureCard(
  t: Translate,
  entry: AuditView & { undoable: Undoable },
  currency: string,
): Screen {
  const { entryId } = entry;
  return sureCard({
    title: t('audit-undo-sure-title'),
    lines: [actWords(t, entry), ...changeWords(t, entry, currency), t('audit-undo-sure')],
    yes: tapButton(t('audit-button-undo'), {
      screen: entry.undoable === 'staff' ? 'staff-undo-yes' : 'audit-undo-yes',
      entryId,
    }),
    back: tapButton(t('button-back'), { screen: 'audit-entry', entryId }),
  });
}

const entryLines = (t: Translate, entry: AuditView, currency: string): Piece[][] => [
  [t('audit-when', { entry: String(entry.entryId), at: entry.at })],
  [actWords(t, entry)],
  ...changeWords(t, entry, currency).map((line) => [line]),
];

import type { Maintenance } from '../../services/lanes/maintenance.ts';
import type { MaintenanceView } from '../../services/staff/maintenance-desk.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { sureCard } from '../views/sure-card.ts';

/** The line of an owner's own, as customers read it. */
export const WORDS_LIMIT = 300;

/** /maintenance: whether the shop is open, what customers read, and how that is changed. */
export function maintenanceCard(t: Translate, { state, waiting }: MaintenanceView): Screen {
  const lines: Piece[][] = [
    [bold(t('maintenance-title'))],
    ...(state ? onLines(t, state) : [[t('maintenance-is-off')]]),
    ...(waiting > 0 ? [[t('maintenance-waiting', { count: waiting })]] : []),
    [],
    [t('maintenance-usage')],
  ];
  const turn = state
    ? { ...tapButton(t('maintenance-button-off'), { screen: 'maintenance-off' }), style: 'success' as const }
    : tapButton(t('maintenance-button-on'), { screen: 'maintenance-on' });
  const back = tapButton(t('button-back'), { screen: 'admin' });
  return { ...richLines(...lines), reply_markup: { inline_keyboard: [[turn], [back]] } };
}

/** Asked before customers feel it. */
export const maintenanceSureCard = (t: Translate): Screen =>
  sureCard({
    title: t('maintenance-sure-title'),
    lines: [t('maintenance-sure')],
    yes: tapButton(t('maintenance-button-on'), { screen: 'maintenance-on-yes' }),
    back: tapButton(t('button-back'), { screen: 'maintenance' }),
  });

/** Above the staff's menu, so that nobody forgets it; '' = the shop is open. */
export const maintenanceLine = (t: Translate, state: Maintenance | null): string =>
  state === null ? '' : `${t('maintenance-is-on', { at: state.since })}\n\n`;

const onLines = (t: Translate, { since, words }: Maintenance): Piece[][] => [
  [t('maintenance-is-on', { at: since })],
  [words === null ? t('maintenance-no-words') : t('maintenance-words', { words: tidy(words, WORDS_LIMIT) })],
];

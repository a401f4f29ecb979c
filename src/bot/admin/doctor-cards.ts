import type { SweepName } from '../../services/upkeep/sweep.ts';
import type { Examination } from '../../services/upkeep/upkeep-service.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from '../views/buttons.ts';
import { tidy } from '../views/fit-to.ts';
import { bold, type Piece, richLines } from '../views/rich-text.ts';
import type { Screen } from '../views/screen.ts';
import { sureCard } from '../views/sure-card.ts';

const MOST_DETAILS = 12;
const DETAIL_LIMIT = 120;

/** While the doctor looks: how far it has got. */
export const doctorProgress = (
  t: Translate,
  { done, of, next }: { done: number; of: number; next: SweepName },
): Screen => ({
  text: t('doctor-progress', { done: String(done), of: String(of), sweep: t(`sweep-${next}`) }),
});

/** What every sweep found, fixed and left. `fixed` = the doctor was told to mend. */
export function doctorCard(t: Translate, { sweeps, isWell }: Examination, fixed: boolean): Screen {
  const told = sweeps.filter(({ found }) => found > 0);
  const details = told.flatMap((sweep) => sweep.details.map((words) => tidy(words, DETAIL_LIMIT)));
  const lines: Piece[][] = [
    [bold(t(isWell ? 'doctor-well' : fixed ? 'doctor-left' : 'doctor-ill'))],
    ...told.map(({ name, found, fixed: mended, failed }) => [
      t('doctor-line', {
        sweep: t(`sweep-${name}`),
        found: String(found),
        fixed: String(mended),
        failed: String(failed),
      }),
    ]),
    ...(isWell && told.length === 0 ? [[t('doctor-looked-at', { sweeps: namesOf(sweeps, t) })]] : []),
    ...(details.length > 0 ? [[], ...details.slice(0, MOST_DETAILS).map((words) => [`• ${words}`])] : []),
    ...(details.length > MOST_DETAILS ? [[t('admin-more', { count: details.length - MOST_DETAILS })]] : []),
  ];
  const mend = [tapButton(t('doctor-button-fix'), { screen: 'doctor-fix' })];
  const rows = [...(isWell ? [] : [mend]), [tapButton(t('button-back'), { screen: 'admin' })]];
  return { ...richLines(...lines), reply_markup: { inline_keyboard: rows } };
}

const namesOf = (sweeps: Examination['sweeps'], t: Translate): string =>
  sweeps.map(({ name }) => t(`sweep-${name}`)).join(', ');

/** Asked before anything is mended. */
export const doctorSureCard = (t: Translate): Screen =>
  sureCard({
    title: t('doctor-sure'),
    lines: [t('doctor-sure-what')],
    yes: tapButton(t('doctor-button-yes'), { screen: 'doctor-fix-yes' }),
    back: tapButton(t('button-back'), { screen: 'admin' }),
  });

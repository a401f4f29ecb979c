import { dayOf, type SeenNotice } from './life-notices.ts';
import type { Seen } from './life-scene.ts';
import type { Expected } from './life-steps.ts';

const NEXT_TO_NOTHING = 0.01;
/** Paid time begins when the panel has the access, and some panels are told an hour more. */
const DAYS_OFF = 0.1;

type Result = { news: readonly SeenNotice[]; paidAt: number } & Pick<Seen, 'onPanel' | 'seats'>;
type Told = string | number | boolean | null | undefined;

/** What is not as it must be, in words; empty = all is. `paidAt` ms. */
export function judgeStep(expected: Expected, { news, paidAt, onPanel, seats }: Result): string[] {
  const ends = onPanel?.endsAt ?? null;
  const questions: [what: string, is: Told, wanted: Told, by?: number][] = [
    ['notices', sorted(news.map(({ notice }) => notice)), sorted(expected.notices)],
    ['on the panel', onPanel !== null, expected.isThere],
    ['let in by the core', onPanel?.works, expected.works],
    ['GB allowed by the panel', onPanel?.limitGb, expected.limitGb],
    ['GB used on the panel', onPanel?.usedGb, expected.usedGb, NEXT_TO_NOTHING],
    ['days on the panel', ends && dayOf(ends, paidAt), expected.days, DAYS_OFF],
    ['seats taken', seats, expected.seats],
  ];
  return questions.flatMap(([what, is, wanted, by = 0]) =>
    isAsWanted(is, wanted, by) ? [] : [`${what}: ${is}, not ${wanted}`],
  );
}

/** What a live panel does not tell (null) is not asked, nor what does not matter here (undefined). */
function isAsWanted(is: Told, wanted: Told, by: number): boolean {
  if (wanted === undefined || is === null) return true;
  return typeof is === 'number' && typeof wanted === 'number' ? Math.abs(is - wanted) <= by : is === wanted;
}

const sorted = (names: readonly string[]): string => [...names].sort().join(', ');

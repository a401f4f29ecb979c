import { p } from '@mikro-orm/core';
import { instant } from './columns.ts';
import { later, minutes, type Period } from './values/period.ts';

const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;

/** What a lane did in a sixth of the window that began at `at` (ms since 1970, business time). */
export type CallSlice = { at: number; calls: number; silences: number; writes: number; repeats: number };

/** Whether a panel is asked at all, and how often a write to it may be repeated (RELIABILITY E5). */
export const breakerColumns = {
  breakerState: p.enum(BREAKER_STATES).default('closed'),
  /** When an open breaker lets one read through; null = it is not open. */
  breakerUntil: instant().strictNullable(),
  /** How often it opened since it was last closed: each time for longer. */
  breakerOpenings: p.integer().default(0),
  /** Calls in a row that got no answer. */
  breakerSilences: p.integer().default(0),
  /** Answers in a row since it let a read through. */
  breakerAnswers: p.integer().default(0),
  /** Since when nothing was answered; null = the last call was. */
  silentSince: instant().strictNullable(),
  /** Those of the window; null = nothing was done yet. */
  recentCalls: p.json<CallSlice[]>().strictNullable(),
};

/** Over which calls are counted; an opened breaker waits for half of it at first. */
export const BREAKER_WINDOW = minutes(1);
const SLICES = 6;
const sliceOf = (window: Period): Period => Math.max(1, Math.round(window / SLICES)) as Period;

/** It opens at so many silences in a row … */
export const MOST_SILENCES = 5;
/** … or when half of at least so many calls of the window were silences. */
const FEWEST_CALLS = 10;
/** So many answers close it. */
export const ANSWERS_TO_CLOSE = 3;

/** In windows. */
const FIRST_WAIT = 0.5;
const LONGEST_WAIT = 10;

/** One write in ten may be a repeated one, and three of the window in any case. */
const SHARE_OF_REPEATS = 0.1;
const FEWEST_REPEATS = 3;

/** How long a breaker stays open that opens for the `openings`th time; of a minute's window 30 s, 1 min, 2 min … 10 min. */
export const openFor = (openings: number, window: Period): Period =>
  (window * Math.min(FIRST_WAIT * 2 ** Math.min(openings - 1, 10), LONGEST_WAIT)) as Period;

type At = { at: Date; window: Period };

/** The slices of the window with one more thing counted in. */
export function counted(
  slices: readonly CallSlice[] | null,
  what: Partial<Omit<CallSlice, 'at'>>,
  { at, window }: At,
): CallSlice[] {
  const slice = sliceOf(window);
  const start = Math.floor(at.getTime() / slice) * slice;
  const kept = within(slices, { at, window });
  const present = kept.find((each) => each.at === start) ?? emptySlice(start);
  const added: CallSlice = {
    at: start,
    calls: present.calls + (what.calls ?? 0),
    silences: present.silences + (what.silences ?? 0),
    writes: present.writes + (what.writes ?? 0),
    repeats: present.repeats + (what.repeats ?? 0),
  };
  return [...kept.filter((each) => each.at !== start), added];
}

/** Half of what was asked in the window got no answer, and enough was asked to say so. */
export function isMostlySilent(slices: readonly CallSlice[]): boolean {
  const [calls, silences] = [sum(slices, 'calls'), sum(slices, 'silences')];
  return calls >= FEWEST_CALLS && silences * 2 >= calls;
}

/** When a write may be repeated; null = now. */
export function repeatAt(slices: readonly CallSlice[] | null, { at, window }: At): Date | null {
  const recent = within(slices, { at, window });
  const allowed = Math.max(FEWEST_REPEATS, Math.floor(sum(recent, 'writes') * SHARE_OF_REPEATS));
  if (sum(recent, 'repeats') < allowed) return null;
  const oldest = recent.filter(({ repeats }) => repeats > 0).map((slice) => slice.at);
  return later(new Date(Math.min(...oldest)), (sliceOf(window) + window) as Period);
}

const within = (slices: readonly CallSlice[] | null, { at, window }: At): CallSlice[] =>
  (slices ?? []).filter(
    (slice) => slice.at > at.getTime() - window - sliceOf(window) && slice.at <= at.getTime(),
  );

const emptySlice = (at: number): CallSlice => ({ at, calls: 0, silences: 0, writes: 0, repeats: 0 });

const sum = (slices: readonly CallSlice[], what: Exclude<keyof CallSlice, 'at'>): number =>
  slices.reduce((total, slice) => total + slice[what], 0);

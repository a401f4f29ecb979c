import { p } from '@mikro-orm/core';
import { instant } from './columns.ts';
import { later, minutes, type Period, seconds } from './values/period.ts';

const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;

/** What a lane did in ten seconds of business time that began at `at` (ms since 1970). */
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
  /** The last minute; null = nothing was done yet. */
  recentCalls: p.json<CallSlice[]>().strictNullable(),
};

const SLICE = seconds(10);
const WINDOW = minutes(1);

/** It opens at so many silences in a row … */
export const MOST_SILENCES = 5;
/** … or when half of at least so many calls of a minute were silences. */
const FEWEST_CALLS = 10;
/** So many answers close it. */
export const ANSWERS_TO_CLOSE = 3;

const FIRST_WAIT = seconds(30);
const LONGEST_WAIT = minutes(10);

/** One write in ten may be a repeated one, and three a minute in any case. */
const SHARE_OF_REPEATS = 0.1;
const FEWEST_REPEATS = 3;

/** How long a breaker stays open that opens for the `openings`th time: 30 s, 1 min, 2 min … 10 min. */
export const openFor = (openings: number): Period =>
  Math.min(FIRST_WAIT * 2 ** Math.min(openings - 1, 10), LONGEST_WAIT) as Period;

/** The slices of the last minute with one more thing counted in. */
export function counted(
  slices: readonly CallSlice[] | null,
  what: Partial<Omit<CallSlice, 'at'>>,
  at: Date,
): CallSlice[] {
  const start = Math.floor(at.getTime() / SLICE) * SLICE;
  const kept = lastMinute(slices, at);
  const present = kept.find((slice) => slice.at === start) ?? emptySlice(start);
  const added: CallSlice = {
    at: start,
    calls: present.calls + (what.calls ?? 0),
    silences: present.silences + (what.silences ?? 0),
    writes: present.writes + (what.writes ?? 0),
    repeats: present.repeats + (what.repeats ?? 0),
  };
  return [...kept.filter((slice) => slice.at !== start), added];
}

/** Half of what was asked in the last minute got no answer, and enough was asked to say so. */
export function isMostlySilent(slices: readonly CallSlice[]): boolean {
  const [calls, silences] = [sum(slices, 'calls'), sum(slices, 'silences')];
  return calls >= FEWEST_CALLS && silences * 2 >= calls;
}

/** When a write may be repeated; null = now. */
export function repeatAt(slices: readonly CallSlice[] | null, now: Date): Date | null {
  const recent = lastMinute(slices, now);
  const allowed = Math.max(FEWEST_REPEATS, Math.floor(sum(recent, 'writes') * SHARE_OF_REPEATS));
  if (sum(recent, 'repeats') < allowed) return null;
  const oldest = recent.filter(({ repeats }) => repeats > 0).map(({ at }) => at);
  return later(new Date(Math.min(...oldest)), (SLICE + WINDOW) as Period);
}

const lastMinute = (slices: readonly CallSlice[] | null, now: Date): CallSlice[] =>
  (slices ?? []).filter(({ at }) => at > now.getTime() - WINDOW - SLICE && at <= now.getTime());

const emptySlice = (at: number): CallSlice => ({ at, calls: 0, silences: 0, writes: 0, repeats: 0 });

const sum = (slices: readonly CallSlice[], what: Exclude<keyof CallSlice, 'at'>): number =>
  slices.reduce((total, slice) => total + slice[what], 0);

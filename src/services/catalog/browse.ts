import { createHash } from 'node:crypto';
import type { PlanOffer } from './plan-offer.ts';

/** What a person goes by on the way to a plan, in the order in which it is asked. */
const DIMENSIONS = ['country', 'category', 'duration'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** What was chosen so far, as the keys of groups; null = open. */
export type Choice = Readonly<Record<Dimension, string | null>>;

/** The offers that share a country, category or duration. */
export type Group = { key: string; offers: readonly PlanOffer[] };

/** The next screen of the shop: one choice among several groups, or the plans themselves. */
export type Step =
  | { kind: Dimension; choice: Choice; groups: readonly Group[] }
  | { kind: 'plans'; choice: Choice; offers: readonly PlanOffer[] };

export const NOTHING_CHOSEN: Choice = { country: null, category: null, duration: null };

/** Stands for "not told". */
const NONE = '_';

/**
 * What to ask next: the plans as soon as they fit on one screen and are of one country and category, else the first
 * of country, category and duration of which there is more than one. A choice that fits no plan any more is forgotten.
 * @param most how many plans one screen shows.
 */
export function nextStep(offers: readonly PlanOffer[], asked: Choice, most: number): Step {
  const fitting = offers.filter((offer) => fits(offer, asked));
  const isStale = fitting.length === 0;
  const choice = isStale ? NOTHING_CHOSEN : asked;
  const left = isStale ? offers : fitting;
  for (const kind of DIMENSIONS) {
    const groups = grouped(left, kind);
    const isWorthAsking = groups.length > 1 && (kind !== 'duration' || left.length > most);
    if (isWorthAsking) return { kind, choice, groups };
  }
  return { kind: 'plans', choice, offers: left };
}

/** The choice before this one; null = it was the first. */
export function stepBack(choice: Choice): Choice | null {
  const last = DIMENSIONS.findLast((kind) => choice[kind] !== null);
  if (!last) return null;
  const before = { ...choice, [last]: null };
  return DIMENSIONS.some((kind) => before[kind] !== null) ? before : null;
}

function grouped(offers: readonly PlanOffer[], kind: Dimension): Group[] {
  const groups = Map.groupBy(offers, (offer) => keyOf(offer, kind));
  const sorted = [...groups].map(([key, members]) => ({ key, offers: members }));
  return kind === 'duration' ? sorted.sort((one, other) => daysOf(one) - daysOf(other)) : sorted;
}

const daysOf = ({ offers }: Group): number => offers[0]?.durationDays ?? 0;

const fits = (offer: PlanOffer, choice: Choice): boolean =>
  DIMENSIONS.every((kind) => choice[kind] === null || choice[kind] === keyOf(offer, kind));

/** Short and of safe letters, because it stands in buttons. */
function keyOf({ country, category, durationDays }: PlanOffer, kind: Dimension): string {
  if (kind === 'duration') return String(durationDays);
  if (kind === 'country') return /^[a-z]{2}$/i.test(country ?? '') ? `${country}`.toLowerCase() : NONE;
  return category === null ? NONE : createHash('sha256').update(category).digest('base64url').slice(0, 8);
}

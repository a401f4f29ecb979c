import type { FullnessMarks } from './alert-settings.ts';

/** So far below a mark, in points, it counts as left: a seat to and fro is told once. */
const CLEARLY = 5;

const reached = (percent: number, { warning, critical }: FullnessMarks): number => {
  if (percent >= critical) return critical;
  return percent >= warning ? warning : 0;
};

/**
 * The mark that holds now, given the one that was told last; 0 = there is nothing to say. Higher than that one = it was
 * crossed.
 */
export function capacityMark(percent: number, noticed: number, marks: FullnessMarks): number {
  const mark = reached(percent, marks);
  if (mark >= noticed) return mark;
  return percent < noticed - CLEARLY ? mark : reached(noticed, marks);
}

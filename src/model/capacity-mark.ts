/** How full is worth a word: 75 per cent a warning, 90 critical; 0 = nothing to say. */
export type CapacityMark = 0 | 75 | 90;

/** So far below a mark, in points, it counts as left: a seat to and fro is told once. */
const CLEARLY = 5;

const reached = (percent: number): CapacityMark => {
  if (percent >= 90) return 90;
  return percent >= 75 ? 75 : 0;
};

/** The mark that holds now, given the one that was told last. Higher than that one = it was crossed. */
export function capacityMark(percent: number, noticed: number): CapacityMark {
  const mark = reached(percent);
  if (mark >= noticed) return mark;
  return percent < noticed - CLEARLY ? mark : reached(noticed);
}

/** What was measured, of which load, and whether it is as promised. */
export type Figure = {
  name: string;
  unit: 'ms' | 'MB';
  database: string;
  /** What was done meanwhile, in words. */
  load: string;
  n: number;
  p50: number;
  p95: number;
  max: number;
  /** null = reported without a promise. */
  target: { on: 'p95' | 'max'; most: number } | null;
};

type Measured = Pick<Figure, 'name' | 'unit' | 'database' | 'load'> & {
  samples: readonly number[];
  /** The most that is promised. */
  p95AtMost?: number;
  maxAtMost?: number;
};

/** @throws {RangeError} without a sample: a figure of nothing says nothing. */
export function figure({ samples, p95AtMost, maxAtMost, ...named }: Measured): Figure {
  if (samples.length === 0) throw new RangeError(`nothing was measured: ${named.name}`);
  const sorted = samples.toSorted((one, other) => one - other);
  return {
    ...named,
    n: sorted.length,
    p50: rank(sorted, 0.5),
    p95: rank(sorted, 0.95),
    max: rank(sorted, 1),
    target: targetOf(p95AtMost, maxAtMost),
  };
}

export const isMet = ({ target, ...values }: Figure): boolean =>
  target === null || values[target.on] <= target.most;

/** The smallest sample that is not exceeded by this share of all. */
const rank = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN);

function targetOf(p95AtMost?: number, maxAtMost?: number): Figure['target'] {
  if (p95AtMost !== undefined) return { on: 'p95', most: p95AtMost };
  return maxAtMost === undefined ? null : { on: 'max', most: maxAtMost };
}

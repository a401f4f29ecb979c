/** What was measured, of which load, and whether it is as promised. */
export type Figure = {
  name: string;
  unit: 'ms' | 'MB' | 'calls' | 'orders/min' | 'times' | 'orders' | 'statements';
  database: string;
  /** What was done meanwhile, in words. */
  load: string;
  n: number;
  p50: number;
  p95: number;
  max: number;
  /** null = reported without a promise. */
  target: { on: 'p95' | 'max'; most: number } | { on: 'p50'; least: number } | null;
};

type Measured = Pick<Figure, 'name' | 'unit' | 'database' | 'load'> & {
  samples: readonly number[];
  /** The most that is promised. */
  p95AtMost?: number;
  maxAtMost?: number;
  /** The least that half of them must reach. */
  p50AtLeast?: number;
};

/** @throws {RangeError} without a sample: a figure of nothing says nothing. */
export function figure({ samples, p95AtMost, maxAtMost, p50AtLeast, ...named }: Measured): Figure {
  if (samples.length === 0) throw new RangeError(`nothing was measured: ${named.name}`);
  const sorted = samples.toSorted((one, other) => one - other);
  return {
    ...named,
    n: sorted.length,
    p50: rank(sorted, 0.5),
    p95: rank(sorted, 0.95),
    max: rank(sorted, 1),
    target: targetOf({ p95AtMost, maxAtMost, p50AtLeast }),
  };
}

export function isMet({ target, ...values }: Figure): boolean {
  if (target === null) return true;
  return 'least' in target ? values[target.on] >= target.least : values[target.on] <= target.most;
}

/** The smallest sample that is not exceeded by this share of all. */
const rank = (sorted: readonly number[], share: number): number =>
  legible(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN);

const legible = (value: number): number => (value < 10 ? Math.round(value * 100) / 100 : Math.round(value));

type Promised = Pick<Measured, 'p95AtMost' | 'maxAtMost' | 'p50AtLeast'>;

function targetOf({ p95AtMost, maxAtMost, p50AtLeast }: Promised): Figure['target'] {
  if (p50AtLeast !== undefined) return { on: 'p50', least: p50AtLeast };
  if (p95AtMost !== undefined) return { on: 'p95', most: p95AtMost };
  return maxAtMost === undefined ? null : { on: 'max', most: maxAtMost };
}

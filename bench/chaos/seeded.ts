import { Chance } from '../../src/sandbox/chance.ts';

/** Chance of one part of a run: parts do not disturb each other's, so that a run can be played again part by part. */
export function seeded(seed: number, part: string): Chance {
  let mixed = seed | 0;
  for (const letter of part) mixed = Math.imul(mixed ^ letter.charCodeAt(0), 0x01000193);
  return new Chance(mixed);
}

/** One of several; the first where there is only one. @throws {Error} of none. */
export function pick<Value>(chance: Chance, values: readonly Value[]): Value {
  const value = values[chance.below(values.length)];
  if (value === undefined) throw new Error('there is nothing to choose from');
  return value;
}

import { GENERATIONS, type Generation } from './generation.ts';

const MOST_PANELS = 20;

/** Reads `2.8,3.6`. @throws {Error} naming the generations that are known, for whoever typed it. */
export function generationList(text: string): Generation[] {
  const given = text.split(',').map((part) => part.trim());
  if (given.length > MOST_PANELS) throw new Error(`--panels takes ${MOST_PANELS} panels at most`);
  return given.map(generationNamed);
}

/** Reads `2.8`. @throws {Error} as above. */
export function generationNamed(text: string): Generation {
  const known = GENERATIONS.find((generation) => generation === text);
  if (known) return known;
  const what = text === '' ? 'an empty name' : `"${text}"`;
  throw new Error(`${what} is no generation of 3x-ui that is simulated: take ${GENERATIONS.join(', ')}`);
}

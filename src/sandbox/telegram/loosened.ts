import { resolved, type Shape } from './schema.ts';

const BOOLEANS: Record<string, boolean> = {
  ...{ true: true, yes: true, y: true, t: true, 1: true },
  ...{ false: false, no: false, n: false, f: false, 0: false },
};

/**
 * A parameter at the top of a call as Telegram takes it: everything there is text to it, so a number may come as
 * digits and `true` as a word, an empty text is no parameter, and fixed words are found in any case.
 */
export function loosened(told: Shape, value: unknown): unknown {
  const shape = resolved(told);
  if (value === '') return undefined;
  if (typeof shape === 'object' && 'u' in shape) return loosenedToAny(shape.u, value);
  return typeof value === 'string' ? fromText(shape, value) : fromWord(shape, value);
}

/** Objects and lists that a form brings as JSON; a text that is none stays as it is. */
export function decoded(told: Shape, value: unknown): unknown {
  if (typeof value !== 'string' || value === '' || !isStructured(told)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function isStructured(told: Shape): boolean {
  const shape = resolved(told);
  if (typeof shape === 'string' || 'e' in shape) return false;
  return 'u' in shape ? shape.u.every(isStructured) : true;
}

function fromText(shape: Shape, value: string): unknown {
  if (shape === 'n') return isNumeric(value) ? Number(value) : value;
  if (shape === 'b') return BOOLEANS[value.toLowerCase()] ?? value;
  if (typeof shape === 'string' || !('e' in shape)) return value;
  return shape.e.find((word) => String(word).toLowerCase() === value.toLowerCase()) ?? value;
}

function fromWord(shape: Shape, value: unknown): unknown {
  const isWord = typeof value === 'number' || typeof value === 'boolean';
  if (shape === 'b' && isWord) return BOOLEANS[String(value)] ?? value;
  return shape === 's' && isWord ? String(value) : value;
}

/** A chat may be named or numbered: text fits there as it is. */
function loosenedToAny(shapes: Shape[], value: unknown): unknown {
  const isTextFine = shapes.some((shape) => shape === 's' || shape === 'f');
  if (typeof value === 'string' && isTextFine) return value;
  return shapes.map((shape) => loosened(shape, value)).find((changed) => changed !== value) ?? value;
}

function isNumeric(value: string): boolean {
  return value.trim() !== '' && Number.isFinite(Number(value));
}

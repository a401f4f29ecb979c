import { readFileSync } from 'node:fs';

/**
 * What a value has to be. A word is `s` text, `n` number, `b` yes or no, `f` a file, or `#Name` of an entry in `types`.
 * `e` one of these, `a` a list of, `u` any of, `d` by the word in that field, `o` an object with these fields.
 */
export type Shape =
  | string
  | { e: (string | number)[] }
  | { a: Shape }
  | { u: Shape[] }
  | { d: string; by: Record<string, Shape> }
  | { o: Fields };

/** `need` it must be there; `old` it is deprecated; `max` with its unit `of`, and `min`, hold before any mark-up is read. */
export type Field = { is: Shape; need?: 1; old?: 1; min?: number; max?: number; of?: Unit };
export type Fields = Record<string, Field>;
export type Unit = 'characters' | 'bytes' | 'items' | 'value';

/** The request side of the Bot API; `source` is the package and version it was derived from. */
export type Schema = { source: string; methods: Record<string, Fields>; types: Record<string, Shape> };

/** The schema as `npm run bot-api-schema` wrote it. */
export const SCHEMA: Schema = JSON.parse(readFileSync(new URL('./schema.json', import.meta.url), 'utf8'));

const NAMES = new Map(Object.keys(SCHEMA.methods).map((name) => [name.toLowerCase(), name] as const));

/** A method's name as the documentation writes it, found in any case; undefined where there is no such method. */
export function methodName(told: string): string | undefined {
  return NAMES.get(told.toLowerCase());
}

/** The shape a `#Name` stands for, every other shape as it is. */
export function resolved(shape: Shape): Shape {
  return typeof shape === 'string' && shape.startsWith('#')
    ? resolved(SCHEMA.types[shape.slice(1)] ?? 's')
    : shape;
}

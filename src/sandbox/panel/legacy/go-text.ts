import { isFields, parseGoJson } from '../go-json.ts';
import { Refused } from '../panel-reply.ts';

/** Where Go falls over a value that is not there: the caller gets an empty 500. */
export class Panic extends Error {}

/** JSON as Go's MarshalIndent writes a map: keys sorted, two spaces, `<`, `>` and `&` escaped. */
export const marshalIndent = (value: unknown): string =>
  JSON.stringify(sorted(value), null, 2).replaceAll(/[<>&\u2028\u2029]/g, unicodeEscape);

/** Reads a whole text of JSON. @throws {Refused} with the text of Go's Unmarshal. */
export function unmarshal(text: string): unknown {
  try {
    return parseGoJson(text);
  } catch (refused) {
    if (refused instanceof Refused && refused.message.endsWith('EOF')) {
      throw new Refused('unexpected end of JSON input');
    }
    throw refused;
  }
}

const unicodeEscape = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** What is sorted already is handed back as it is: settings of thousands of clients are mostly that. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isFields(value)) return value;
  const keys = Object.keys(value);
  const isFlat = keys.every((key) => typeof value[key] !== 'object' || value[key] === null);
  if (isFlat && keys.every((key, i) => i === 0 || String(keys[i - 1]) <= key)) return value;
  return Object.fromEntries(keys.sort().map((key) => [key, sorted(value[key])]));
}

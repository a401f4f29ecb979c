/** TypeScript's library does not know yet what every supported Node passes as a third argument. */
type Parse = (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown;

const MAYBE_UNSAFE = /\d{16}/;
const WHOLE = /^-?\d+$/;

/**
 * Reads JSON without rounding: whole numbers past 2^53 become bigints (panels count bytes there). The slow way is taken
 * only where such a number may stand. @throws {SyntaxError} when it is not JSON.
 */
export function parseLossless(text: string): unknown {
  if (!MAYBE_UNSAFE.test(text)) return JSON.parse(text) as unknown;
  return (JSON.parse as Parse)(text, (_key, value, { source }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && WHOLE.test(source ?? '')
      ? BigInt(source ?? '')
      : value,
  );
}

/** Writes what `parseLossless` read, whole numbers past 2^53 with all their digits. */
export const writeLossless = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? rawJson(each) : each));

/** TypeScript's library does not know this either. */
const rawJson = (number: bigint): unknown =>
  (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(String(number));

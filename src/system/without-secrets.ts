import type { LogFields } from '../services/ports/logger.ts';

const HIDDEN = '[secret]';
const DEEPEST = 4;
const LONGEST_TEXT = 4000;

/** Field names whose value is never shown, whatever it is. */
const SECRET_NAME =
  /token|passw|secret|credential|cookie|authori[sz]ation|links?$|uuid|sub_?id|payload|receipt|^(app_?|api_?)?keys?$/i;

/** Secrets known by their form, wherever they stand in a text, also percent-encoded. */
const SECRET_FORMS: readonly [RegExp, string][] = [
  [/\/bot\d+(?::|%3A)[\w-]+/gi, `/bot${HIDDEN}`],
  [/\b\d{5,}(?::|%3A)[\w-]{30,}/gi, HIDDEN],
  [
    /\b(vless|vmess|trojan|ssr?|hysteria2?|hy2|tuic|wireguard)(?::|%3A)(?:\/|%2F){2}[^\s"'<>]+/gi,
    `$1://${HIDDEN}`,
  ],
  [/\b(bearer)\s+[\w.~+/=-]+/gi, `$1 ${HIDDEN}`],
  [/:\/\/[^\s/@]+@/g, `://${HIDDEN}@`],
  [/\/s\/[\w-]{20,}/g, `/s/${HIDDEN}`],
  [/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, HIDDEN],
  [/\bv1\.[\w-]{1,16}\.[\w-]{16}\.[\w-]{22,}/g, HIDDEN],
];

/** The same fields as plain JSON values, fit to be read by anybody who may read the log. */
export const withoutSecrets = (fields: LogFields): LogFields => cleanFields(fields, 0);

/** A text with every secret of known form taken out, and cut where it is very long. */
export function scrubbed(text: string): string {
  const clean = SECRET_FORMS.reduce((left, [form, shown]) => left.replace(form, shown), text);
  return clean.length > LONGEST_TEXT ? `${clean.slice(0, LONGEST_TEXT)}...` : clean;
}

function cleanFields(fields: object, depth: number): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      SECRET_NAME.test(name) && value !== null && value !== undefined ? HIDDEN : clean(value, depth),
    ]),
  );
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return scrubbed(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  return typeof value === 'object' && value !== null ? cleanObject(value, depth) : value;
}

function cleanObject(value: object, depth: number): unknown {
  if (value instanceof Error) return cleanError(value, depth);
  if (value instanceof Date) return value.toJSON();
  if (depth >= DEEPEST) return '[deep]';
  if (Array.isArray(value) || value instanceof Set) return [...value].map((entry) => clean(entry, depth + 1));
  return isPlain(value) ? cleanFields(value, depth + 1) : `[${value.constructor?.name ?? 'object'}]`;
}

/** An axios error carries its request with headers and body, so nothing but these fields is taken over. */
function cleanError(error: Error & { code?: unknown }, depth: number): LogFields {
  return {
    name: error.name,
    message: scrubbed(String(error.message)),
    code:
      typeof error.code === 'string' || typeof error.code === 'number' ? clean(error.code, depth) : undefined,
    stack: typeof error.stack === 'string' ? scrubbed(error.stack) : undefined,
    cause: error.cause instanceof Error && depth < DEEPEST ? cleanError(error.cause, depth + 1) : undefined,
  };
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

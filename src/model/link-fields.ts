/** Settings of an inbound, as the core (Xray) words them; anything may be missing or of another kind. */
export type Fields = Readonly<Record<string, unknown>>;

/** Parameters of a link by their keys; an empty value is left out of the link. */
export type LinkParameters = Readonly<Record<string, string>>;

/** What is no object reads as an empty one. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** Numbers are words too; what is neither reads as nothing. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : ['number', 'bigint'].includes(typeof value) ? String(value) : '';

/** A count past 2^53, which JSON has no word for, becomes a text. */
export const jsonOf = (value: unknown): string =>
  JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? String(part) : part)) ?? '';

/** One word stands for a list of itself. */
export const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).map(textOf).filter((text) => text !== '');

/** The entries of a list that are objects. */
export const listOf = (value: unknown): readonly Fields[] =>
  (Array.isArray(value) ? value : []).map(fieldsOf).filter((entry) => Object.keys(entry).length > 0);

/** The core calls tcp by two names, and takes it where none is given. */
export const plainNetwork = (network: string): string =>
  network === 'raw' || network === '' ? 'tcp' : network;

/** Without what is empty. */
export const filled = (entries: Iterable<readonly [string, string]>): Record<string, string> =>
  Object.fromEntries([...entries].filter(([, value]) => value !== ''));

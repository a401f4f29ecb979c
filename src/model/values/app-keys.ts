import { Secret } from './secret.ts';

/** One key of AES-256; its id stands in everything sealed under it. */
export type AppKey = { readonly id: string; readonly key: Secret<Buffer> };

/** The shop's keys. The first one seals, all of them open. */
export type AppKeys = readonly [AppKey, ...AppKey[]];

const KEY_BYTES = 32;
const FORM = /^([A-Za-z0-9_-]{1,16}):([A-Za-z0-9+/]{43}=)$/;

/** Reads `k2:base64,k1:base64` (commas or lines). null = not that form, not 32 bytes each, or an id twice. */
export function parseAppKeys(text: string): AppKeys | null {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  const keys = parts.map(parseAppKey).filter((key) => key !== null);
  const [first, ...rest] = keys;
  const ids = new Set(keys.map((key) => key.id));
  if (!first || keys.length < parts.length || ids.size < keys.length) return null;
  return [first, ...rest];
}

/** The form that `parseAppKeys` reads. In the clear: for a file of mode 0600 and nothing else. */
export const writeAppKeys = (keys: AppKeys): string =>
  keys.map(({ id, key }) => `${id}:${key.reveal().toString('base64')}`).join(',');

function parseAppKey(part: string): AppKey | null {
  const [, id, base64] = FORM.exec(part) ?? [];
  if (id === undefined || base64 === undefined) return null;
  const key = Buffer.from(base64, 'base64');
  return key.length === KEY_BYTES ? { id, key: new Secret(key) } : null;
}

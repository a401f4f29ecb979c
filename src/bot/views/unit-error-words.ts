import type { Translate } from '../texts.ts';
import { tidy } from './fit-to.ts';

/** The classes of failures that have words; others are shown as they are. */
const KNOWN: ReadonlySet<string> = new Set([
  'not-sent',
  'unknown',
  'session',
  'busy',
  'conflict',
  'permanent',
  'poisoned',
  'auth',
  'tls',
  'forbidden-address',
  'unsupported',
  'qa',
  'refunded',
]);

const TEXT_LIMIT = 150;

/** Why a key could not be made: in words for its class, then in detail as the panel said it. */
export function unitErrorWords(t: Translate, code: string | null, text: string | null): string {
  const detail = text === null ? '' : tidy(text, TEXT_LIMIT);
  if (code === null || !KNOWN.has(code)) return [code, detail].filter(Boolean).join(': ');
  return detail === '' ? t(`unit-error-${code}`) : `${t(`unit-error-${code}`)} (${detail})`;
}

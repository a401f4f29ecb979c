import type { Translate } from '../texts.ts';

/** Between the letters of ASCII and the flags' own letters. */
const FLAG_LETTERS = 0x1f1e6 - 'A'.charCodeAt(0);

/** A country with its flag, in the reader's language; null = that is no country's code. @param code ISO 3166, two letters. */
export function countryWords(t: Translate, code: string | null): string | null {
  if (code === null || !/^[a-z]{2}$/i.test(code)) return null;
  const upper = code.toUpperCase();
  const name = new Intl.DisplayNames([t('language-code')], { type: 'region' }).of(upper) ?? upper;
  return `${flagOf(upper)} ${name}`;
}

/** @param code two letters from A to Z. */
export const flagOf = (code: string): string =>
  String.fromCodePoint(...[...code].map((letter) => letter.charCodeAt(0) + FLAG_LETTERS));

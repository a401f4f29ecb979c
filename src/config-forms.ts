import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseAppKeys } from './model/values/app-keys.ts';

const MOST_MILLISECONDS = 86_400_000;

/** 1, true, yes or 0, false, no. */
export function yesOrNo(fallback?: string, inSandbox?: string) {
  const form = z.stringbool({ truthy: ['1', 'true', 'yes'], falsy: ['0', 'false', 'no'] });
  return { form, problem: 'is neither yes nor no', mend: 'write 1 or 0', fallback, inSandbox };
}

/** A limit that is smaller in the sandbox. At most a day: timers of Node end at 24 days. */
export function milliseconds(fallback: string, inSandbox: string) {
  return { ...limit('milliseconds', [1, MOST_MILLISECONDS], fallback), inSandbox };
}

/** A whole number of `unit` between two bounds, both allowed. */
export function limit(unit: string, [least, most]: readonly [number, number], fallback: string) {
  return {
    form: wholeNumber(least, most),
    problem: `is not a number of ${unit} that can be`,
    mend: `write a whole number from ${least} to ${most}`,
    fallback,
  };
}

/** A page that people open; kept as it was written. */
export function pageAddress() {
  return {
    form: z
      .string()
      .refine((text) => isWebAddress(text))
      .nullable(),
    problem: 'is not a web address',
    mend: 'write https://... or leave it empty',
  };
}

/** A text of this form. */
export function matching(form: RegExp) {
  return z.string().regex(form);
}

/** Digits only: no sign, no 1e3, no 0x10. */
export function wholeNumber(least: number, most: number) {
  return matching(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most));
}

/** What comes out ends in no slash: paths are put behind it. */
export function baseAddress(isWanted: (url: URL) => boolean = () => true) {
  return z
    .string()
    .refine((text) => isWebAddress(text, (url) => url.search === '' && isWanted(url)))
    .transform((text) => text.replace(/\/+$/, ''));
}

/** Whether nothing but this machine answers there. */
export function isOnThisMachine(address: string | undefined): boolean {
  return address !== undefined && /^(127(\.\d+){3}|localhost|\[::1\])$/.test(new URL(address).hostname);
}

function isWebAddress(text: string, isWanted: (url: URL) => boolean = () => true): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.hash && isWanted(url);
}

/** Behind a path that is nobody else's; the deeper rules stand in config-webhook.ts. */
export function isWebhookAddress({ href, protocol, pathname }: URL): boolean {
  const isTaken = /^\/(s|healthz|readyz|_shop)(\/|$)/.test(pathname);
  return (protocol === 'https:' || isOnThisMachine(href)) && /^(\/[\w.~-]+)+\/*$/.test(pathname) && !isTaken;
}

/** Also one without a host: sockets are named in the query. */
export function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? '');
}

/** One server, several with commas between them, or a name that stands for them (`mongodb+srv:`). */
export function isMongoUri(text: string): boolean {
  return /^mongodb(\+srv)?:\/\/[^\s/]+(\/\S*)?$/.test(text);
}

/** The parts between commas. */
export function list(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

/** A decimal as an exact fraction; not reduced. */
export function fraction(decimal: string): { numerator: bigint; denominator: bigint } {
  const [whole = '', rest = ''] = decimal.split('.');
  return { numerator: BigInt(whole + rest), denominator: 10n ** BigInt(rest.length) };
}

/** Keys as they stand in APP_KEYS. */
export function appKeys(text: string, context: z.RefinementCtx) {
  const keys = parseAppKeys(text);
  if (keys) return keys;
  context.addIssue('not keys');
  return z.NEVER;
}

/** The same from a file. */
export function readAppKeys(file: string, context: z.RefinementCtx) {
  try {
    return appKeys(readFileSync(file, 'utf8'), context);
  } catch {
    context.addIssue('not readable');
    return z.NEVER;
  }
}

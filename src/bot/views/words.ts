import { days } from '../../model/values/period.ts';
import { type Bytes, gigabytes } from '../../model/values/traffic.ts';
import type { Translate } from '../texts.ts';

const DAYS_PER_YEAR = 365;
const DAYS_PER_MONTH = 30;

/** A plan's length: whole years or months where it is one, else days. */
export function termWords(t: Translate, durationDays: number): string {
  if (durationDays % DAYS_PER_YEAR === 0) return t('term-years', { count: durationDays / DAYS_PER_YEAR });
  if (durationDays % DAYS_PER_MONTH === 0) return t('term-months', { count: durationDays / DAYS_PER_MONTH });
  return t('term-days', { count: durationDays });
}

/** @param gb null = unlimited. */
export const trafficWords = (t: Translate, gb: number | null): string =>
  gb === null ? t('traffic-unlimited') : t('traffic-gb', { gb });

/** Gigabytes with at most one decimal, rounded down: nobody is promised more than there is. */
export const gigabytesOf = (size: bigint): number => Number((size * 10n) / gigabytes(1n)) / 10;

/** What is left of the traffic; null = unlimited. */
export function bytesLeft({ used, limit }: { used: Bytes; limit: Bytes | null }): bigint | null {
  if (limit === null) return null;
  return used >= limit ? 0n : limit - used;
}

/** @param expiresAt null = never. */
export function daysLeftWords(t: Translate, expiresAt: Date | null, now: Date): string {
  if (expiresAt === null) return t('days-forever');
  const left = expiresAt.getTime() - now.getTime();
  return left <= 0 ? t('days-none') : t('days-left', { count: Math.ceil(left / days(1)) });
}

const LONGEST_MS = 600_000;

/**
 * The ms that a `Retry-After` header asks for, whole seconds or a moment after the answer's own `Date` (RFC 9110,
 * 10.2.3); ten minutes at most, because whoever stands in between may have written it. null = there is none, or nothing
 * that can be read.
 */
export function retryAfter(header: unknown, date: unknown): number | null {
  if (typeof header !== 'string' || header === '') return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.parse(String(date));
  return Number.isNaN(ms) ? null : Math.min(Math.max(0, ms), LONGEST_MS);
}

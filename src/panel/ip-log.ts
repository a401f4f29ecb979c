import { z } from 'zod';

const entry = z.union([z.string(), z.object({ ip: z.string() }).transform(({ ip }) => ip)]);

/**
 * The addresses in a panel's log of a client: "No IP Record", a list in a text (to 2.8.10), `1.2.3.4 (date)` (to 3.3),
 * `{ip, time, node}` (3.4 and later). What cannot be read counts as none. Source: contract 3x-ui section 4.
 */
export function ipsOf(log: unknown): string[] {
  const listed = typeof log === 'string' ? fromText(log) : log;
  const entries = z.array(entry).safeParse(listed).data ?? [];
  return [...new Set(entries.map((each) => each.split(' ')[0] ?? '').filter((ip) => ip !== ''))];
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return [];
  }
}

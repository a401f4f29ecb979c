import type { Answer } from './recorded-caller.ts';
import type { Exchange } from './recorded-scene.ts';

/** An answer as two panels can be compared: status and headers that matter, and the body without what time draws. */
export type Comparable = { head: Record<string, unknown>; body: unknown };

const RECORDED_BASE = '/p4nel/';

/** What was recorded. */
export function comparableRecord({ response }: Exchange): Comparable {
  const cookies = response.headers['set-cookie'];
  const { json, html, text = '' } = response;
  return {
    head: {
      status: response.status,
      type: response.headers['content-type'] ?? '',
      location: response.headers.location ?? '',
      cookies: (Array.isArray(cookies) ? cookies.map(String) : []).map((cookie) =>
        rulesOf(cookie, RECORDED_BASE),
      ),
    },
    body: html ?? (json === undefined ? text : comparable(json, null)),
  };
}

/** What the panel below `base` answered to the same request; shown as far as the record shows it. */
export function comparableAnswer(
  { status, headers, text }: Answer,
  { response }: Exchange,
  base: string,
): Comparable {
  const type = headers.get('content-type') ?? '';
  return {
    head: {
      status,
      type,
      location: (headers.get('location') ?? '').replace(base, RECORDED_BASE),
      cookies: headers.getSetCookie().map((cookie) => rulesOf(cookie, base)),
    },
    body: bodyOf(text, type, shownIn(response.cut)),
  };
}

function bodyOf(text: string, type: string, shown: string | null): unknown {
  if (type.startsWith('application/json')) return comparable(JSON.parse(text), shown);
  return type.startsWith('text/html') ? pageOf(text) : text;
}

/** "settings.clients holds 4 clients; shown are those named x": the name, null where nothing is cut. */
const shownIn = (cut: string | undefined): string | null => /those named (.+)$/.exec(cut ?? '')?.[1] ?? null;

const pageOf = (html: string) => ({
  title: /<title>(.*)<\/title>/.exec(html)?.[1] ?? null,
  cacheBusters: [...new Set([...html.matchAll(/\?(\d+\.\d+\.\d+)"/g)].map((found) => found[1]))],
});

/** All of a cookie but its value and its end. */
const rulesOf = (cookie: string, base: string): string =>
  cookie
    .split('; ')
    .filter((part) => !/^(3x-ui|Expires)=/.test(part))
    .map((part) => (part === `Path=${base}` ? 'Path=base' : part))
    .join('; ');

function comparable(value: unknown, shown: string | null): unknown {
  if (Array.isArray(value)) return value.map((item) => comparable(item, shown));
  if (typeof value === 'string') return value.replace(/spx=%2F\w{15}/, 'spx=drawn');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, comparableField(key, item, shown)]),
  );
}

function comparableField(key: string, value: unknown, shown: string | null): unknown {
  if (key === 'settings' && typeof value === 'string') return untimed(onlyShown(value, shown));
  if (key === 'lastTrafficResetTime') return value === 0 ? 'never' : 'at some time';
  return comparable(value, shown);
}

const untimed = (settings: string): string => settings.replaceAll(/"((?:cre|upd)ated_at)": \d+/g, '"$1": 0');

function onlyShown(text: string, shown: string | null): string {
  if (shown === null) return text;
  const settings: { clients?: { email?: string }[] } = JSON.parse(text);
  const clients = settings.clients?.filter(({ email }) => email === shown);
  return JSON.stringify({ ...settings, clients }, null, 2);
}

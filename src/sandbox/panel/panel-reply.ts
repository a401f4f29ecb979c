/** What goes back over the wire. */
export type Reply = { status: number; headers: Record<string, string | string[]>; body: string };

/** A business "no" of the panel: HTTP 200, `success:false`, msg = `prefix (text)`. */
export class Refused extends Error {
  readonly prefix: string;

  constructor(text: string, prefix = 'Something went wrong') {
    super(text);
    this.prefix = prefix;
  }
}

export const NOT_FOUND_TEXT = 'record not found';

export const ok = (obj: unknown = null, msg = ''): Reply => json({ success: true, msg, obj });

export const failed = (msg: string, obj: unknown = null): Reply => json({ success: false, msg, obj });

export const refusal = (refused: Refused): Reply => failed(`${refused.prefix} (${refused.message})`);

export const json = (value: unknown): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

export const empty = (status: number): Reply => ({ status, headers: {}, body: '' });

export const html = (status: number, body: string): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body,
});

export const redirect = (location: string): Reply => ({
  status: 307,
  headers: { 'content-type': 'text/html; charset=utf-8', location },
  body: `<a href="${location}">Temporary Redirect</a>.\n\n`,
});

export const withCookies = (reply: Reply, cookies: string[]): Reply =>
  cookies.length === 0 ? reply : { ...reply, headers: { ...reply.headers, 'set-cookie': cookies } };

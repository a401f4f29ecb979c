import type { ClientDesk } from './client-desk.ts';
import type { ClientsTraits, LinkTraits } from './clients-traits.ts';
import { isFields, parseGoJson, parseGoStruct } from './go-json.ts';
import type { Fields } from './panel-records.ts';
import type { Reply } from './panel-reply.ts';
import type { PanelStore } from './panel-store.ts';

/** One request to the panel. `path` is below the base path, without query; `headers` have lower-case names. */
export type Call = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: string;
  remoteIp: string;
};

/** What the handlers of routes share. */
export type Panel = {
  store: PanelStore;
  desk: ClientDesk;
  traits: ClientsTraits;
  now: () => number;
  core: { state: string; errorMsg: string };
  /** Whether the status is still unknown, as in the first seconds of a real panel. */
  isWarmingUp: () => boolean;
};

/** `params` are the parts of the path that the route names with a colon, decoded. */
export type Handler = (panel: Panel, call: Call, params: Record<string, string>) => Reply;

/** `path` below `panel/api/`. */
export type Route = { method: 'GET' | 'POST'; path: string; handle: Handler };

/** The host that links point at: the one of the request, without its port; mostly 127.0.0.1 is called localhost. */
export function hostOf(call: Call, { keepsLoopback }: LinkTraits): string {
  const host = (call.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  if (keepsLoopback) return host;
  return ['', '127.0.0.1', '::1'].includes(host) ? 'localhost' : host;
}

export const isForm = (call: Call): boolean =>
  (call.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');

/** The body as JSON, whatever its content type says. @throws {Refused} with Go's text. */
export const jsonBody = (call: Call): unknown => parseGoJson(call.body);

/** The body as a list of emails. @throws {Refused} */
export const emailsIn = (call: Call): Fields =>
  parseGoStruct(jsonBody(call), { name: '', fields: { emails: '[]string' } });

/** The body as a form or as a JSON object; anything else is null. */
export function looseBody(call: Call): Fields | null {
  if (isForm(call) || call.headers['content-type'] === undefined) {
    return Object.fromEntries(new URLSearchParams(call.body));
  }
  try {
    const body: unknown = JSON.parse(call.body);
    return isFields(body) ? body : null;
  } catch {
    return null;
  }
}

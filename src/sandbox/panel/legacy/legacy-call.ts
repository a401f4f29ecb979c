import { isFields, parseGoJson } from '../go-json.ts';
import { type Call, isForm, looseBody } from '../panel-call.ts';
import type { Fields } from '../panel-records.ts';
import { Refused, type Reply } from '../panel-reply.ts';
import type { ClientBook } from './client-book.ts';
import type { InboundBook } from './inbound-book.ts';
import type { LegacyCore } from './legacy-core.ts';
import type { LegacyStore } from './legacy-store.ts';
import type { LegacyTraits } from './legacy-traits.ts';
import type { TrafficDesk } from './traffic-desk.ts';

/** What the handlers of a legacy panel share. */
export type LegacyPanel = {
  store: LegacyStore;
  traits: LegacyTraits;
  core: LegacyCore;
  clients: ClientBook;
  inbounds: InboundBook;
  traffic: TrafficDesk;
  now: () => number;
  /** Whether the status is still unknown, as in the first seconds of a real panel. */
  isWarmingUp: () => boolean;
};

/** A success in English; the words are put into the caller's language on the way out. */
export type Said = { msg: string; obj: unknown };

export type Params = Readonly<Record<string, string>>;

/** A handler says what happened, hands back a whole reply, or throws {Refused} or {Panic}. */
export type LegacyHandler = (panel: LegacyPanel, call: Call, params: Params) => Said | Reply;

/** `path` below the base path; parts that begin with a colon are named parameters. */
export type LegacyRoute = { method: 'GET' | 'POST'; path: string; handle: LegacyHandler };

export const said = (obj: unknown = null, msg = ''): Said => ({ msg, obj });

/** The body as a form or as JSON, whichever its content type says. @throws {Refused} with Go's text */
export function boundBody(call: Call): unknown {
  if (isForm(call) || call.headers['content-type'] === undefined) return looseBody(call) ?? {};
  return parseGoJson(call.body);
}

/** As `boundBody`, an object. @throws {Refused} */
export function boundFields(call: Call): Fields {
  const body = boundBody(call);
  if (!isFields(body)) throw new Refused('json: cannot unmarshal into Go value');
  return body;
}

/** Runs `act`; a refusal gets other words before it. @throws {Refused} */
export function under<Value>(prefix: string, act: () => Value): Value {
  try {
    return act();
  } catch (refused) {
    if (refused instanceof Refused) throw new Refused(refused.message, prefix);
    throw refused;
  }
}

/** A number in a path. @throws {Refused} with the words of the version's handler before Go's */
export function idIn(text: string, prefix: string): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw new Refused(`strconv.Atoi: parsing "${text}": invalid syntax`, prefix);
}

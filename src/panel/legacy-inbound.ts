import { z } from 'zod';
import { jsonObject } from './answers.ts';
import { isNamed } from './remote-client.ts';

/** A client as it stands in the settings of its inbound, with all that the panel keeps there. */
export type LegacyEntry = Readonly<Record<string, unknown>> & { readonly email: string };

/**
 * An inbound of a panel up to 3.0, where clients are a part of its settings, as one client on it sees it: of the others
 * only their number is kept, for there can be 20,000.
 */
export type LegacyInbound = {
  readonly id: number;
  readonly protocol: string;
  /** As the panel answered it, but without settings and counters. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** Without the clients. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Two are one client: 3.0 makes two of a repeated add. */
  readonly ours: readonly LegacyEntry[];
  /** Also those that nobody can read. */
  readonly neighbours: number;
};

/** What a search of the panel's whole list found. */
export type LegacySearch = {
  readonly found: LegacyInbound | null;
  /** An inbound whose settings cannot be read may hide whom nobody finds. */
  readonly isHidden: boolean;
};

const shape = z.looseObject({ id: z.number(), protocol: z.string().catch('') });
const entries = z.array(z.unknown()).catch([]);
const named = z.object({ email: z.string() });

/** An answer of `inbounds/get`, or an entry of the list. null = not an inbound, or its settings are not JSON. */
export function legacyInbound(answer: unknown, ...emails: readonly string[]): LegacyInbound | null {
  const parsed = shape.safeParse(answer).data;
  const settings = jsonObject(parsed?.settings);
  if (parsed === undefined || settings === null) return null;
  const { settings: _text, clientStats: _counted, ...raw } = parsed;
  const { clients, ...rest } = settings;
  const all = entries.parse(clients);
  const ours = all.filter((client): client is LegacyEntry => emails.some((email) => isNamed(client, email)));
  const { id, protocol } = parsed;
  return { id, protocol, raw, settings: rest, ours, neighbours: all.length - ours.length };
}

/** Where in the panel's list a client stands. */
export function searchIn(list: readonly unknown[], email: string): LegacySearch {
  const seen = list.map((entry) => legacyInbound(entry, email));
  const found = seen.find((inbound) => inbound !== null && inbound.ours.length > 0) ?? null;
  return { found, isHidden: seen.includes(null) };
}

/** What on a panel makes every add fail (recordings 10 and 30), with the mend, in English for the admin. */
export const poisonIn = (list: readonly unknown[]): string[] => list.flatMap(poisonOf);

const listed = z.looseObject({ id: z.number().catch(0), remark: z.string().catch('') });

function poisonOf(entry: unknown): string[] {
  const inbound = listed.safeParse(entry).data;
  if (inbound === undefined) return [];
  const name = `Inbound #${inbound.id} "${inbound.remark}"`;
  const settings = jsonObject(inbound.settings);
  if (settings === null) {
    return [`${name} is at fault: its settings are not readable JSON. Delete or mend it on the panel.`];
  }
  const place = entries.parse(settings.clients).findIndex((client) => !named.safeParse(client).success);
  if (place < 0) return [];
  return [
    `${name} is at fault: client no. ${place + 1} on it has no email. Give it one, or delete it, on the panel.`,
  ];
}

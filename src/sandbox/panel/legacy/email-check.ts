import type { Fields } from '../panel-records.ts';
import { Refused } from '../panel-reply.ts';
import { clientsIn, textOf } from './legacy-records.ts';
import type { LegacyStore } from './legacy-store.ts';
import type { LegacyTraits } from './legacy-traits.ts';

type Parts = { store: LegacyStore; traits: LegacyTraits };

/** The clients of all inbounds. @throws {Refused} where the settings of one of them cannot be read */
const everyClient = (store: LegacyStore): Fields[] =>
  store.inbounds().flatMap((inbound) => {
    const settings = store.settingsOf(inbound);
    if (settings === null) throw new Refused('malformed JSON');
    return clientsIn(settings);
  });

/**
 * Looks at the names of new clients, and thereby at every client of the panel: one unreadable inbound, or (before 3.0)
 * one client without an email, lets every addition fail. @throws {Refused}
 */
export function checkNewClients({ store, traits }: Parts, clients: Fields[]): void {
  const known = everyClient(store);
  if (traits.checksIdentity) checkNamed(clients);
  else checkReadable(known);
  const holders = new Map(known.map((client) => [nameOf(client), textOf(client, 'subId')]));
  for (const client of clients.filter((one) => nameOf(one) !== '')) {
    const subId = textOf(client, 'subId');
    const holder = holders.get(nameOf(client));
    const isShared = traits.checksIdentity && subId !== '' && holder === subId;
    if (holder !== undefined && !isShared) throw new Refused(`Duplicate email: ${textOf(client, 'email')}\n`);
    holders.set(nameOf(client), subId);
  }
}

function checkNamed(clients: Fields[]): void {
  if (clients.some((client) => nameOf(client) === '')) throw new Refused('client email is required\n');
}

function checkReadable(known: Fields[]): void {
  if (known.some(({ email }) => email === undefined || email === null)) throw new Refused(NULL_EMAIL);
}

/** Emails are the same in any letter case. */
const nameOf = (client: Fields): string => textOf(client, 'email').toLowerCase();

const NULL_EMAIL =
  'sql: Scan error on column index 0, name "JSON_EXTRACT(client.value, \'$.email\')": converting NULL to string is unsupported';

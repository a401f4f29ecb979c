/** What an admin can give a client on the panel and the shop has no wish for. */
const GIVEN = ['group', 'security', 'limitHwid'];

type Fields = Readonly<Record<string, unknown>>;

/** What of a client's record (`clients/get`, from 3.1 on) an update must bring back. */
export const keptOf = (record: Fields): Fields =>
  Object.fromEntries(GIVEN.flatMap((field) => (record[field] ? [[field, record[field]]] : [])));

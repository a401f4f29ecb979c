import {
  type Panel,
  type PanelAccess,
  PanelFault,
  type RemoteClient,
  type RemoteInbound,
} from '../ports/panel.ts';
import { isThrowAway } from './throw-away.ts';

/** Everybody else's inbounds and clients as they stand on the panel. */
export type Neighbours = {
  readonly inbounds: ReadonlyMap<number, string>;
  /** By inbound and name; a client may stand on several inbounds. */
  readonly clients: ReadonlyMap<string, RemoteClient>;
  /** Inbounds whose clients could not be read, each with the reason. */
  readonly unread: readonly string[];
};

/** Reads what must be the same afterwards. @throws {PanelFault} of the list. */
export async function lookAtNeighbours(panel: Panel, access: PanelAccess): Promise<Neighbours> {
  const inbounds = (await panel.listInbounds(access)).filter(({ remark }) => !isThrowAway(remark));
  const clients = new Map<string, RemoteClient>();
  const unread: string[] = [];
  for (const inbound of inbounds) {
    const emails = inbound.emails.filter((email) => !isThrowAway(email));
    const found = await readAll({ panel, access, unread }, inbound, emails);
    for (const [email, client] of found) clients.set(placeOf(inbound, email), client);
  }
  return {
    inbounds: new Map(inbounds.map((inbound) => [inbound.remoteId, shapeOf(inbound)])),
    clients,
    unread,
  };
}

/** What is not as it was; counters, and what the panel itself does to a client that ran out, are left aside. */
export function changesOf(before: Neighbours, after: Neighbours, now: Date): string[] {
  const inbounds = [...before.inbounds].filter(([id, shape]) => after.inbounds.get(id) !== shape);
  const clients = [...before.clients].filter(
    ([place, client]) => !isAsBefore(client, after.clients.get(place), now),
  );
  const strange = [...after.clients.keys()].filter((place) => !before.clients.has(place));
  return [
    ...inbounds.map(([id]) => `inbound ${id} is not as it was`),
    ...clients.map(([place]) => `${place} is not as it was`),
    ...strange.map((place) => `${place} came`),
  ];
}

const placeOf = ({ remoteId }: RemoteInbound, email: string): string =>
  `client ${email} on inbound ${remoteId}`;

type Reader = { panel: Panel; access: PanelAccess; unread: string[] };

async function readAll(
  { panel, access, unread }: Reader,
  inbound: RemoteInbound,
  emails: readonly string[],
): Promise<Map<string, RemoteClient>> {
  if (emails.length === 0) return new Map();
  try {
    return await panel.readClients(access, inbound.remoteId, emails);
  } catch (fault) {
    if (!(fault instanceof PanelFault) || !isAnswered(fault)) throw fault;
    unread.push(`inbound ${inbound.remoteId} “${inbound.remark}”: ${fault.message}`);
    return new Map();
  }
}

/** Whether the panel did tell, only not so that it could be read. */
const isAnswered = ({ retryable, message }: PanelFault): boolean =>
  !retryable || /cannot be read|of another shape/.test(message);

/** The order of the clients counts too: links of some apps name them by place. */
const shapeOf = (inbound: RemoteInbound): string => {
  const { used: _, emails, ...rest } = inbound;
  return textOf({ ...rest, emails: emails.filter((email) => !isThrowAway(email)) });
};

function isAsBefore(before: RemoteClient, after: RemoteClient | undefined, now: Date): boolean {
  if (after === undefined) return false;
  const isEnabled = after.enable || (before.enable && isRunOut(after, now));
  return entryOf(before, before.enable) === entryOf({ ...after, expiresAt: endOf(before, after) }, isEnabled);
}

/** What the read told of the inbound itself is compared once, by its own shape. */
function entryOf(
  { used: _, enable: __, listener: ___, inboundIds, ...rest }: RemoteClient,
  enable: boolean,
): string {
  const others = [...inboundIds].sort((a, b) => a - b);
  return textOf({ ...rest, enable, others });
}

const textOf = (value: object): string =>
  JSON.stringify(value, (_name, each: unknown) => (typeof each === 'bigint' ? String(each) : each));

function isRunOut({ expiresAt, trafficLimit, used }: RemoteClient, now: Date): boolean {
  const isOver = expiresAt !== null && expiresAt <= now;
  return isOver || (trafficLimit !== null && used !== null && used >= trafficLimit);
}

/** A period that waits for the first use (an end before 1970) becomes a date by itself. */
const endOf = (before: RemoteClient, after: RemoteClient): Date | null =>
  before.expiresAt !== null && before.expiresAt.getTime() < 0 ? before.expiresAt : after.expiresAt;

import type { ServerClient } from '../../model/server-client.ts';
import { compareWithPanel } from '../lanes/wanted-client.ts';
import type { PanelInventory, RemoteClient, RemoteInbound } from '../ports/panel.ts';
import type { OursOnPanel } from './ours-on-panel.ts';

/** How a panel differs from what the shop has written down. Emails name clients; a client row's id where there is one. */
export type PanelDrift = {
  /** Sold, in its time, and not on the panel. */
  missing: readonly number[];
  /** Sold on an inbound that the panel no longer lists. */
  stranded: readonly number[];
  /** With other values than were sold. */
  edited: readonly number[];
  /** More than once in one inbound. */
  twins: readonly number[];
  /** Given up or ended, and there all the same. */
  undead: readonly string[];
  /** A second living placement of a unit that has another. */
  doubled: readonly string[];
  /** Under our name, and no row knows them. */
  orphans: readonly string[];
  /** How many clients should be there. */
  expected: number;
};

export type Seen = { ours: OursOnPanel; inventory: PanelInventory; prefix: string; now: Date };

/** An inbound whose clients the panel lists, but in a way that cannot be read, says nothing of who is missing (row 64). */
const UNREADABLE = /^its settings are not readable JSON|cannot read$/;

/** Compares one list of a panel with the rows of its server; `edited` is found by a closer look. */
export function driftOf({ ours, inventory, prefix, now }: Seen): Omit<PanelDrift, 'edited'> {
  const listed = new Map(inventory.inbounds.map((inbound) => [inbound.remoteId, inbound]));
  const present = new Set(inventory.inbounds.flatMap(({ emails }) => emails));
  const sold = ours.living.filter((client) => client.wanted === 'enabled' && !client.isExpired(now));
  const gone = sold.filter(({ email }) => !present.has(email));
  const isHere = ({ inbound }: ServerClient) => listed.has(inbound.remoteId);
  const isReadable = ({ inbound }: ServerClient) => !isUnreadable(listed.get(inbound.remoteId));
  return {
    missing: idsOf(gone.filter((client) => isHere(client) && isReadable(client))),
    stranded: idsOf(gone.filter((client) => !isHere(client))),
    twins: idsOf(ours.living.filter(({ email }) => inventory.inbounds.some((each) => twice(each, email)))),
    undead: [...ours.over].filter((email) => present.has(email)),
    doubled: [...ours.spare].filter((email) => present.has(email)),
    orphans: [...present].filter((email) => email.startsWith(prefix) && !ours.known.has(email)),
    expected: sold.length,
  };
}

/** Whether somebody changed it on the panel. That it ran out there is no change: the numbers say so as well. */
export function isEdited(client: ServerClient, remote: RemoteClient, now: Date): boolean {
  const comparison = compareWithPanel(client, remote, client.inbound.remoteId);
  if (comparison.kind === 'exact') return false;
  if (comparison.kind === 'foreign') return true;
  const fields = comparison.fields.filter((field) => field !== 'enable' || !ranOut(client, remote, now));
  return fields.length > 0;
}

function ranOut(client: ServerClient, { used }: RemoteClient, now: Date): boolean {
  const { trafficLimit } = client;
  return client.isExpired(now) || (trafficLimit !== null && (used ?? client.trafficUsed) >= trafficLimit);
}

const isUnreadable = (inbound: RemoteInbound | undefined): boolean =>
  inbound !== undefined && inbound.emails.length === 0 && UNREADABLE.test(inbound.notSellable ?? '');

const twice = ({ emails }: RemoteInbound, email: string): boolean =>
  emails.indexOf(email) !== emails.lastIndexOf(email);

const idsOf = (clients: readonly ServerClient[]): number[] => clients.map(({ id }) => id);

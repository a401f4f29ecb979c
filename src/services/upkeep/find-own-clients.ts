import { Server } from '../../model/server.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { panelAccess } from '../lanes/panel-access.ts';
import { PanelFault, type RemoteClient, type RemoteInbound } from '../ports/panel.ts';
import type { UpkeepNeeds } from './needs.ts';

/** A client on a panel that says by its name and its comment whose it is. */
export type FoundClient = {
  email: string;
  unitId: string;
  placementNo: number;
  orderId: string;
  /** Where its seat is. */
  inboundId: number;
  /** The inbound of its own that it stands on; null = on one that is sold to many. */
  own: RemoteInbound | null;
  remote: RemoteClient;
};

/** `silent` = servers whose panels did not tell: nothing is known of who is there. */
export type FoundClients = { clients: readonly FoundClient[]; silent: ReadonlySet<number> };

const NAME = /^([a-z2-7]{4})-([a-z2-7]{13})-([1-9]\d{0,3})$/;
const TRIES = 2;
const COMMENT = /^order ([a-z2-7]{20})$/;

/** Every client on the shop's panels that bears its name and the number of an order (DESIGN 4a, "Charges"). */
export async function findOwnClients(needs: UpkeepNeeds): Promise<FoundClients> {
  const servers = await needs.work.read().find(Server, { retiredAt: null }, { orderBy: { id: 'asc' } });
  const clients: FoundClient[] = [];
  const silent = new Set<number>();
  for (const server of servers) {
    const told = await askTwice(() => clientsOn(needs, server));
    if (told === null) silent.add(server.id);
    else clients.push(...told);
  }
  return { clients, silent };
}

/** One silent panel has the orders of all plans that it serves wait: it is asked once more. null = silent again. */
async function askTwice(ask: () => Promise<FoundClient[]>): Promise<FoundClient[] | null> {
  for (let left = TRIES; left > 0; left--) {
    try {
      return await ask();
    } catch (fault) {
      if (!(fault instanceof PanelFault)) throw fault;
    }
  }
  return null;
}

async function clientsOn(needs: UpkeepNeeds, server: Server): Promise<FoundClient[]> {
  const access = panelAccess(server, needs.vault);
  const { shop4 } = needs.shop;
  const rows = await needs.work
    .read()
    .find(ServerInbound, { server: server.id, kind: { $in: ['shared', 'source'] } });
  const found: FoundClient[] = [];
  for (const inbound of (await needs.panel.takeInventory(access)).inbounds) {
    const home = homeOf(inbound, rows, shop4);
    const ours = [...new Set(inbound.emails)].filter((email) => isOurs(email, shop4));
    if (home === null || ours.length === 0) continue;
    const remotes = await needs.panel.readClients(access, inbound.remoteId, ours);
    found.push(...[...remotes].flatMap((each) => namedClient(each, home)));
  }
  return found;
}

type Home = Pick<FoundClient, 'inboundId' | 'own'>;

/** An inbound of a client's own bears its name, whatever a look made of it that did not know it. null = none of ours. */
function homeOf(seen: RemoteInbound, rows: readonly ServerInbound[], shop4: string): Home | null {
  const source = isOurs(seen.remark, shop4) ? rows.find(({ kind }) => kind === 'source') : undefined;
  if (source) return { inboundId: source.id, own: seen };
  const row = rows.find(({ kind, remoteId }) => kind === 'shared' && remoteId === seen.remoteId);
  return row ? { inboundId: row.id, own: null } : null;
}

const isOurs = (name: string, shop4: string): boolean => name.startsWith(`${shop4}-`);

function namedClient([email, remote]: [string, RemoteClient], home: Home): FoundClient[] {
  const named = namedBy(email, remote);
  return named === null ? [] : [{ email, ...home, remote, ...named }];
}

function namedBy(
  email: string,
  { comment }: RemoteClient,
): Pick<FoundClient, 'unitId' | 'placementNo' | 'orderId'> | null {
  const [, , unitId, placement] = NAME.exec(email) ?? [];
  const [, orderId] = COMMENT.exec(comment) ?? [];
  return unitId && orderId ? { unitId, placementNo: Number(placement), orderId } : null;
}

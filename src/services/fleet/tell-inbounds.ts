import type { SqlEntityManager } from '@mikro-orm/sql';
import { type InboundTrouble, troubleOf } from '../../model/inbound-door.ts';
import type { Server } from '../../model/server.ts';
import type { ServerInbound } from '../../model/server-inbound.ts';
import { alertOfServer, type OfServer } from '../messages/alert-of-server.ts';
import type { FleetNeeds } from './needs.ts';

/** What was wrong with each inbound, by its id; one without trouble is not in it. */
type Standing = ReadonlyMap<number, InboundTrouble>;

type News = {
  server: Server;
  at: Date;
  created: readonly ServerInbound[];
  rows: readonly ServerInbound[];
  /** Before this look. */
  before: Standing;
};

/** To be taken before a look is written down. */
export function standingOf(rows: readonly ServerInbound[]): Standing {
  const known = new Map<number, InboundTrouble>();
  for (const row of rows) {
    const trouble = troubleOf(row);
    if (trouble !== null) known.set(row.id, trouble);
  }
  return known;
}

/** One alert when an inbound is new, gone, switched off or used up, and one when that is over. */
export async function tellInbounds(
  needs: FleetNeeds,
  em: SqlEntityManager,
  { server, at, created, rows, before }: News,
): Promise<void> {
  const place = { serverId: server.id, server: server.name };
  const say = ({ id }: ServerInbound, data: OfServer) =>
    alertOfServer(em, { shop: needs.shop, now: at }, { key: `${data.code}:${id}:${at.getTime()}`, data });
  for (const inbound of created) {
    await say(inbound, { code: 'inbound-new', ...place, inbound: inbound.remark });
  }
  for (const inbound of rows) {
    const data = newsOf(inbound, before.get(inbound.id) ?? null);
    if (data !== null) await say(inbound, { ...data, ...place });
  }
}

type Told = 'inbound-missing' | 'inbound-off' | 'inbound-used-up' | 'inbound-back';
type Each<Alert> = Alert extends { code: Told } ? Omit<Alert, 'serverId' | 'server'> : never;

/** null = nothing that anybody has to know. */
function newsOf(inbound: ServerInbound, was: InboundTrouble | null): Each<OfServer> | null {
  const is = troubleOf(inbound);
  const clients = inbound.kind === 'dedicated' ? 1 : inbound.currentClients;
  if (is === was || !isFelt(is ?? was, clients)) return null;
  const { remark } = inbound;
  if (is === 'used-up') return { code: 'inbound-used-up', inbound: remark };
  if (is === 'off' || is === 'missing') return { code: `inbound-${is}`, inbound: remark, clients };
  return was && { code: 'inbound-back', inbound: remark, was, clients, sells: inbound.canProvision() };
}

/** Nobody misses an inbound without keys; that one refuses clients is told by who found it out. */
const isFelt = (trouble: InboundTrouble | null, clients: number): boolean => trouble !== 'off' || clients > 0;

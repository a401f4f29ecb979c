import type { EntityManager } from '@mikro-orm/core';
import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DELIVERING, type Order } from '../../model/order.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { SELLING_HEALTH } from '../../model/server.ts';
import type { ServerInbound } from '../../model/server-inbound.ts';
import { isServed } from '../lanes/maintenance.ts';

/** Units of one inbound that go to the panel together. */
export type Group = { inbound: ServerInbound; units: readonly OrderServerClient[] };

/** A panel takes so many in one call without getting slow (PERFORMANCE B5). */
const LARGEST_GROUP = 64;

/** What a step reads of a unit, whole. */
export const WITH_ALL = [
  'orderItem.order.customer',
  'orderItem.plan',
  'inbound.server',
  'serverClient.inbound.server',
] as const;

/** Units of one server; `served` = of these customers alone (null, or left out = of all). */
type Asked = { serverId: number; served?: readonly number[] | null };

/**
 * The due units of a server, grouped by inbound; none while its panel is out of sale. On a server that is paused those
 * alone of which something may be on the panel: they are looked at, and nothing is written.
 */
export async function dueGroups(
  em: SqlEntityManager,
  { serverId, served = null }: Asked,
  now: Date,
): Promise<Group[]> {
  const order = { status: { $in: [...DELIVERING] }, heldAt: null };
  const units = await em.find(
    OrderServerClient,
    {
      provisionStatus: { $in: ['pending', 'provisioning'] },
      dueAt: { $lte: now },
      inbound: { server: { id: serverId, healthStatus: { $in: [...SELLING_HEALTH] } } },
      $or: [{ inbound: { server: { autoProvisioning: true } } }, { doubtSince: { $ne: null } }],
      orderItem: { order: served === null ? order : { ...order, customer: { $in: [...served] } } },
    },
    {
      populate: WITH_ALL,
      orderBy: { inbound: { id: 'asc' }, dueAt: 'asc', id: 'asc' },
      limit: LARGEST_GROUP,
    },
  );
  return groupByInbound(units);
}

/** When a server has a unit to work on next; the conditions are those of `dueGroups`. */
export const nextDueUnit = (serverId: number, ownerIds: readonly number[]) => sql`
    select min(unit.due_at) as due
      from order_server_clients unit
      join server_inbounds inbound on inbound.id = unit.inbound_id
      join servers server on server.id = inbound.server_id
      join order_items item on item.id = unit.order_item_id
      join orders on orders.id = item.order_id
     where server.id = ${serverId}
       and server.health_status in (${SELLING_HEALTH})
       and (server.auto_provisioning or unit.doubt_since is not null)
       and unit.provision_status in ('pending', 'provisioning')
       and orders.status in (${DELIVERING})
       and orders.held_at is null
       and ${isServed(ownerIds)}`;

/**
 * The same units once more, fresh, in a transaction that holds their orders; those that another hand has ended or put
 * elsewhere since they were seen are left out: what was found out about them is of another place.
 */
export async function lockUnits(
  em: EntityManager,
  seen: readonly OrderServerClient[],
): Promise<OrderServerClient[]> {
  const units = await em.find(
    OrderServerClient,
    { id: { $in: seen.map(({ id }) => id) }, provisionStatus: { $in: ['pending', 'provisioning'] } },
    { populate: WITH_ALL, orderBy: { id: 'asc' } },
  );
  const before = new Map(seen.map((unit) => [unit.id, unit]));
  return units.filter((unit) => isWhereItWas(unit, before.get(unit.id)));
}

/** A first placement is the lane's own doing. */
function isWhereItWas(unit: OrderServerClient, seen: OrderServerClient | undefined): boolean {
  if (unit.inbound.id !== seen?.inbound.id) return false;
  return seen.serverClient === null || seen.placementNo === unit.placementNo;
}

export const orderOf = (unit: OrderServerClient): Order => unit.orderItem.order;

function groupByInbound(units: readonly OrderServerClient[]): Group[] {
  const groups = new Map<number, { inbound: ServerInbound; units: OrderServerClient[] }>();
  for (const unit of units) {
    const group = groups.get(unit.inbound.id) ?? { inbound: unit.inbound, units: [] };
    group.units.push(unit);
    groups.set(unit.inbound.id, group);
  }
  return [...groups.values()];
}

import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DELIVERING } from '../../model/order.ts';
import { SELLING_HEALTH } from '../../model/server.ts';
import type { UndeliveredView } from './views.ts';

/** One unit as it stands in the tables; `begunAt` = since when its time to be delivered runs. */
export type UndeliveredRow = Omit<UndeliveredView, 'now' | 'next' | 'givesBackAt'> & {
  isDelivering: boolean;
  /** Its server serves now. */
  sells: boolean;
  begunAt: Date;
};

type Stored = Omit<UndeliveredRow, Instants | 'customerId'> &
  Record<Instants, string | null> & { customerId: string };
type Instants = 'paidAt' | 'heldAt' | 'dueAt' | 'begunAt';

const columns = () => sql`
  unit.id as "unitId", unit.unit_no as "unitNo", item.quantity, orders.id as "orderId",
  orders.customer_id as "customerId", customer.name as "customerName", item.plan_name as "planName",
  server.name as server, unit.provision_status as status, unit.provision_error_code as "errorCode",
  unit.provision_error as error, unit.provision_attempts as attempts, unit.due_at as "dueAt",
  orders.paid_at as "paidAt", orders.held_at as "heldAt", orders.origin <> 'sale' as "isFree",
  coalesce(orders.approved_at, orders.paid_at) as "begunAt",
  orders.status in (${DELIVERING}) as "isDelivering",
  server.health_status in (${SELLING_HEALTH}) as sells,
  (select count(*)::int from order_server_clients other
    where other.order_item_id = item.id and other.provision_status = 'completed') as ready`;

const tables = () => sql`
  order_server_clients unit
  join order_items item on item.id = unit.order_item_id
  join orders on orders.id = item.order_id
  join customers customer on customer.id = orders.customer_id
  join server_inbounds inbound on inbound.id = unit.inbound_id
  join servers server on server.id = inbound.server_id`;

/** Paid at that moment or before, and neither delivered nor ended. */
const undelivered = (paidUntil: Date) => sql`
  unit.provision_status in ('pending', 'provisioning', 'failed')
  and orders.status in (${DELIVERING}) and orders.paid_at <= ${paidUntil}`;

/** The oldest first. */
export async function undeliveredUnits(
  em: SqlEntityManager,
  paidUntil: Date,
  { limit, offset }: { limit: number; offset: number },
): Promise<UndeliveredRow[]> {
  const rows = await em.execute<Stored[]>(sql`
    select ${columns()} from ${tables()} where ${undelivered(paidUntil)}
     order by orders.paid_at, unit.id limit ${limit} offset ${offset}`);
  return rows.map(rowOf);
}

export async function countUndelivered(em: SqlEntityManager, paidUntil: Date): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(sql`
    select count(*)::int as count from ${tables()} where ${undelivered(paidUntil)}`);
  return row?.count ?? 0;
}

/** null = there is no such unit, or its order was never paid. */
export async function undeliveredUnit(em: SqlEntityManager, unitId: string): Promise<UndeliveredRow | null> {
  const [row] = await em.execute<Stored[]>(sql`
    select ${columns()} from ${tables()} where unit.id = ${unitId} and orders.paid_at is not null`);
  return row ? rowOf(row) : null;
}

const rowOf = ({ paidAt, heldAt, dueAt, begunAt, customerId, ...row }: Stored): UndeliveredRow => ({
  ...row,
  customerId: Number(customerId),
  paidAt: new Date(paidAt ?? 0),
  heldAt: heldAt === null ? null : new Date(heldAt),
  dueAt: dueAt === null ? null : new Date(dueAt),
  begunAt: new Date(begunAt ?? 0),
});

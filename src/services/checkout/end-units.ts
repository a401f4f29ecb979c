import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { tombstoneUndelivered } from '../lanes/write-tombstone.ts';
import { releaseSeats } from '../seats/seat-statements.ts';

/** The units of an order by what became of them. */
export type Tally = {
  open: readonly OrderServerClient[];
  /** Delivered. */
  ready: number;
  /** Ended without a delivery, their money is back. */
  ended: number;
};

const OPEN: readonly string[] = ['pending', 'provisioning', 'failed'];

/** Needs the lock of the order. */
export async function tallyUnits(em: SqlEntityManager, orderId: string): Promise<Tally> {
  const units = await em.find(
    OrderServerClient,
    { orderItem: { order: orderId } },
    { orderBy: { unitNo: 'asc' } },
  );
  const count = (status: string) => units.filter(({ provisionStatus }) => provisionStatus === status).length;
  return {
    open: units.filter(({ provisionStatus }) => OPEN.includes(provisionStatus)),
    ready: count('completed'),
    ended: count('cancelled'),
  };
}

export type Ending = { orderId: string; unitIds: readonly string[]; now: Date };

/**
 * Gives these undelivered units up and frees their seats. An attempt that may still be at work on a panel is given up
 * too: its placement is removed whenever it appears. Needs `lockSeats` and the lock of the order.
 */
export async function endUndelivered(em: SqlEntityManager, { orderId, unitIds, now }: Ending): Promise<void> {
  if (unitIds.length === 0) return;
  await tombstoneUndelivered(em, unitIds, now);
  await em.execute(sql`
    update order_server_clients set provision_status = 'failed', provision_error_code = 'refunded'
     where id in (${[...unitIds]}) and provision_status = 'provisioning'`);
  await releaseSeats(em, orderId, unitIds);
}

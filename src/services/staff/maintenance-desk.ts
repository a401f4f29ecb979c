import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DELIVERING } from '../../model/order.ts';
import { type Maintenance, maintenanceOf } from '../lanes/maintenance.ts';
import type { StaffNeeds } from './needs.ts';
import { setMaintenance } from './set-maintenance.ts';

/** `waiting` = paid keys that are not delivered yet; state null = the shop is open. */
export type MaintenanceView = { state: Maintenance | null; waiting: number };

/** Closes the shop while its owners work on it, and opens it again (SPEC 229). */
export class MaintenanceDesk {
  private readonly needs: StaffNeeds;

  constructor(needs: StaffNeeds) {
    this.needs = needs;
  }

  async view(): Promise<MaintenanceView> {
    const em = this.needs.work.read();
    return { state: await maintenanceOf(em), waiting: await waitingKeys(em) };
  }

  /** From now on nothing is sold to customers and their paid orders wait; on already = other words. */
  async turnOn({ words, actorId }: { words: string | null; actorId: number }): Promise<void> {
    const { work, clock } = this.needs;
    await work.do((em) => setMaintenance(em, { to: { on: true, words }, actorId }, clock.now()));
  }

  /** The shop sells again, and what waited is begun at once, by whatever worker there is. Again = nothing happens. */
  async turnOff({ actorId }: { actorId: number }): Promise<void> {
    const { work, clock, wakes } = this.needs;
    const to = { on: false, words: null };
    if (!(await work.do((em) => setMaintenance(em, { to, actorId }, clock.now())))) return;
    for (const orderId of await anOrderOfEachServer(work.read())) wakes.orderPaid(orderId);
  }
}

async function waitingKeys(em: SqlEntityManager): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(sql`
    select count(*)::int as count
      from order_server_clients unit
      join order_items item on item.id = unit.order_item_id
      join orders on orders.id = item.order_id
     where unit.provision_status in ('pending', 'provisioning')
       and orders.status in (${DELIVERING}) and orders.held_at is null`);
  return row?.count ?? 0;
}

/** The wake of an order wakes the lane of its server, and that does all that is due there. */
async function anOrderOfEachServer(em: SqlEntityManager): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(sql`
    select distinct on (inbound.server_id) orders.id
      from order_server_clients unit
      join server_inbounds inbound on inbound.id = unit.inbound_id
      join order_items item on item.id = unit.order_item_id
      join orders on orders.id = item.order_id
     where unit.provision_status in ('pending', 'provisioning')
       and orders.status in (${DELIVERING}) and orders.held_at is null
     order by inbound.server_id, unit.due_at`);
  return rows.map(({ id }) => id);
}

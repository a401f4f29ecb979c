import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DELIVERING, Order } from '../../model/order.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { later, type Period, seconds } from '../../model/values/period.ts';
import type { LaneRunner } from '../lanes/lane-runner.ts';
import { maintenanceOf } from '../lanes/maintenance.ts';
import { audit } from '../messages/audit.ts';
import { advanceCards, reopenCard } from '../messages/queue-message.ts';
import { type Approval, approveOrder, type NotApproved } from './approve-order.ts';
import { serversWithDueWork } from './due-servers.ts';
import { failOver } from './fail-over.ts';
import type { NotMoved } from './move-unit.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { type PlaceElsewhere, placeElsewhere } from './place-elsewhere.ts';
import { type NotRetried, retryUnit, type UnitRetry } from './retry-unit.ts';
import { reviveUnits } from './revive-units.ts';

/** `successRate` 0 to 1 = how much of what was ordered is delivered. */
export type ProvisionSummary = {
  orderId: string;
  requested: number;
  provisioned: number;
  successRate: number;
};

/** After so long a customer who waits is told that the payment is safe (SPEC 193). */
const SLOW_AFTER: Period = seconds(20);

/**
 * From a paid order to tested keys. The work itself is done by the lanes of the servers: this service wakes them, and
 * every call may be made any number of times, by any number of processes.
 */
export class ClientProvisioningService {
  private readonly needs: ProvisioningNeeds;
  private readonly lanes: LaneRunner;

  constructor(needs: ProvisioningNeeds & { lanes: LaneRunner }) {
    this.needs = needs;
    this.lanes = needs.lanes;
  }

  /** Has the due units of an order provisioned; nothing happens for one that is unpaid, over or unknown. */
  async processOrder(orderId: string): Promise<ProvisionSummary> {
    await this.wakeLanesOf(orderId);
    const summary = await this.summaryOf(orderId);
    this.needs.log.info('order.processed', summary);
    return summary;
  }

  /** The same without a report: the nearest worker need not wait for the job. */
  async wakeLanesOf(orderId: string): Promise<void> {
    await Promise.all((await this.serversOf(orderId)).map((serverId) => this.lanes.wake(serverId)));
  }

  /** The sweep: wakes the lane of every server that has something due; a lane may take hours. Answers the end of each. */
  async startDueLanes(): Promise<Promise<void>[]> {
    return (await serversWithDueWork(this.needs)).map((serverId) => this.lanes.wake(serverId));
  }

  /** The same, and waits for their work. Answers how many there were. */
  async wakeDueLanes(): Promise<number> {
    return (await Promise.all(await this.startDueLanes())).length;
  }

  /**
   * The sweep: units that were given up are tried again where a server is back, and those that their server does not
   * deliver in time go to another one of their plan. Answers how many went. In maintenance they wait.
   */
  async failOver(): Promise<number> {
    if (!this.needs.enabled || (await maintenanceOf(this.needs.work.read())) !== null) return 0;
    await reviveUnits(this.needs);
    return failOver(this.needs);
  }

  /** An admin's [Other server], or a customer's wish (`actorId` null): a paid unit that is not delivered goes there now. */
  placeElsewhere(request: PlaceElsewhere): Promise<Result<{ server: string }, NotMoved>> {
    return placeElsewhere(this.needs, request);
  }

  /** Tells customers whose key takes long that their payment is safe; once per order. */
  async reassureWaiting(): Promise<void> {
    const em = this.needs.work.read();
    const since = later(this.needs.clock.now(), -SLOW_AFTER as Period);
    const rows = await em.execute<{ id: string }[]>(sql`
      select orders.id from orders join order_cards card on card.order_id = orders.id
       where orders.status in ('paid', 'processing') and orders.paid_at <= ${since}
         and card.stage in ('paid', 'creating', 'testing')`);
    if (rows.length === 0) return;
    await advanceCards(
      em,
      rows.map((row) => row.id),
      'slow',
    );
    this.needs.wakes.sender();
  }

  /** An admin's [Retry]: units that were given up, or that wait for a later date, are due now. */
  async retryOrder(request: {
    orderId: string;
    actorId: number;
  }): Promise<Result<{ units: number }, { code: 'nothing-to-retry' }>> {
    const answer = await this.needs.work.run((em) => retryUnits(em, request, this.needs.clock.now()));
    if (answer.ok) this.needs.wakes.orderPaid(request.orderId);
    return answer;
  }

  /** The same for one unit. */
  async retryUnit(request: UnitRetry): Promise<Result<{ orderId: string }, NotRetried>> {
    const answer = await this.needs.work.run((em) => retryUnit(em, request, this.needs.clock.now()));
    if (!answer.ok) return answer;
    this.needs.wakes.orderPaid(answer.value.orderId);
    this.needs.wakes.sender();
    return answer;
  }

  /** The staff says yes to a paid order that waited for it: its units are due now. A second yes is refused. */
  async approveOrder(request: Approval): Promise<Result<{ units: number }, NotApproved>> {
    const answer = await this.needs.work.run((em) => approveOrder(em, request, this.needs.clock.now()));
    if (answer.ok) {
      this.needs.wakes.orderPaid(request.orderId);
      this.needs.wakes.sender();
    }
    return answer;
  }

  /** Rows that are due now and could be worked on; 0 = this room is idle. */
  async dueUnits(): Promise<number> {
    return (await serversWithDueWork(this.needs)).length;
  }

  private async serversOf(orderId: string): Promise<number[]> {
    const rows = await this.needs.work.read().execute<{ id: number }[]>(sql`
      select distinct inbound.server_id as id
        from order_server_clients unit
        join order_items item on item.id = unit.order_item_id
        join orders on orders.id = item.order_id
        join server_inbounds inbound on inbound.id = unit.inbound_id
       where orders.id = ${orderId} and orders.status in (${DELIVERING}) and orders.held_at is null
         and unit.provision_status in ('pending', 'provisioning')`);
    return rows.map((row) => row.id);
  }

  private async summaryOf(orderId: string): Promise<ProvisionSummary> {
    const [row] = await this.needs.work.read().execute<{ requested: number; provisioned: number }[]>(sql`
      select count(*)::int as requested,
             (count(*) filter (where unit.provision_status = 'completed'))::int as provisioned
        from order_server_clients unit join order_items item on item.id = unit.order_item_id
       where item.order_id = ${orderId}`);
    const { requested = 0, provisioned = 0 } = row ?? {};
    return { orderId, requested, provisioned, successRate: requested === 0 ? 0 : provisioned / requested };
  }
}

async function retryUnits(
  em: SqlEntityManager,
  { orderId, actorId }: { orderId: string; actorId: number },
  now: Date,
): Promise<Result<{ units: number }, { code: 'nothing-to-retry' }>> {
  const order = await em.findOne(Order, orderId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!order || order.heldAt || !DELIVERING.includes(order.status))
    return refuse({ code: 'nothing-to-retry' });
  const units = await em.find(OrderServerClient, {
    orderItem: { order: order.id },
    provisionStatus: { $in: ['failed', 'pending', 'provisioning'] },
  });
  if (units.length === 0) return refuse({ code: 'nothing-to-retry' });
  const before = { units: units.map((unit) => unit.provisionStatus) };
  for (const unit of units) unit.retry(now);
  const after = { units: units.map((unit) => unit.provisionStatus) };
  audit(em, { actorId, action: 'order.retry', target: order.id, before, after }, now);
  await em.flush();
  await reopenCard(em, order.id);
  return ok({ units: units.length });
}

import { type FilterQuery, LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { isPaused } from '../../model/client-columns.ts';
import { stopPaused } from '../../model/client-pause.ts';
import { Customer } from '../../model/customer.ts';
import { DELIVERING } from '../../model/order.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerClient } from '../../model/server-client.ts';
import { audit } from '../messages/audit.ts';
import { queueMessage } from '../messages/queue-message.ts';
import type { StaffNeeds } from './needs.ts';

/** `undoes` = the entry of the audit log that is taken back by this. */
export type Suspension = { customerId: number; actorId: number; undoes?: number };
/** `accesses` = how many were switched; `servers` = whose panels have to hear of it. */
export type Suspended = { accesses: number; servers: readonly number[] };
export type NotSuspended = { code: 'owner-stays' | 'person-unknown' };

/**
 * Stops a customer: nothing can be bought, and every access that runs is switched off on its panel. What is delivered
 * later is switched off as it comes (`record-verdicts`). A second call changes nothing.
 */
export async function suspendCustomer(
  needs: StaffNeeds,
  em: SqlEntityManager,
  request: Suspension,
): Promise<Result<Suspended, NotSuspended>> {
  const { customerId } = request;
  if (needs.shop.ownerIds.includes(customerId)) return refuse({ code: 'owner-stays' });
  await lockDeliveries(em, customerId);
  const customer = await em.findOne(Customer, customerId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!customer) return refuse({ code: 'person-unknown' });
  if (customer.suspendedAt) return ok({ accesses: 0, servers: [] });

  const now = needs.clock.now();
  customer.suspend(now);
  const clients = await lockClients(em, { customer: customerId, ...RUNNING_OR_PAUSED });
  for (const client of clients) {
    if (isPaused(client)) stopPaused(client, 'admin', now);
    else client.suspend('admin', now);
  }
  await writeDown(needs, em, { ...request, clients, isSuspended: true });
  return ok(switched(clients));
}

/** Lets a customer buy again and switches on what the suspension had switched off and still has time and traffic. */
export async function unsuspendCustomer(
  needs: StaffNeeds,
  em: SqlEntityManager,
  request: Suspension,
): Promise<Result<Suspended, NotSuspended>> {
  const { customerId } = request;
  await lockDeliveries(em, customerId);
  const customer = await em.findOne(Customer, customerId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!customer) return refuse({ code: 'person-unknown' });
  const { suspendedAt } = customer;
  if (!suspendedAt) return ok({ accesses: 0, servers: [] });

  const now = needs.clock.now();
  customer.unsuspend();
  const stopped = { customer: customerId, status: 'suspended', statusReason: 'admin', suspendedAt } as const;
  const clients = (await lockClients(em, stopped)).filter((client) => client.canReactivate(now));
  for (const client of clients) client.reactivate(now);
  await writeDown(needs, em, { ...request, clients, isSuspended: false });
  return ok(switched(clients));
}

/** A delivery that is being written down now either sees the suspension or is seen by it: both lock the order first. */
export async function lockDeliveries(em: SqlEntityManager, customerId: number): Promise<void> {
  await em.execute(sql`
    select id from orders where customer_id = ${customerId} and status in (${DELIVERING})
     order by id for no key update`);
}

/** What a suspension switches off: a paused access too, whose time goes on then. */
export const RUNNING_OR_PAUSED = {
  $or: [{ status: 'active' }, { status: 'suspended', pausedUntil: { $ne: null } }],
} satisfies FilterQuery<ServerClient>;

const lockClients = (em: SqlEntityManager, where: object): Promise<ServerClient[]> =>
  em.find(ServerClient, where, { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } });

function switched(clients: readonly ServerClient[]): Suspended {
  return { accesses: clients.length, servers: [...new Set(clients.map(({ inbound }) => inbound.server.id))] };
}

type Written = Suspension & { clients: readonly ServerClient[]; isSuspended: boolean };

async function writeDown(needs: StaffNeeds, em: SqlEntityManager, written: Written): Promise<void> {
  const { customerId, actorId, undoes, clients, isSuspended } = written;
  const now = needs.clock.now();
  const action = isSuspended ? 'customer.suspend' : 'customer.unsuspend';
  const before = { suspended: !isSuspended };
  const after = { suspended: isSuspended, accesses: clients.length, ...(undoes !== undefined && { undoes }) };
  audit(em, { actorId, action, target: `customer:${customerId}`, before, after }, now);
  await em.flush();
  await em.populate([...clients], ['inbound']);
  const kind = isSuspended ? 'customer-suspended' : 'customer-unsuspended';
  const key = `${kind}:${customerId}:${now.getTime()}`;
  await queueMessage(em, { shop: needs.shop, now }, { chatId: customerId, kind, data: {}, key });
}

import { sql } from '@mikro-orm/core';
import { Customer } from '../../model/customer.ts';
import { ServerClient } from '../../model/server-client.ts';
import { balanceOf } from '../ledger/wallet.ts';
import { soldLines } from '../seats/sold-line.ts';
import type { StaffNeeds } from './needs.ts';
import { RUNNING_OR_PAUSED } from './suspend-customer.ts';
import type { CustomerView, Listed, StaffAccessView } from './views.ts';

const PAGE = 8;

/** Everything about a customer that the staff decides by; null = there is none with this id. */
export async function customerView(needs: StaffNeeds, customerId: number): Promise<CustomerView | null> {
  const em = needs.work.read();
  const { currency } = needs.shop;
  const customer = await em.findOne(Customer, customerId);
  if (!customer) return null;
  const [sums] = await em.execute<{ orders: number; stars: string }[]>(sql`
    select (select count(*)::int from orders where customer_id = ${customerId}) as orders,
           (select coalesce(sum(charges.amount), 0) from charges
              join payments on payments.id = charges.payment_id
              join orders on orders.id = payments.order_id
             where orders.customer_id = ${customerId} and charges.status = 'settled') as stars`);
  return {
    customerId,
    name: customer.name,
    username: customer.username,
    language: customer.spokenLanguage(),
    role: customer.role(needs.shop.ownerIds),
    since: customer.createdAt,
    isSuspended: customer.suspendedAt !== null,
    suspendedAt: customer.suspendedAt,
    hasBlocked: customer.botBlockedAt !== null,
    orders: sums?.orders ?? 0,
    paidStars: Number(sums?.stars ?? 0),
    balance: { minor: await balanceOf(em, { customerId, currency }), currency },
    accesses: {
      total: await em.count(ServerClient, { customer: customerId, status: { $ne: 'provisioning' } }),
      running: await em.count(ServerClient, { customer: customerId, ...RUNNING_OR_PAUSED }),
    },
  };
}

/** null = there is no such access. */
export async function staffAccess(needs: StaffNeeds, clientId: number): Promise<StaffAccessView | null> {
  return (await accessViews(needs, [clientId]))[0] ?? null;
}

/** A page of a customer's accesses, the newest first, those that are over last; one that is not there is the first. */
export async function customerAccesses(
  needs: StaffNeeds,
  customerId: number,
  page: number,
): Promise<Listed<StaffAccessView>> {
  const rows = await needs.work.read().execute<{ id: number }[]>(sql`
    select id from server_clients where customer_id = ${customerId} and status <> 'provisioning'
     order by status in ('terminated', 'expired')
              or (status = 'active' and coalesce(expires_at <= ${needs.clock.now()}, false)),
              id desc limit ${PAGE + 1} offset ${page * PAGE}`);
  if (rows.length === 0 && page > 0) return customerAccesses(needs, customerId, 0);
  const ids = rows.slice(0, PAGE).map(({ id }) => id);
  return { items: await accessViews(needs, ids), page, more: rows.length > PAGE };
}

/** In the order of their numbers here. */
async function accessViews(needs: StaffNeeds, ids: readonly number[]): Promise<StaffAccessView[]> {
  const em = needs.work.read();
  const clients = await em.find(
    ServerClient,
    { id: { $in: [...ids] }, status: { $ne: 'provisioning' } },
    { populate: ['inbound.server', 'customer', 'order'] },
  );
  const lines = await soldLines(em, clients);
  const now = needs.clock.now();
  return clients
    .map((client) => viewOf(client, lines.get(client.id)?.planName ?? '', now))
    .sort((a, b) => ids.indexOf(a.clientId) - ids.indexOf(b.clientId));
}

/** An access whose time is over and that no sweep has met yet is called what it is. */
function viewOf(client: ServerClient, planName: string, now: Date): StaffAccessView {
  return {
    clientId: client.id,
    customerId: client.customer.id,
    orderId: client.order.id,
    planName,
    server: client.inbound.server.name,
    email: client.email,
    status: client.status === 'active' && client.isExpired(now) ? 'expired' : client.status,
    reason: client.statusReason,
    expiresAt: client.expiresAt,
    used: client.trafficUsed,
    limit: client.trafficLimit,
    autoRenew: client.autoRenew,
    rev: client.wantedRev,
    isImported: client.order.origin === 'import',
    isCustomerSuspended: client.customer.suspendedAt !== null,
    pending: pendingOf(client),
    ...seenOf(client),
  };
}

function pendingOf({ pushDueAt, wanted, retryCount: tries, errorMessage: error }: ServerClient) {
  return pushDueAt === null ? null : { wanted, tries, error, nextAt: pushDueAt };
}

function seenOf({ connectionStats: stats }: ServerClient): { isOnline: boolean; lastSeen: Date | null } {
  const lastSeen = stats?.lastSeen ? new Date(stats.lastSeen) : null;
  return { isOnline: stats?.online ?? false, lastSeen };
}

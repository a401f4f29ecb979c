import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ClientMove } from '../../../model/client-move.ts';
import type { OrderItem } from '../../../model/order.ts';
import type { Standing } from '../../../model/order-purchase.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { ServerClient } from '../../../model/server-client.ts';
import { soldLine } from '../../seats/sold-line.ts';
import type { AccessOf } from './renewal-offer.ts';
import { whyDead } from './why-dead.ts';

/**
 * Why nothing can be changed for a time that is left: the access is not this person's; it is gone; its panel has lost its place; it is switched off,
 * paused or over; it never ends; it was never sold, so it has no price.
 */
export type NotRunning = {
  code:
    | 'access-not-found'
    | 'access-gone'
    | 'access-no-place'
    | 'change-not-running'
    | 'change-endless'
    | 'change-no-price';
};

/** An access that runs to an end. `price` = what its running period costs, in minor units. */
export type Running = { client: ServerClient; line: OrderItem; expiresAt: Date; price: bigint };

/**
 * Why an access keeps its plan: it does not run; it has an inbound of its own; a new key or place is under way; it has
 * devices that were bought besides, which no other plan takes over.
 */
export type NotChangeable =
  | NotRunning
  | { code: 'change-own-inbound' | 'move-under-way' | 'change-has-devices' };

/** The access as it stands in this transaction, where its plan can be changed. */
export async function changeableOf(
  em: SqlEntityManager,
  of: AccessOf,
  now: Date,
): Promise<Result<Running, NotChangeable>> {
  const found = await runningOf(em, of, now);
  if (!found.ok) return found;
  const { client } = found.value;
  if (client.inbound.kind !== 'shared') return refuse({ code: 'change-own-inbound' });
  if (client.extraDevices > 0) return refuse({ code: 'change-has-devices' });
  return (await isMoving(em, client.id)) ? refuse({ code: 'move-under-way' }) : found;
}

/** The access as it stands in this transaction. */
export async function runningOf(
  em: SqlEntityManager,
  { clientId, customerId }: AccessOf,
  now: Date,
): Promise<Result<Running, NotRunning>> {
  const own = { id: clientId, customer: customerId, status: { $ne: 'provisioning' as const } };
  const client = await em.findOne(ServerClient, own, { populate: ['order', 'inbound.server'] });
  if (!client) return refuse({ code: 'access-not-found' });
  const dead = whyDead(client);
  if (dead) return refuse({ code: dead });
  if (!runs(client, now)) return refuse({ code: 'change-not-running' });
  const { expiresAt, renewalPrice: price } = client;
  if (expiresAt === null || expiresAt.getTime() <= 0) return refuse({ code: 'change-endless' });
  if (price === null) return refuse({ code: 'change-no-price' });
  return ok({ client, line: await soldLine(em, client), expiresAt, price });
}

/** Who has used up the traffic is helped by another plan; who is paused or switched off is not. */
const runs = (client: ServerClient, now: Date): boolean =>
  !client.isExpired(now) &&
  (client.status === 'active' || (client.status === 'suspended' && client.statusReason === 'traffic'));

/** A new key or another location is being made. */
export const isMoving = async (em: SqlEntityManager, clientId: number): Promise<boolean> =>
  (await em.count(ClientMove, { client: clientId, state: 'open' })) > 0;

/** How it stands, for the order: where it stands otherwise when the money comes, nothing is given. */
export const standingOf = ({
  soldAs,
  expiresAt,
  trafficLimit,
  limitIp,
  inbound,
}: ServerClient): Standing => ({
  soldAs: soldAs?.id ?? null,
  end: expiresAt?.toISOString() ?? null,
  limit: trafficLimit === null ? null : String(trafficLimit),
  limitIp,
  inboundId: inbound.id,
});

/** Nobody has changed it since it was shown. */
export const standsAsShown = (client: ServerClient, shown: Standing | undefined): boolean =>
  shown !== undefined && JSON.stringify(inOrder(shown)) === JSON.stringify(inOrder(standingOf(client)));

/** The database gives the keys back in an order of its own. */
const inOrder = ({ soldAs, end, limit, limitIp, inboundId }: Standing) => [
  soldAs,
  end,
  limit,
  limitIp,
  inboundId,
];

/** All that was ever paid for an access and did not go back, without the set-up fee, in minor units. */
export async function paidFor(em: SqlEntityManager, { id, order }: ServerClient): Promise<bigint> {
  const [row] = await em.execute<{ sum: string }[]>(sql`
    select coalesce((
             select line.unit_price_minor from order_items line join orders on orders.id = line.order_id
              where line.order_id = ${order.id} and orders.origin = 'sale' limit 1), 0)
         + coalesce((
             select sum(orders.total_minor - coalesce((bought.terms->>'credit')::bigint, 0))
               from order_purchases bought join orders on orders.id = bought.order_id
              where bought.client_id = ${id} and bought.applied_at is not null and bought.taken_back_at is null), 0)
           as sum`);
  const paid = BigInt(row?.sum ?? 0);
  return paid > 0n ? paid : 0n;
}

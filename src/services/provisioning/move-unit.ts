import type { SqlEntityManager } from '@mikro-orm/sql';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { writeTombstone } from '../lanes/write-tombstone.ts';
import { redrawCard } from '../messages/queue-message.ts';
import { moveSeat, type SeatMove } from '../seats/move-seat.ts';
import { lockDeliveringOrders } from '../seats/seat-statements.ts';
import { orderOf, WITH_ALL } from './due-units.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { abandonOwnInbound } from './own-inbound-rows.ts';
import { placeUnit } from './place-unit.ts';

export type Move = {
  unitId: string;
  to: SeatMove['to'];
  /** For the unit's history; holds no secret. */
  why: string;
  /** Asked when everything is locked: whether it is still to be moved. */
  may: (unit: OrderServerClient, em: SqlEntityManager) => boolean | Promise<boolean>;
  /** What else is written down with it. */
  also?: (em: SqlEntityManager, moved: Moved) => void;
};

/** Where the unit is now; `from` = the server that it left. */
export type Moved = { orderId: string; serverId: number; server: string; from: string };
/** `no-other-server` = no server of its plan has a seat; `not-to-move` = it is delivered, over, held, or moved already. */
export type NotMoved = { code: 'no-other-server' } | { code: 'not-to-move' };

const MOVABLE: readonly OrderServerClient['provisionStatus'][] = ['pending', 'provisioning', 'failed'];

/**
 * The fail-over transaction (RELIABILITY E5, DESIGN 4a "Placement"): the seat goes to another inbound, what may be on
 * the panel that is left gets its tombstone, and the unit its next identity. Locks inbounds by id, then the order.
 */
export async function moveUnit(
  needs: ProvisioningNeeds,
  em: SqlEntityManager,
  move: Move,
): Promise<Result<Moved, NotMoved>> {
  const seen = await em.findOne(OrderServerClient, move.unitId, { populate: WITH_ALL });
  if (!seen || !MOVABLE.includes(seen.provisionStatus)) return refuse({ code: 'not-to-move' });
  const inboundId = await moveSeat(em, seatOf(seen, move.to));
  if (inboundId === null) return refuse({ code: 'no-other-server' });
  em.clear();
  const unit = await lockedUnit(em, seen);
  if (unit === null || !(await move.may(unit, em))) return refuse({ code: 'not-to-move' });
  const target = await em.findOneOrFail(ServerInbound, inboundId, { populate: ['server'] });
  const { id: serverId, name: server } = target.server;
  const moved = { orderId: orderOf(unit).id, serverId, server, from: unit.inbound.server.name };
  await place(needs, em, { unit, target, why: move.why });
  move.also?.(em, moved);
  await em.flush();
  return ok(moved);
}

const seatOf = (unit: OrderServerClient, to: SeatMove['to']): SeatMove => ({
  planId: unit.orderItem.plan.id,
  customerId: orderOf(unit).customer.id,
  from: { inboundId: unit.inbound.id, serverId: unit.inbound.server.id },
  refused: unit.refusedInbounds ?? [],
  to,
});

/** null = another hand has moved or ended it, or its order is no longer to be delivered. */
async function lockedUnit(em: SqlEntityManager, seen: OrderServerClient): Promise<OrderServerClient | null> {
  const open = await lockDeliveringOrders(em, [orderOf(seen).id]);
  const unit = await em.findOneOrFail(OrderServerClient, seen.id, { populate: WITH_ALL });
  const isThere = unit.inbound.id === seen.inbound.id && unit.placementNo === seen.placementNo;
  const isOpen = open.size === 1 && orderOf(unit).heldAt === null && MOVABLE.includes(unit.provisionStatus);
  return isThere && isOpen ? unit : null;
}

type Placing = { unit: OrderServerClient; target: ServerInbound; why: string };

async function place(
  needs: ProvisioningNeeds,
  em: SqlEntityManager,
  { unit, target, why }: Placing,
): Promise<void> {
  const now = needs.clock.now();
  await leave(em, unit, now);
  unit.moveTo(target, why, now);
  // An inbound of its own is chosen when its lane has seen which ports are free.
  if (target.kind === 'shared') placeUnit(em, unit, { shop4: needs.shop.shop4, ids: needs.ids });
  await em.flush();
  await redrawCard(em, orderOf(unit).id);
}

/** What may be there, or may still appear, is removed by the lane of the panel that is left. */
async function leave(em: SqlEntityManager, unit: OrderServerClient, now: Date): Promise<void> {
  const client = unit.serverClient;
  await abandonOwnInbound(em, unit, now);
  if (client === null) return;
  const { email, inbound } = client;
  if (unit.doubtSince !== null) await writeTombstone(em, { serverId: inbound.server.id, email }, now);
  if (client.status === 'provisioning') client.terminate('placed elsewhere', now);
}

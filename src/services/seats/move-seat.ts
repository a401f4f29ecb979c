import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { returnInboundSeat, type SeatRequest, takeInboundSeats } from './seat-statements.ts';

/** Where a unit holds its seat, whose it is, and where it may not go. */
export type SeatMove = {
  planId: number;
  customerId: number;
  from: { inboundId: number; serverId: number };
  /** Inbounds that will never take it. */
  refused: readonly number[];
  /** `next-inbound` = another inbound of the same server if there is one, else another server. */
  to: 'other-server' | 'next-inbound';
};

/**
 * Takes a seat on another inbound that the plan may use and gives the old one back; the plan's own counter stays as it
 * is. Answers the new inbound's id; null = there is no other seat, and nothing changed.
 */
export async function moveSeat(em: SqlEntityManager, move: SeatMove): Promise<number | null> {
  await lockPlaces(em, move);
  const taken = await takeOther(em, move);
  if (taken === null) return null;
  await returnInboundSeat(em, move.from.inboundId);
  return taken;
}

/** Locks these inbounds by id, as every step of the shop does before it locks an order. */
export async function lockInbounds(em: SqlEntityManager, ids: readonly number[]): Promise<void> {
  await em.execute(sql`
    select id from server_inbounds where id in (${[...ids]}) order by id for no key update`);
}

async function takeOther(em: SqlEntityManager, move: SeatMove): Promise<number | null> {
  const { planId, customerId, from, refused, to } = move;
  const notInbounds = [from.inboundId, ...refused];
  const request: SeatRequest = { planId, quantity: 1, customerId };
  const beside =
    to === 'next-inbound'
      ? await takeInboundSeats(em, { ...request, among: { onlyServer: from.serverId, notInbounds } })
      : null;
  return beside ?? takeInboundSeats(em, { ...request, among: { notServer: from.serverId, notInbounds } });
}

/** Every inbound that may be taken and the one that is left, by id: two moves that cross do not wait for each other. */
async function lockPlaces(em: SqlEntityManager, { planId, from }: SeatMove): Promise<void> {
  await em.execute(sql`
    select id from server_inbounds
     where id = ${from.inboundId}
        or kind <> 'dedicated' and (
             server_id = (select server_id from server_plans where id = ${planId})
             or server_id in (select server_id from server_plan_pool where plan_id = ${planId}))
     order by id
       for no key update`);
}

import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ClientMove } from '../../model/client-move.ts';
import { countMove, settleMove, takeNames } from '../../model/client-placement.ts';
import { Order } from '../../model/order.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { ServerClient } from '../../model/server-client.ts';
import { later, minutes, type Period } from '../../model/values/period.ts';
import { noteCall } from '../lanes/breaker.ts';
import type { Lane } from '../lanes/lane.ts';
import { writeTombstone } from '../lanes/write-tombstone.ts';
import { alertStaff, queueMessage } from '../messages/queue-message.ts';
import { lockInbounds } from '../seats/move-seat.ts';
import { returnInboundSeat } from '../seats/seat-statements.ts';
import type { ProvisioningNeeds } from './needs.ts';

/** A change of location that is not done by then is given up: the old key works, nothing is lost. */
const PATIENCE = minutes(10);

/** The new key was tested: from now on it is the access. A move that is over, or whose client rests, is left alone. */
export async function finishMove(
  needs: ProvisioningNeeds,
  lane: Lane,
  { move, links }: { move: ClientMove; links: readonly string[] },
): Promise<void> {
  const now = needs.clock.now();
  const left = await needs.work.do(async (em) => {
    await lane.fence(em);
    const open = await lockMove(em, move.id);
    await noteCall(em, { shop: needs.shop, now }, { serverId: lane.serverId, fault: null });
    if (open === null || open.client.status !== 'active') return null;
    const left = await takeOver(em, open, now);
    open.client.keepLinks(links, move.toInbound.linksRev);
    open.move.end('done', now);
    await em.flush();
    await tell(needs, em, { ...open, now });
    return left;
  });
  if (left !== null && left !== lane.serverId) needs.wakes.lane(left);
  needs.wakes.sender();
}

type Open = { move: ClientMove; client: ServerClient; unit: OrderServerClient };

/** Inbounds by id, the order, then the rest; null = another hand has ended it. */
async function lockMove(em: SqlEntityManager, id: number): Promise<Open | null> {
  const seen = await em.findOneOrFail(ClientMove, id, { populate: ['client'] });
  const ids = [seen.fromInbound.id, seen.toInbound.id];
  const [orderId, clientId] = [seen.client.order.id, seen.client.id];
  em.clear();
  await lockInbounds(em, ids);
  await em.findOneOrFail(Order, orderId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const client = await em.findOneOrFail(ServerClient, clientId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const move = await em.findOneOrFail(ClientMove, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (move.state !== 'open') return null;
  await em.populate(move, ['fromInbound.server', 'toInbound.server']);
  await em.populate(client, ['inbound.server', 'customer']);
  const unit = await em.findOneOrFail(
    OrderServerClient,
    { serverClient: clientId },
    { populate: ['inbound.server'] },
  );
  return { move, client, unit };
}

/** Answers the server where the old key is to go. */
async function takeOver(em: SqlEntityManager, { move, client, unit }: Open, now: Date): Promise<number> {
  const left = move.fromInbound.server.id;
  if (move.kind === 'location') {
    await writeTombstone(em, { serverId: left, email: client.email }, now);
    takeNames(client, move, now);
    client.want('enabled', now); // what flowed through the old key meanwhile is no longer left
  }
  settleMove(unit, move, now);
  await em.flush();
  if (move.kind === 'location') await returnInboundSeat(em, move.fromInbound.id);
  return left;
}

/** The key as it was delivered the first time, after a word about what it is. */
async function tell(
  { shop }: ProvisioningNeeds,
  em: SqlEntityManager,
  { move, client, unit, now }: Open & { now: Date },
): Promise<void> {
  const placement = `${unit.id}:${move.placementNo}`;
  const from = { shop, now };
  const chatId = client.customer.id;
  const data = { unitId: unit.id };
  const news = { clientId: client.id, what: move.kind, server: move.toInbound.server.name };
  await queueMessage(em, from, { chatId, kind: 'access-moved', data: news, key: `access-moved:${move.id}` });
  await queueMessage(em, from, {
    chatId,
    kind: 'key-text',
    data: { ...data, moved: true },
    key: `key-text:${placement}`,
  });
  await queueMessage(em, from, { chatId, kind: 'key-qr', data, key: `key-qr:${placement}` });
}

/** Its client is gone: what may be at the new place is removed, and its seat there is free. */
export async function abandonMove(needs: ProvisioningNeeds, em: SqlEntityManager, id: number): Promise<void> {
  const open = await lockMove(em, id);
  if (open === null) return;
  await letGo(em, open, needs.clock.now());
  open.move.end('cancelled', needs.clock.now());
  await em.flush();
}

/** A change of location came to nothing: the old key stays as it is, and the change is not counted. */
export async function failMove(needs: ProvisioningNeeds, id: number): Promise<void> {
  const now = needs.clock.now();
  const serverId = await needs.work.do(async (em) => {
    const open = await lockMove(em, id);
    if (open?.move.kind !== 'location') return null;
    const { move, client } = open;
    await letGo(em, open, now);
    move.end('failed', now);
    countMove(client, -1);
    await em.flush();
    const data = { clientId: client.id, server: move.toInbound.server.name };
    const key = `move-failed:${id}`;
    await queueMessage(
      em,
      { shop: needs.shop, now },
      { chatId: client.customer.id, kind: 'move-failed', data, key },
    );
    return move.toInbound.server.id;
  });
  if (serverId !== null) needs.wakes.lane(serverId);
  needs.wakes.sender();
}

async function letGo(em: SqlEntityManager, { move }: Open, now: Date): Promise<void> {
  if (move.kind !== 'location') return;
  if (move.wasTried())
    await writeTombstone(em, { serverId: move.toInbound.server.id, email: move.email }, now);
  await returnInboundSeat(em, move.toInbound.id);
}

/**
 * Sweep: changes of location that take too long are given up; of new keys that take too long the staff is told once,
 * because the old one is gone. Answers how many were given up.
 */
export async function endLateMoves(needs: ProvisioningNeeds): Promise<number> {
  const now = needs.clock.now();
  const late = await needs.work
    .read()
    .find(
      ClientMove,
      { state: 'open', createdAt: { $lte: later(now, -PATIENCE as Period) } },
      { populate: ['client.order', 'toInbound.server'], orderBy: { id: 'asc' }, limit: 200 },
    );
  for (const move of late) {
    if (move.client.status === 'terminated') await needs.work.do((em) => abandonMove(needs, em, move.id));
    else if (move.kind === 'location') await failMove(needs, move.id);
    else await tellStuck(needs, move, now);
  }
  return late.filter(({ kind }) => kind === 'location').length;
}

async function tellStuck(needs: ProvisioningNeeds, move: ClientMove, now: Date): Promise<void> {
  if (move.client.status !== 'active') return;
  const { server } = move.toInbound;
  const data = {
    code: 'key-stuck',
    serverId: server.id,
    server: server.name,
    reason: move.error ?? '',
  } as const;
  await needs.work.do((em) =>
    alertStaff(em, { shop: needs.shop, now }, { key: `key-stuck:${move.id}`, data }),
  );
  needs.wakes.sender();
}

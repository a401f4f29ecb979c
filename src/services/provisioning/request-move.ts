import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ClientMove } from '../../model/client-move.ts';
import { countMove, takeNames } from '../../model/client-placement.ts';
import { hasLostPlace } from '../../model/lost-place.ts';
import { Order, type OrderItem } from '../../model/order.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerClient } from '../../model/server-client.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { days, later, type Period } from '../../model/values/period.ts';
import { isParked } from '../lanes/maintenance.ts';
import { writeTombstone } from '../lanes/write-tombstone.ts';
import { audit } from '../messages/audit.ts';
import { takeInboundSeats } from '../seats/seat-statements.ts';
import { soldLine } from '../seats/sold-line.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { passwordFor } from './place-unit.ts';

/** A customer's own access. */
export type OwnAccess = { clientId: number; customerId: number };

/**
 * Why an access stays where it is: there is none of this person; it is switched off or over; one change is under way;
 * five new keys in a day; its panel has lost its inbound, so no key can be made there; its plan offers no change, or no more in this period; nobody offers that place; no seat there;
 * the shop is being worked on.
 */
export type NotReplaced = {
  code:
    | 'access-not-found'
    | 'access-not-running'
    | 'move-under-way'
    | 'too-many-keys'
    | 'move-not-offered'
    | 'key-no-place'
    | 'no-moves-left'
    | 'no-such-location'
    | 'location-full'
    | 'moves-parked';
};

/** What was begun; `serverId` = whose lane works on it. */
export type Begun = { clientId: number; serverId: number; from: number };

const KEYS_PER_DAY = 5;
const DAY = days(1);

/**
 * The old key dies first: in one transaction the client takes new names, and the old ones get their tombstone, which
 * its lane works off before it adds the new client. So whoever holds the old key is out as soon as the panel answers.
 */
export async function requestKey(
  needs: ProvisioningNeeds,
  em: SqlEntityManager,
  own: OwnAccess,
): Promise<Result<Begun, NotReplaced>> {
  const found = await lockOwn(needs, em, own);
  if (!found.ok) return found;
  const { client, now } = found.value;
  if (hasLostPlace(client)) return refuse({ code: 'key-no-place' });
  const since = later(now, -DAY as Period);
  const recent = await em.count(ClientMove, { client: client.id, kind: 'key', createdAt: { $gt: since } });
  if (recent >= KEYS_PER_DAY) return refuse({ code: 'too-many-keys' });
  const { inbound, email } = client;
  const move = await newMove(needs, em, { ...found.value, kind: 'key', to: inbound });
  await writeTombstone(em, { serverId: inbound.server.id, email }, now);
  takeNames(client, move, now);
  client.keepLinks([]);
  note(em, found.value, { action: 'client.new-key', before: { email }, after: { email: move.email } });
  await em.flush();
  return ok({ clientId: client.id, serverId: inbound.server.id, from: inbound.server.id });
}

/** The old key dies last: a seat at the other server is held, and nothing of the client changes before it was tested there. */
export async function requestLocation(
  needs: ProvisioningNeeds,
  em: SqlEntityManager,
  { serverId, ...own }: OwnAccess & { serverId: number },
): Promise<Result<Begun, NotReplaced>> {
  const unit = await unitOf(em, own);
  if (!unit) return refuse({ code: 'access-not-found' });
  const planId = (await planOf(em, unit)).id;
  const from = unit.inbound.server.id;
  if (serverId === from || !(await isOfPlan(em, { planId, serverId })))
    return refuse({ code: 'no-such-location' });
  const taken = await takeInboundSeats(em, {
    planId,
    quantity: 1,
    customerId: own.customerId,
    among: { onlyServer: serverId },
  });
  em.clear();
  const found = await lockOwn(needs, em, own);
  if (!found.ok) return found;
  const { client, plan } = found.value;
  if (plan.movesPerPeriod === 0) return refuse({ code: 'move-not-offered' });
  if (client.movesUsed >= plan.movesPerPeriod) return refuse({ code: 'no-moves-left' });
  if (taken === null) return refuse({ code: 'location-full' });
  const to = await em.findOneOrFail(ServerInbound, taken, { populate: ['server'] });
  await newMove(needs, em, { ...found.value, kind: 'location', to });
  countMove(client, 1);
  const places = { before: { server: client.inbound.server.name }, after: { server: to.server.name } };
  note(em, found.value, { action: 'client.location', ...places });
  await em.flush();
  return ok({ clientId: client.id, serverId, from });
}

const WITH_PLACE = ['orderItem.plan', 'orderItem.order', 'inbound.server', 'serverClient'] as const;

const unitOf = (em: SqlEntityManager, { clientId, customerId }: OwnAccess) =>
  em.findOne(
    OrderServerClient,
    { serverClient: { id: clientId, customer: customerId }, provisionStatus: 'completed' },
    { populate: WITH_PLACE },
  );

/** The plan that it is sold under now, which need not be that of its order. */
const planOf = async (em: SqlEntityManager, { serverClient, orderItem }: OrderServerClient) =>
  serverClient === null ? orderItem.plan : (await soldLine(em, serverClient)).plan;

async function isOfPlan(
  em: SqlEntityManager,
  { planId, serverId }: { planId: number; serverId: number },
): Promise<boolean> {
  const [found] = await em.execute(sql`
    select id from server_plans where id = ${planId} and server_id = ${serverId}
     union all
    select plan_id from server_plan_pool where plan_id = ${planId} and server_id = ${serverId}`);
  return found !== undefined;
}

type Found = { client: ServerClient; unit: OrderServerClient; plan: OrderItem['plan']; now: Date };

/** The order first, as every step of the shop locks. A refund or the end of its time goes before every wish. */
async function lockOwn(
  needs: ProvisioningNeeds,
  em: SqlEntityManager,
  own: OwnAccess,
): Promise<Result<Found, NotReplaced>> {
  const now = needs.clock.now();
  const seen = await unitOf(em, own);
  if (!seen) return refuse({ code: 'access-not-found' });
  em.clear();
  const orderId = seen.orderItem.order.id;
  const order = await em.findOneOrFail(Order, orderId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  const client = await em.findOneOrFail(ServerClient, own.clientId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  await em.populate(client, ['inbound.server', 'customer', 'order']);
  const unit = await em.findOneOrFail(OrderServerClient, seen.id, { populate: WITH_PLACE });
  const code = await obstacleOf(needs, em, { client, order, now });
  return code === null ? ok({ client, unit, plan: await planOf(em, unit), now }) : refuse({ code });
}

type Asked = { client: ServerClient; order: Order; now: Date };

async function obstacleOf(
  needs: ProvisioningNeeds,
  em: SqlEntityManager,
  { client, order, now }: Asked,
): Promise<NotReplaced['code'] | null> {
  if (!isRunning(client, now) || order.status === 'refunded') return 'access-not-running';
  if (client.inbound.kind !== 'shared') return 'move-not-offered'; // its inbound bears its name
  if (!needs.enabled || (await isParked(em))) return 'moves-parked';
  const open = await em.count(ClientMove, { client: client.id, state: 'open' });
  return open > 0 ? 'move-under-way' : null;
}

const isRunning = (client: ServerClient, now: Date): boolean =>
  client.status === 'active' && client.wanted === 'enabled' && client.canReactivate(now);

type NewMove = Found & { kind: ClientMove['kind']; to: ServerInbound };

async function newMove(
  { ids, shop }: ProvisioningNeeds,
  em: SqlEntityManager,
  { client, unit, plan, now, kind, to }: NewMove,
): Promise<ClientMove> {
  const placementNo = await nextPlacement(em, unit);
  const { flow } = plan.getProvisioningSettings(to.clientTemplate, unit.orderItem);
  return em.create(ClientMove, {
    client,
    kind,
    fromInbound: client.inbound,
    toInbound: to,
    placementNo,
    email: `${shop.shop4}-${unit.id}-${placementNo}`,
    uuid: ids.uuid(),
    password: passwordFor(to, ids),
    subId: ids.secret(),
    flow: to.flowFor(flow),
    dueAt: now,
    createdAt: now,
  });
}

/** No name is used twice, not even that of a move which came to nothing. */
async function nextPlacement(em: SqlEntityManager, unit: OrderServerClient): Promise<number> {
  const [row] = await em.execute<{ last: number }[]>(sql`
    select coalesce(max(placement_no), 0) as last from client_moves where client_id = ${unit.serverClient?.id ?? 0}`);
  return Math.max(unit.placementNo, row?.last ?? 0) + 1;
}

type Note = { action: string; before: Record<string, unknown>; after: Record<string, unknown> };

function note(em: SqlEntityManager, { client, now }: Found, act: Note): void {
  audit(em, { ...act, actorId: client.customer.id, target: `client:${client.id}` }, now);
}

import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type FoundIdentity, takeIdentity } from '../../model/adopted-client.ts';
import type { OrderServerClient } from '../../model/order-server-client.ts';
import { ServerClient } from '../../model/server-client.ts';
import type { ServerInbound } from '../../model/server-inbound.ts';
import { hours, later, type Period } from '../../model/values/period.ts';
import { addOwnInbound, settleOwnInbound } from '../lanes/own-inbound.ts';
import type { FoundClient } from './find-own-clients.ts';
import type { UpkeepNeeds } from './needs.ts';

type Adoption = { unit: OrderServerClient; found: FoundClient };

/**
 * Ties a unit to the client that its panel holds for it, with the panel's values. The unit stays open and due: its lane
 * looks, finds what was sold, tests it and completes it as it does after any crash (DESIGN 4a, "Attempt").
 */
export async function adoptFound(
  needs: UpkeepNeeds,
  em: SqlEntityManager,
  { unit, found }: Adoption,
): Promise<void> {
  const identity = identityOf(needs, unit.inbound, found);
  const present = unit.serverClient;
  if (present?.email === found.email) {
    takeIdentity(present, identity);
  } else {
    const inbound = await inboundOf(needs, em, { unit, found });
    const client = newClient(em, { unit, found, inbound }, identity);
    unit.placedBefore(client, found.placementNo);
  }
  await em.flush();
  // Nothing will be begun for it: it is begun already.
  const orderId = unit.orderItem.order.id;
  await em.execute(sql`update orders set status = 'processing' where id = ${orderId} and status = 'paid'`);
  if ((found.remote.used ?? 0n) > 0n) await keepSilent(needs, em, unit);
}

async function inboundOf(
  needs: UpkeepNeeds,
  em: SqlEntityManager,
  { unit, found: { own: seen } }: Adoption,
): Promise<ServerInbound> {
  if (seen === null) return unit.inbound;
  const own = await addOwnInbound(needs, em, { unit, name: seen.remark, port: seen.port });
  await settleOwnInbound(em, own, seen.remoteId);
  return own.inbound;
}

function newClient(
  em: SqlEntityManager,
  { unit, found: { email, remote }, inbound }: Adoption & { inbound: ServerInbound },
  { expiresAt, ...identity }: FoundIdentity,
): ServerClient {
  const { orderItem } = unit;
  const settings = orderItem.plan.getProvisioningSettings(inbound.clientTemplate, orderItem);
  const client = em.create(ServerClient, {
    order: orderItem.order,
    customer: orderItem.order.customer,
    inbound,
    email,
    ...identity,
    flow: remote.flow,
    limitIp: settings.limitIp,
    trafficLimit: settings.trafficLimit,
    renewalPrice: orderItem.unitPrice,
    isTrial: orderItem.trialDays != null,
    connectionStats: null,
    performanceMetrics: null,
  });
  if (expiresAt !== null) client.startPaidTime(expiresAt);
  return client;
}

/** Panels that cut everybody off are told an end one hour later than was sold (`lanes/wanted-client`). */
const GRACE = hours(1);

/** Panels up to 3.0 tell only the credential of the inbound's protocol: the other one is nobody's yet. */
function identityOf(needs: UpkeepNeeds, { server }: ServerInbound, { remote }: FoundClient): FoundIdentity {
  const end = remote.expiresAt;
  return {
    uuid: remote.uuid === '' ? needs.ids.uuid() : remote.uuid,
    password: remote.password === '' ? needs.ids.secret() : remote.password,
    subId: remote.subId,
    expiresAt: end !== null && server.cutsNeighbours() ? later(end, -GRACE as Period) : end,
  };
}

/** Who has used the key has it: the messages stand as said, and are not said again. */
async function keepSilent(
  { shop, clock }: UpkeepNeeds,
  em: SqlEntityManager,
  unit: OrderServerClient,
): Promise<void> {
  const now = clock.now();
  const chatId = unit.orderItem.order.customer.id;
  for (const kind of ['key-text', 'key-qr'] as const) {
    await em.execute(sql`
      insert into outgoing_messages (bot_id, chat_id, kind, data, idem_key, priority, due_at, created_at, state)
      values (${shop.botId}, ${chatId}, ${kind}, ${JSON.stringify({ unitId: unit.id })}::jsonb,
              ${`${kind}:${unit.id}:${unit.placementNo}`}, 0, ${now}, ${now}, 'dropped')
      on conflict (idem_key) do nothing`);
  }
}

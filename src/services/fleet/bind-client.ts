import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { adopt } from '../../model/adopted-client.ts';
import { opensFor } from '../../model/client-config.ts';
import { Customer } from '../../model/customer.ts';
import { Order, OrderItem } from '../../model/order.ts';
import { OrderServerClient } from '../../model/order-server-client.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ServerClient } from '../../model/server-client.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { secretOn } from '../lanes/wanted-client.ts';
import { audit } from '../messages/audit.ts';
import { queueMessage } from '../messages/queue-message.ts';
import type { RemoteClient } from '../ports/panel.ts';
import { takePlanSeats, takeSeatAt } from '../seats/seat-statements.ts';
import type { FoundClient } from './find-strangers.ts';
import type { FleetNeeds } from './needs.ts';

/** What is to be bound, to whom, and the links that its panel gives for it. */
export type Binding = { found: FoundClient; links: readonly string[]; customerId: number; actorId: number };

/**
 * Why a client stays nobody's: the person never pressed Start; somebody was faster, or another client of the shop has the
 * same name or credentials; no seat is left on its inbound; the panel gives no link that opens it; its time begins with
 * the first use, so that its end is not known yet.
 */
export type NotBound = {
  code: 'person-unknown' | 'client-known' | 'inbound-full' | 'client-no-link' | 'client-not-started';
};

/** How long a period is that an admin gives such an access later, in days. */
const RENEWAL_DAYS = 30;
const GIB = 1024n ** 3n;

/** Those of a panel's links that open this very client. */
export const ownLinks = (links: readonly string[], { inbound, remote }: FoundClient): string[] =>
  links.filter((link) => opensFor(link, ownerOf(inbound, remote)));

const ownerOf = ({ protocol, network }: ServerInbound, remote: RemoteClient) => ({
  protocol,
  network,
  uuid: remote.uuid,
  password: secretOn(protocol, remote),
});

/** The rows of a bound client, in one transaction, once: the panel is not told. */
export async function bindClient(
  needs: FleetNeeds,
  em: SqlEntityManager,
  binding: Binding,
): Promise<Result<{ clientId: number }, NotBound>> {
  const { found, customerId, actorId } = binding;
  const refused = await takeRoom(needs, em, binding);
  if (refused) return refuse({ code: refused });
  const now = needs.clock.now();
  const client = await writeRows(needs, em, binding);
  const after = { name: found.remote.email, person: String(customerId) };
  audit(em, { actorId, action: 'client.bind', target: `client:${client.id}`, after }, now);
  await em.flush();
  const data = { clientId: client.id };
  const key = `access-added:${client.id}`;
  await queueMessage(em, { shop: needs.shop, now }, { chatId: customerId, kind: 'access-added', data, key });
  return ok(data);
}

/** null = there is room; the plan's row stays locked, so that two hands on one server come one after the other. */
async function takeRoom(
  needs: FleetNeeds,
  em: SqlEntityManager,
  { found, links, customerId }: Binding,
): Promise<NotBound['code'] | null> {
  const { inbound, remote } = found;
  if (remote.expiresAt !== null && remote.expiresAt.getTime() <= 0) return 'client-not-started';
  if (links.length === 0) return 'client-no-link';
  if (!(await em.findOne(Customer, customerId))) return 'person-unknown';
  const planId = await importPlan(needs, em, found);
  await takePlanSeats(em, { planId, quantity: 1 });
  if (await isKnown(em, found)) return 'client-known';
  return (await takeSeatAt(em, inbound.id)) ? null : 'inbound-full';
}

const keyOf = ({ server }: FoundClient): string => `import:${server.id}`;

/** One for each server, never on sale and in no list: units belong to a plan. Answers its id. */
async function importPlan(needs: FleetNeeds, em: SqlEntityManager, found: FoundClient): Promise<number> {
  const createKey = keyOf(found);
  await em.execute(sql`
    insert into server_plans
      (server_id, name, duration_days, price_minor, setup_fee_minor, is_active, on_sale, create_key, created_at)
    values (${found.server.id}, 'Import', ${RENEWAL_DAYS}, 0, 0, false, false, ${createKey}, ${needs.clock.now()})
    on conflict (create_key) do nothing`);
  return (await em.findOneOrFail(ServerPlan, { createKey })).id;
}

async function isKnown(em: SqlEntityManager, { remote, server }: FoundClient): Promise<boolean> {
  const { email, uuid, subId } = remote;
  const rows = await em.execute(sql`
    select 1 from server_clients
     where email = ${email} or uuid::text = ${uuid.toLowerCase()} or sub_id = ${subId}
     union all
    select 1 from tombstones where server_id = ${server.id} and email = ${email}
     limit 1`);
  return rows.length > 0;
}

async function writeRows(needs: FleetNeeds, em: SqlEntityManager, binding: Binding): Promise<ServerClient> {
  const now = needs.clock.now();
  const { order, unit } = await writeOrder(needs, em, binding);
  const client = em.create(ServerClient, {
    order,
    customer: order.customer,
    inbound: unit.inbound,
    ...identityOf(needs, binding.found),
    expiresAt: binding.found.remote.expiresAt,
    renewalPrice: null,
    connectionStats: null,
    performanceMetrics: null,
  });
  await em.flush();
  unit.markPaid(now);
  unit.placeAs(client);
  unit.markProvisionCompleted(now);
  order.markImported(now);
  client.keepLinks(binding.links, binding.found.inbound.linksRev);
  adopt(client, { enabled: binding.found.remote.enable, used: binding.found.used }, now);
  await em.flush();
  return client;
}

/** As found; what the panel does not keep is drawn here, so that no two share it. */
function identityOf({ ids }: FleetNeeds, { inbound, remote }: FoundClient) {
  return {
    email: remote.email,
    uuid: UUID.test(remote.uuid) ? remote.uuid : ids.uuid(),
    password: secretOn(inbound.protocol, remote),
    subId: remote.subId === '' ? ids.secret() : remote.subId,
    flow: remote.flow,
    limitIp: remote.limitIp,
    trafficLimit: remote.trafficLimit,
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Nobody paid for it, and nobody is asked to. */
async function writeOrder(needs: FleetNeeds, em: SqlEntityManager, { found, customerId }: Binding) {
  const { ids, shop } = needs;
  const now = needs.clock.now();
  const { email, trafficLimit, limitIp } = found.remote;
  const order = em.create(Order, {
    id: ids.id(),
    customer: em.getReference(Customer, customerId),
    botId: shop.botId,
    nonce: ids.id(),
    origin: 'import',
    total: 0n,
    totalStars: 0,
    currency: shop.currency,
    termsVersion: shop.termsVersion,
    reservedUntil: now,
    createdAt: now,
  });
  const orderItem = em.create(OrderItem, {
    id: ids.id(),
    order,
    plan: await em.findOneOrFail(ServerPlan, { createKey: keyOf(found) }),
    quantity: 1,
    planName: email.slice(0, 255),
    durationDays: RENEWAL_DAYS,
    dataLimitGb: trafficLimit === null ? null : Number((trafficLimit + GIB - 1n) / GIB),
    concurrentConnections: limitIp === 0 ? null : limitIp,
    unitPrice: 0n,
    setupFee: 0n,
    unitStars: 0,
  });
  const inbound = em.getReference(ServerInbound, found.inbound.id);
  const unit = em.create(OrderServerClient, {
    id: ids.unitId(),
    orderItem,
    unitNo: 1,
    inbound,
    provisionConfig: null,
  });
  await em.flush();
  return { order, unit };
}

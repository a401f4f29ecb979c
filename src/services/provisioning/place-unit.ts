import type { EntityManager } from '@mikro-orm/core';
import { keyBytes } from '../../model/credential.ts';
import type { OrderServerClient } from '../../model/order-server-client.ts';
import { ServerClient } from '../../model/server-client.ts';
import type { ServerInbound } from '../../model/server-inbound.ts';
import type { Ids } from '../ports/ids.ts';

/**
 * `shop4`: the four letters that tell this shop's clients from another's on the same panel; `inbound` where the client
 * goes, when that is not where its seat was taken.
 */
export type Identities = { shop4: string; ids: Ids; inbound?: ServerInbound };

/** What the next placement of a unit is called on its panel. */
export const nextName = (unit: OrderServerClient, shop4: string): string =>
  `${shop4}-${unit.id}-${unit.placementNo + 1}`;

/**
 * Chooses who the unit will be on the panel, anew for each placement, and stores it before the panel is called.
 * So a call made again asks for the same client, and an abandoned placement can be removed at any later time
 * without touching the living one. Limits are those of the order, as it was sold.
 */
export function placeUnit(
  em: EntityManager,
  unit: OrderServerClient,
  { shop4, ids, inbound = unit.inbound }: Identities,
): ServerClient {
  const { orderItem } = unit;
  const settings = orderItem.plan.getProvisioningSettings(inbound.clientTemplate, orderItem);
  const client = em.create(ServerClient, {
    order: orderItem.order,
    customer: orderItem.order.customer,
    inbound,
    email: nextName(unit, shop4),
    uuid: ids.uuid(),
    password: passwordFor(inbound, ids),
    subId: ids.secret(),
    flow: inbound.flowFor(settings.flow),
    limitIp: settings.limitIp,
    trafficLimit: settings.trafficLimit,
    renewalPrice: orderItem.unitPrice,
    isTrial: orderItem.trialDays !== null,
    connectionStats: null,
    performanceMetrics: null,
  });
  unit.placeAs(client);
  return client;
}

/** Letters and digits, which every panel takes in addresses too; a key of the right length where the cipher asks. */
export function passwordFor({ cipher }: { readonly cipher: string }, ids: Ids): string {
  const length = keyBytes(cipher);
  return length === null ? ids.secret() : ids.key(length);
}

import type { SqlEntityManager } from '@mikro-orm/sql';
import type { OrderItem } from '../../../model/order.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { ServerClient } from '../../../model/server-client.ts';
import { parseTrafficPacks, type TrafficPack } from '../../../model/traffic-pack.ts';
import { MOST_STARS, type Money, starsFor } from '../../../model/values/money.ts';
import { type Bytes, bytes, gigabytes } from '../../../model/values/traffic.ts';
import { balanceOf } from '../../ledger/wallet.ts';
import type { Shop } from '../../ports/shop.ts';
import { soldLine } from '../../seats/sold-line.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { fingerprint } from './fingerprint.ts';
import type { AccessOf } from './renewal-offer.ts';
import { whyDead } from './why-dead.ts';

/**
 * Why an access gets no more traffic: it is not this person's; it is gone; its panel has lost its place; its time is over; it has no limit; its plan
 * offers none.
 */
export type NoTraffic = {
  code:
    | 'access-not-found'
    | 'access-gone'
    | 'access-no-place'
    | 'access-ended'
    | 'traffic-unlimited'
    | 'traffic-not-offered';
};

/** One pack: its size, its price, and the limit that the access would have. */
export type PackOffer = { gb: number; price: Money; stars: number; after: Bytes; fingerprint: string };

/** What can be bought for one access now. `expiresAt` null = it never ends. */
export type TrafficOffer = {
  clientId: number;
  planName: string;
  expiresAt: Date | null;
  used: Bytes;
  limit: Bytes;
  /** What this person has in the shop. */
  balance: Money;
  packs: readonly PackOffer[];
};

/** An access that can have more traffic, with all that its order freezes. */
export type Extendable = { client: ServerClient; line: OrderItem; limit: Bytes; packs: readonly PackOffer[] };

/** The access as it stands in this transaction, and the packs of its plan. */
export async function extendableOf(
  { clock, shop }: CheckoutNeeds,
  em: SqlEntityManager,
  { clientId, customerId }: AccessOf,
): Promise<Result<Extendable, NoTraffic>> {
  const own = { id: clientId, customer: customerId };
  const client = await em.findOne(ServerClient, own, { populate: ['order', 'inbound.server'] });
  if (!client || client.status === 'provisioning') return refuse({ code: 'access-not-found' });
  const over = whyOver(client, clock.now());
  if (over) return refuse({ code: over });
  const { trafficLimit: limit } = client;
  if (limit === null) return refuse({ code: 'traffic-unlimited' });
  const line = await soldLine(em, client);
  const packs = (parseTrafficPacks(line.plan.trafficPacks ?? '') ?? [])
    .map((pack) => offerOf(shop, pack, limit))
    .filter(({ stars }) => stars <= MOST_STARS);
  return packs.length === 0 ? refuse({ code: 'traffic-not-offered' }) : ok({ client, line, limit, packs });
}

/** Nothing of it runs any more; null = it does. */
function whyOver(client: ServerClient, now: Date): 'access-gone' | 'access-no-place' | 'access-ended' | null {
  const dead = whyDead(client);
  if (dead) return dead;
  return client.status === 'expired' || client.isExpired(now) ? 'access-ended' : null;
}

function offerOf({ currency, starRate }: Shop, { gb, minor }: TrafficPack, limit: Bytes): PackOffer {
  const stars = Number(starsFor(minor, starRate));
  return {
    gb,
    price: { minor, currency },
    stars,
    after: bytes(limit + gigabytes(BigInt(gb))),
    fingerprint: fingerprint([gb, String(minor), stars]),
  };
}

/** What stands before the payment; moves nothing. */
export async function trafficOffer(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  of: AccessOf,
): Promise<Result<TrafficOffer, NoTraffic>> {
  const found = await extendableOf(needs, em, of);
  if (!found.ok) return found;
  const { client, line, limit, packs } = found.value;
  const { currency } = needs.shop;
  return ok({
    clientId: client.id,
    planName: line.planName,
    expiresAt: client.expiresAt,
    used: client.trafficUsed,
    limit,
    balance: { minor: await balanceOf(em, { ...of, currency }), currency },
    packs,
  });
}

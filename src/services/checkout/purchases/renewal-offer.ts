import type { SqlEntityManager } from '@mikro-orm/sql';
import { type RenewalTerms, type RenewedPeriod, renewedPeriod } from '../../../model/renewal.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { type ClientStatus, ServerClient } from '../../../model/server-client.ts';
import { type Money, starsFor } from '../../../model/values/money.ts';
import { type Bytes, gigabytes } from '../../../model/values/traffic.ts';
import { balanceOf } from '../../ledger/wallet.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { soldLine } from './sold-terms.ts';

/** One person and one access of theirs. */
export type AccessOf = { clientId: number; customerId: number };

/**
 * Why an access cannot be renewed: it is not this person's, or gone; its plan is not renewed any more; it never ends;
 * it was never sold, so it has no price.
 */
export type NotRenewable = {
  code: 'access-not-found' | 'access-gone' | 'renewal-off' | 'renewal-endless' | 'renewal-no-price';
};

/** What a renewal would give now, and cost. `expiresAt`, `limit` null = without an end. */
export type RenewalOffer = {
  clientId: number;
  planName: string;
  status: ClientStatus;
  statusReason: string | null;
  expiresAt: Date | null;
  used: Bytes;
  limit: Bytes | null;
  terms: RenewalTerms;
  after: RenewedPeriod;
  price: Money;
  stars: number;
  /** What this person has in the shop. */
  balance: Money;
};

/** What stands before the payment; moves nothing. */
export async function renewalOffer(
  { clock, shop }: CheckoutNeeds,
  em: SqlEntityManager,
  { clientId, customerId }: AccessOf,
): Promise<Result<RenewalOffer, NotRenewable>> {
  const client = await em.findOne(
    ServerClient,
    { id: clientId, customer: customerId },
    { populate: ['order'] },
  );
  if (!client || client.status === 'provisioning') return refuse({ code: 'access-not-found' });
  if (isGone(client)) return refuse({ code: 'access-gone' });
  const line = await soldLine(em, client);
  if (!line.plan.renewable) return refuse({ code: 'renewal-off' });
  if (client.expiresAt === null) return refuse({ code: 'renewal-endless' });
  const minor = client.renewalPrice ?? 0n;
  const stars = Number(starsFor(minor, shop.starRate));
  if (stars === 0) return refuse({ code: 'renewal-no-price' });
  const data = line.dataLimitGb === null ? null : gigabytes(BigInt(line.dataLimitGb));
  const terms = { rule: 'keep', days: line.durationDays, data } as const;
  const { currency } = shop;
  return ok({
    clientId,
    planName: line.planName,
    status: client.status,
    statusReason: client.statusReason,
    expiresAt: client.expiresAt,
    used: client.trafficUsed,
    limit: client.trafficLimit,
    terms,
    after: renewedPeriod(client, terms, clock.now()),
    price: { minor, currency },
    stars,
    balance: { minor: await balanceOf(em, { customerId, currency }), currency },
  });
}

/** A refund switches off and deletes; nothing may bring such an access back. */
const isGone = (client: ServerClient): boolean =>
  client.status === 'terminated' || client.wanted === 'deleted' || client.order.status === 'refunded';

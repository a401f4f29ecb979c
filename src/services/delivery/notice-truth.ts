import type { SqlEntityManager } from '@mikro-orm/sql';
import { renewalPriceOf } from '../../model/renewal-price.ts';
import type { ServerClient } from '../../model/server-client.ts';
import type { Money } from '../../model/values/money.ts';
import { balanceOf } from '../ledger/wallet.ts';
import type { Clock } from '../ports/clock.ts';
import type { Shop } from '../ports/shop.ts';
import { soldLine } from '../seats/sold-line.ts';
import type { AccessView } from './views.ts';

/** Its balance is to pay the next period: when, how much, and what the balance lacks; 0 = it will do. */
export type RenewsByItself = { at: Date; price: Money; missing: bigint };

/** An access as it stands when a message about it goes out, which may be long after it was written. */
export type NoticeAccess = AccessView & {
  now: Date;
  /** The last mark before its end that is behind: 7, 3, 1, 0 = the end; 8 = none. */
  endMark: number;
  /** The highest share of this period's traffic that was reached: 80, 95, 100; 0 = none. */
  trafficMark: number;
  /** When it was used for the first time; null = never. */
  connectedAt: Date | null;
  /** Its panel is to delete it. */
  isGoing: boolean;
  /** null = nothing renews it by itself. */
  renews: RenewsByItself | null;
};

type Needs = { clock: Clock; shop: Shop };

/** What makes a message about this access true or not. */
export async function noticeTruth(
  { clock, shop }: Needs,
  em: SqlEntityManager,
  client: ServerClient,
): Promise<Omit<NoticeAccess, keyof AccessView>> {
  const now = clock.now();
  return {
    now,
    endMark: client.endNoticed,
    trafficMark: client.trafficNoticed,
    connectedAt: client.connectedAt,
    isGoing: client.wanted === 'deleted',
    renews: await renewsOf(shop, em, { client, now }),
  };
}

async function renewsOf(
  shop: Shop,
  em: SqlEntityManager,
  { client, now }: { client: ServerClient; now: Date },
): Promise<RenewsByItself | null> {
  const { autoRenew, nextBillingAt, status } = client;
  if (!autoRenew || nextBillingAt === null || status !== 'active' || shop.autoLifecycle === false)
    return null;
  const line = await soldLine(em, client);
  const at = nextBillingAt > now ? nextBillingAt : now;
  const price = line.plan.renewable ? renewalPriceOf(client, line, { now: at, rate: shop.starRate }) : null;
  if (price === null || price.minor === 0n) return null;
  const { currency } = shop;
  const balance = await balanceOf(em, { customerId: client.customer.id, currency });
  const missing = balance < price.minor ? price.minor - balance : 0n;
  return { at, price: { minor: price.minor, currency }, missing };
}

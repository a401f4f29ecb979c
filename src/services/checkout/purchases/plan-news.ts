import type { SqlEntityManager } from '@mikro-orm/sql';
import { OrderPurchase } from '../../../model/order-purchase.ts';
import type { Money } from '../../../model/values/money.ts';
import { soldLine } from '../../seats/sold-line.ts';
import { type RenewalNews, renewalNews } from './renewal-news.ts';

/** What a change of plan brought. `devices` null = any number. */
export type PlanNews = RenewalNews & {
  devices: number | null;
  /** What came to the balance; null = nothing. */
  credit: Money | null;
  /** What a renewal costs from now on; null = it has no price any more. */
  renewal: { price: Money; stars: number; days: number } | null;
};

/** null = nothing of it stands any more, so there is nothing to tell. */
export async function planNews(em: SqlEntityManager, orderId: string): Promise<PlanNews | null> {
  const news = await renewalNews(em, orderId);
  const purchase = await em.findOne(OrderPurchase, { order: orderId }, { populate: ['order', 'client'] });
  if (!news || !purchase?.client) return null;
  const { client, order, terms } = purchase;
  const { renewalPrice, renewalStars, limitIp } = client;
  const { currency } = order;
  const { durationDays: days } = await soldLine(em, client);
  return {
    ...news,
    devices: limitIp === 0 ? null : limitIp,
    credit: terms.credit === undefined ? null : { minor: BigInt(terms.credit), currency },
    renewal:
      renewalPrice === null || renewalStars === null
        ? null
        : { price: { minor: renewalPrice, currency }, stars: renewalStars, days },
  };
}

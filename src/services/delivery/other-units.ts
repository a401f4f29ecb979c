import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Order, OrderItem } from '../../model/order.ts';
import type { Payment } from '../../model/payment.ts';
import { MOST_STARS } from '../../model/values/money.ts';
import { unitsOnOffer } from '../seats/units-on-offer.ts';
import type { InvoiceView } from './views.ts';

type Asked = { order: Order; item: OrderItem | null; payments: readonly Payment[] };

/**
 * For how many other keys this unpaid order may be changed, each with its price. None where the balance pays a part:
 * there the number was chosen before.
 */
export async function otherUnits(
  em: SqlEntityManager,
  { order, item, payments }: Asked,
): Promise<NonNullable<InvoiceView['otherUnits']>> {
  const isSale = order.purpose === 'access' && order.origin === 'sale' && order.precheckedAt === null;
  if (!isSale || !item || payments.some((payment) => payment.isOfWallet())) return [];
  const { quantity, unitStars } = item;
  const asked = { planId: item.plan.id, customerId: order.customer.id, orderId: order.id };
  return (await unitsOnOffer(em, asked))
    .filter((units) => units !== quantity && units * unitStars <= MOST_STARS)
    .map((units) => ({ units, stars: units * unitStars }));
}

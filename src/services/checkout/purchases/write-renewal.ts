import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Order } from '../../../model/order.ts';
import type { PurchaseTerms } from '../../../model/order-purchase.ts';
import type { CheckoutNeeds } from '../needs.ts';
import type { Renewable } from './renewal-offer.ts';
import { writePurchase } from './write-purchase.ts';

/** `automatic` = charged by the shop, as its customer had wished; `subscribes` = by Telegram, every thirty days. */
type NewRenewal = Renewable & {
  customerId: number;
  nonce: string;
  automatic: boolean;
  subscribes?: boolean;
};

/** No unit and no seat: it is for one that is there. */
export function writeRenewal(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  renewal: NewRenewal,
): Promise<Order> {
  const { client, line, price, customerId, nonce } = renewal;
  const { days, data } = renewal.terms;
  const what = { client, line, days, data, terms: agreed(renewal) };
  return writePurchase(needs, em, { purpose: 'renewal', customerId, nonce, price, ...what });
}

function agreed({ client, terms: { rule }, automatic, subscribes }: NewRenewal): PurchaseTerms {
  const shownEnd = client.expiresAt?.toISOString();
  return {
    rule,
    ...(automatic && { isAutomatic: true }),
    ...(subscribes && { subscribes: true }),
    ...(rule === 'drop' && !automatic && shownEnd !== undefined && { shownEnd }),
  };
}

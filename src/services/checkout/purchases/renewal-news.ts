import type { SqlEntityManager } from '@mikro-orm/sql';
import { OrderItem } from '../../../model/order.ts';
import { OrderPurchase } from '../../../model/order-purchase.ts';
import { Payment } from '../../../model/payment.ts';
import type { ServerClient } from '../../../model/server-client.ts';
import type { Money } from '../../../model/values/money.ts';
import type { Bytes } from '../../../model/values/traffic.ts';
import { reaches } from '../../lanes/server-trouble.ts';
import { balanceOf } from '../../ledger/wallet.ts';
import { askedStars, paidFromBalance } from '../order-money-views.ts';

/** What a paid renewal brought. `until`, `limit` null = without an end. */
export type RenewalNews = {
  orderId: string;
  clientId: number;
  planName: string;
  server: string;
  until: Date | null;
  limit: Bytes | null;
  /** Stars of Telegram; 0 = none. */
  stars: number;
  /** What the balance paid; null = nothing. */
  fromBalance: Money | null;
  /** What is left there. */
  balance: Money;
  /** The shop renewed it by itself. */
  isAutomatic: boolean;
  /** Its panel does not answer now: it is told as soon as it does. */
  isWaiting: boolean;
  /** Somebody switched the access off, which a renewal does not undo. */
  isStopped: boolean;
};

/** null = nothing of it stands any more, so there is nothing to tell. */
export async function renewalNews(em: SqlEntityManager, orderId: string): Promise<RenewalNews | null> {
  const populate = ['order', 'client.inbound.server'] as const;
  const purchase = await em.findOne(OrderPurchase, { order: orderId }, { populate });
  if (!purchase?.client || !purchase.isInForce()) return null;
  const { client, order } = purchase;
  const line = await em.findOneOrFail(OrderItem, { order: orderId });
  const payments = await em.find(Payment, { order: orderId });
  const { currency } = order;
  return {
    orderId,
    clientId: client.id,
    planName: line.planName,
    server: client.inbound.server.name,
    until: purchase.periodUntil,
    limit: client.trafficLimit,
    stars: askedStars(payments),
    fromBalance: paidFromBalance(payments),
    balance: { minor: await balanceOf(em, { customerId: order.customer.id, currency }), currency },
    isAutomatic: purchase.terms.isAutomatic ?? false,
    isWaiting: await isWaiting(em, client),
    isStopped: isStopped(client),
  };
}

/** Switched off by somebody, so that a renewal alone does not switch it on. */
export const isStopped = ({ status, statusReason }: ServerClient): boolean =>
  status === 'suspended' && !['expired', 'traffic'].includes(statusReason ?? '');

/** Nor by its customer: it is no pause. */
export const isStoppedByShop = (client: ServerClient): boolean =>
  isStopped(client) && client.statusReason !== 'customer';

/** Something is to be told to its panel, which does not answer now. */
export const isWaiting = async (
  em: SqlEntityManager,
  { pushDueAt, inbound }: ServerClient,
): Promise<boolean> => pushDueAt !== null && !(await reaches(em, inbound.server.id));

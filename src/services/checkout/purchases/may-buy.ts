import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../../model/customer.ts';
import { Order } from '../../../model/order.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { isClosedFor } from '../../lanes/maintenance.ts';
import type { CheckoutNeeds } from '../needs.ts';

/** Unpaid orders of one customer at a time: seats are not to be held for nothing (RELIABILITY D5). */
const MOST_OPEN_ORDERS = 3;

export type NotAllowed =
  | { code: 'customer-suspended' | 'maintenance' }
  | { code: 'too-many-open'; open: number };

/** Whether this person may open one more order now; their row stays locked. */
export async function mayBuy(
  { shop }: CheckoutNeeds,
  em: SqlEntityManager,
  customerId: number,
): Promise<Result<null, NotAllowed>> {
  if (await isClosedFor(em, customerId, shop.ownerIds)) return refuse({ code: 'maintenance' });
  const customer = await em.findOneOrFail(Customer, customerId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (customer.isSuspended()) return refuse({ code: 'customer-suspended' });
  const open = await em.count(Order, { customer: customerId, status: 'pending_payment' });
  return open >= MOST_OPEN_ORDERS ? refuse({ code: 'too-many-open', open }) : ok(null);
}

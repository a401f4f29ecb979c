import { LockMode } from '@mikro-orm/core';
import { Customer } from '../../model/customer.ts';
import { OrderItem } from '../../model/order.ts';
import { type Result, refuse } from '../../model/result.ts';
import { cancelOpen, type NotCancelled, type OrderOf } from './end-order.ts';
import type { CheckoutNeeds } from './needs.ts';
import { type NotPlaced, type Placed, placedBefore, placeNew } from './place-order.ts';

/** `shownStars` = what the button said so many keys cost. */
export type UnitsChange = OrderOf & { units: number; shownStars: number };
export type UnitsNotChanged = NotCancelled | NotPlaced;

/**
 * Puts an unpaid order for another number of keys in the place of an unpaid one, in one step: its seats are taken after
 * those of the first were given back, and a refusal leaves the first as it was. All of it is paid in Stars. A second
 * press on the same button answers the order of the first press.
 */
export function changeUnits(
  needs: CheckoutNeeds,
  { orderId, customerId, units, shownStars }: UnitsChange,
): Promise<Result<Placed, UnitsNotChanged>> {
  const nonce = `${orderId}x${units}`;
  return needs.work.run<Result<Placed, UnitsNotChanged>>(async (em) => {
    await em.findOneOrFail(Customer, customerId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const known = await placedBefore(em, { nonce, customerId });
    if (known) return known;
    const sale = { id: orderId, customer: customerId, purpose: 'access', origin: 'sale' } as const;
    const line = await em.findOne(OrderItem, { order: sale });
    if (!line) return refuse({ code: 'order-not-open', orderId });
    const ended = await cancelOpen(needs, em, { orderId, customerId });
    if (!ended.ok) return ended;
    return placeNew(needs, em, { nonce, customerId, planId: line.plan.id, quantity: units, shownStars });
  });
}

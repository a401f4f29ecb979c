import type { SqlEntityManager } from '@mikro-orm/sql';
import { Order, OrderItem } from '../../../model/order.ts';
import { OrderPurchase } from '../../../model/order-purchase.ts';
import { Payment } from '../../../model/payment.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { askAgain } from '../ask-again.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { mayBuy, type NotAllowed } from './may-buy.ts';
import type { PlacedPurchase } from './pay-purchase.ts';
import type { AccessOf } from './renewal-offer.ts';

/** A press on something that is bought for a running access. */
export type PurchaseRequest = AccessOf & {
  nonce: string;
  /** What the screen showed. */
  fingerprint: string;
  /** What the screen said the balance would pay, in minor units; left out = all of it in Stars. */
  fromBalance?: number;
};

/** The screen has been used: its order is over or paid, or another button of it was pressed first. */
export type NotOnce = NotAllowed | { code: 'used-screen' };

/** Which button of a screen was pressed; all of them share one nonce. */
export type Pressed = {
  nonce: string;
  customerId: number;
  fromBalance?: number | undefined;
  subscribes?: boolean | undefined;
  /** Of several things on one screen, the one that this order buys; left out = there is one. */
  buys?: (bought: { order: Order; purchase: OrderPurchase; line: OrderItem | null }) => boolean;
};

/**
 * One press is one order: the same press again answers the first one's, sends an invoice that is open once more, and
 * takes nothing. `place` writes the order, in the same transaction, for a person who may buy and whose row is locked.
 * Who has to hear of it is woken.
 */
export async function placeOnce<Refusal extends { code: string }>(
  needs: CheckoutNeeds,
  pressed: Pressed,
  place: (em: SqlEntityManager) => Promise<Result<PlacedPurchase, Refusal>>,
): Promise<Result<PlacedPurchase, Refusal | NotOnce>> {
  const { nonce, customerId } = pressed;
  const placed = await needs.work.run<Result<PlacedPurchase, Refusal | NotOnce>>(async (em) => {
    const before = await em.findOne(Order, { nonce, customer: customerId });
    if (before) return pressedBefore(needs, em, { order: before, pressed });
    const allowed = await mayBuy(needs, em, customerId);
    return allowed.ok ? place(em) : allowed;
  });
  if (!placed.ok) return placed;
  needs.wakes.sender();
  if (placed.value.serverId !== null) needs.wakes.lane(placed.value.serverId);
  return placed;
}

/** What its balance has paid wholly is done, and said so again; what Stars have paid was another purchase. */
async function pressedBefore(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { order, pressed }: { order: Order; pressed: Pressed },
): Promise<Result<PlacedPurchase, { code: 'used-screen' }>> {
  const payments = await em.find(Payment, { order: order.id });
  if (!(await isSame(em, { order, payments, pressed }))) return refuse({ code: 'used-screen' });
  const done = { orderId: order.id, serverId: null };
  const isOpen = order.holdsSeats(needs.clock.now());
  if (isOpen) await askAgain(needs, em, order);
  if (isOpen) return ok(done);
  const isOfBalance = order.status === 'completed' && payments.every((each) => each.isOfWallet());
  return isOfBalance ? ok({ ...done, isPaid: true }) : refuse({ code: 'used-screen' });
}

type Before = { order: Order; payments: readonly Payment[]; pressed: Pressed };

/** The same button: the same thing, paid the same way. */
async function isSame(em: SqlEntityManager, { order, payments, pressed }: Before): Promise<boolean> {
  const purchase = await em.findOne(OrderPurchase, { order: order.id });
  if (!purchase) return false;
  const line = await em.findOne(OrderItem, { order: order.id });
  const { fromBalance = 0, subscribes = false, buys = () => true } = pressed;
  const hasPart = payments.some((each) => each.isOfWallet());
  if (hasPart !== fromBalance > 0 || subscribes !== (purchase.terms.subscribes ?? false)) return false;
  return buys({ order, purchase, line });
}

import { DELIVERING, Order } from '../../model/order.ts';
import { shareOf, worthOf } from '../../model/order-money.ts';
import { Charge, Payment } from '../../model/payment.ts';
import { tallyUnits } from './end-units.ts';
import type { GiveBack } from './give-back.ts';
import type { CheckoutNeeds } from './needs.ts';
import { wholeOf } from './order-money-views.ts';
import type { GivenBack } from './views.ts';

export type Previewed = Pick<GiveBack, 'orderId' | 'unitIds' | 'to'>;
/** `units` of the order's `of` would end; `ready` are delivered and stay. */
export type BackPreview = GivenBack & { units: number; of: number; ready: number };

/** What `giveBack` would give at this moment; null = nothing. Moves nothing. */
export async function previewGiveBack(
  { work, shop }: CheckoutNeeds,
  { orderId, unitIds, to }: Previewed,
): Promise<BackPreview | null> {
  const em = work.read();
  const order = await em.findOne(Order, orderId);
  if (!order || !DELIVERING.includes(order.status)) return null;
  const { open, ready, ended } = await tallyUnits(em, orderId);
  const units = open.filter(({ id }) => unitIds?.includes(id) ?? true).length;
  if (units === 0) return null;
  const of = open.length + ready + ended;
  const tally = { units, of, ready };
  const { currency } = order;
  if (to === 'wallet' || units < of) {
    const minor = shareOf({ worth: worthOf(order, shop.starRate), of, before: ended, now: units });
    return { ...tally, stars: 0, credited: { minor, currency } };
  }
  const charges = await em.find(Charge, { payment: { order: orderId }, status: 'settled' });
  const payments = await em.find(Payment, { order: orderId });
  return { ...tally, ...wholeOf(order, { charges, payments }, shop) };
}

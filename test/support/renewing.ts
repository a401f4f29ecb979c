import { OrderPurchase } from '../../src/model/order-purchase.ts';
import { Payment } from '../../src/model/payment.ts';
import { invoicePayload } from '../../src/services/checkout/invoice-payload.ts';
import type { IncomingCharge } from '../../src/services/ports/payment-provider.ts';
import { countedIds } from './ids.ts';
import type { PanelShop } from './panel-shop.ts';
import { shop as facts } from './shop-process.ts';

type Press = { clientId: number; customerId?: number; fromBalance?: number; nonce?: string };

/** What the preview shows now. */
export async function renewalOf(shop: PanelShop, { clientId, customerId = 1 }: Press) {
  const offer = await shop.checkout.renewals.offer({ clientId, customerId });
  if (!offer.ok) throw new Error(offer.refusal.code);
  return offer.value;
}

/** A press on the preview that is shown now; it has to succeed. */
export async function orderRenewal(shop: PanelShop, press: Press): Promise<string> {
  const { fingerprint } = await renewalOf(shop, press);
  const { clientId, customerId = 1, nonce = countedIds.nonce(), ...from } = press;
  const placed = await shop.checkout.renewals.place({ clientId, customerId, fingerprint, nonce, ...from });
  if (!placed.ok) throw new Error(placed.refusal.code);
  return placed.value.orderId;
}

/** The charge that Telegram makes of the invoice of this order; another each time. */
export async function chargeOf(shop: PanelShop, orderId: string): Promise<IncomingCharge> {
  const em = shop.work.read();
  const payment = await em.findOneOrFail(
    Payment,
    { order: orderId, provider: 'stars' },
    { populate: ['order'] },
  );
  const purchase = (
    await em.findOneOrFail(OrderPurchase, { order: orderId }, { populate: ['order'] })
  ).invoiced();
  return {
    botId: facts.botId,
    chargeId: `stx-${countedIds.nonce()}`,
    payerId: payment.order.customer.id,
    amount: payment.amount,
    currency: 'XTR',
    payload: invoicePayload({ paymentId: payment.id, orderId, planId: shop.planId, quantity: 1, purchase }),
  };
}

/** Telegram asks before it takes the money. */
export async function admitRenewal(shop: PanelShop, orderId: string) {
  const { payload, payerId, amount, currency } = await chargeOf(shop, orderId);
  return shop.checkout.admitPayment({ payload, payerId, amount, currency });
}

/** Telegram took the money. */
export async function payRenewal(shop: PanelShop, orderId: string) {
  return shop.checkout.confirmPayment(await chargeOf(shop, orderId));
}

/** Ordered and paid in Stars. */
export async function renewed(shop: PanelShop, press: Press): Promise<string> {
  const orderId = await orderRenewal(shop, press);
  await payRenewal(shop, orderId);
  return orderId;
}

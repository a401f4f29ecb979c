import type { IncomingCharge } from '../../src/services/ports/payment-provider.ts';
import { countedIds } from './ids.ts';
import type { PanelShop } from './panel-shop.ts';
import { chargeOf, renewalOf } from './renewing.ts';

/** A press on "Subscribe" of the preview that is shown now; it has to succeed. */
export async function orderSubscription(shop: PanelShop, clientId: number): Promise<string> {
  const { fingerprint } = await renewalOf(shop, { clientId });
  const press = { clientId, customerId: 1, fingerprint, nonce: countedIds.nonce() };
  const placed = await shop.checkout.subscriptions.place(press);
  if (!placed.ok) throw new Error(placed.refusal.code);
  return placed.value.orderId;
}

/** As updates tell of a charge: whether it is the first one, and up to when it pays. */
export async function toldCharge(
  shop: PanelShop,
  orderId: string,
  recurring: 'first' | 'again',
): Promise<IncomingCharge> {
  const paidUntil = new Date(shop.clock.now().getTime() + 30 * 86_400_000);
  return { ...(await chargeOf(shop, orderId)), recurring, paidUntil };
}

/** As Telegram's list tells of a charge: when it was, and nothing else. */
export async function listedCharge(shop: PanelShop, orderId: string): Promise<IncomingCharge> {
  return { ...(await chargeOf(shop, orderId)), at: shop.clock.now() };
}

/** Subscribed, and paid the first time. */
export async function subscribed(shop: PanelShop, clientId: number): Promise<string> {
  const orderId = await orderSubscription(shop, clientId);
  await shop.checkout.confirmPayment(await toldCharge(shop, orderId, 'first'));
  return orderId;
}

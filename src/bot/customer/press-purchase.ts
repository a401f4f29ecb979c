import type { Result } from '../../model/result.ts';
import type { PlacedPurchase } from '../../services/checkout/purchases/pay-purchase.ts';
import type { PurchaseRequest } from '../../services/checkout/purchases/place-once.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';
import { showBeside } from './show-beside.ts';

/** What a button that pays carries; `shown` = what the balance would pay, in minor units, left out = all of it in Stars. */
type PayTap = { clientId: number; nonce: string; offer: string; shown?: number };

/** The purchase that was pressed, as its service takes it. */
export const requestOf = (ctx: ShopContext, { clientId, nonce, offer, shown }: PayTap): PurchaseRequest => ({
  clientId,
  customerId: ctx.customer.id,
  nonce,
  fingerprint: offer,
  fromBalance: shown,
});

/** An offer for an access, or the words of a refusal where there is nothing to show. */
export async function showOffer(
  ctx: ShopContext,
  parts: CustomerParts,
  offer: Screen | string,
): Promise<void> {
  if (typeof offer === 'string') return alertTap(ctx, ctx.t(offer));
  await answerTap(ctx);
  await showBeside(ctx, parts, offer);
}

type Pressed = {
  placed: Result<PlacedPurchase, { code: string }>;
  /** The words where the balance has paid all of it. */
  done: string;
  /** What is offered now, where it is not what was pressed any more. */
  offer: () => Promise<Screen | string>;
};

/** Answers a press that pays. Invoice and receipt are queued by the service, so that neither can be lost. */
export async function answerPurchase(
  ctx: ShopContext,
  parts: CustomerParts,
  { placed, done, offer }: Pressed,
): Promise<void> {
  if (placed.ok && !placed.value.isPaid) return answerTap(ctx, ctx.t('buy-started'));
  if (placed.ok) await answerTap(ctx, ctx.t(done));
  else await alertTap(ctx, ctx.t(`refusal-${placed.refusal.code}`));
  // Drawn anew in both cases: the button that was pressed has done what it could.
  const screen = await offer();
  if (typeof screen !== 'string') await showBeside(ctx, parts, screen);
}

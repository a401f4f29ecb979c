import { Composer } from 'grammy';
import type { RenewalRequest } from '../../services/checkout/purchases/place-renewal.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { renewalView } from '../views/renewal-views.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';
import { showBeside } from './show-beside.ts';

/** Renewing an access: what it gives and costs, and paying for it (SPEC 196). */
export function renewComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, 'renew', (ctx, { clientId }) => preview(ctx, parts, clientId));
  onTap(composer, 'renew-auto', (ctx, { clientId, on }) => setAuto(ctx, parts, { clientId, isOn: on === 1 }));
  onTap(composer, 'renew-stars', (ctx, tap) => renew(ctx, parts, requestOf(ctx, tap)));
  onTap(composer, 'renew-balance', (ctx, tap) =>
    renew(ctx, parts, { ...requestOf(ctx, tap), fromBalance: tap.shown }),
  );
  return composer;
}

const requestOf = (ctx: ShopContext, tap: { clientId: number; nonce: string; offer: string }) => ({
  clientId: tap.clientId,
  customerId: ctx.customer.id,
  nonce: tap.nonce,
  fingerprint: tap.offer,
});

async function preview(ctx: ShopContext, parts: CustomerParts, clientId: number): Promise<void> {
  const screen = await previewScreen(ctx, parts, clientId);
  if (typeof screen === 'string') return alertTap(ctx, ctx.t(screen));
  await answerTap(ctx);
  await showBeside(ctx, parts, screen);
}

/** The words of a refusal where there is nothing to show. */
async function previewScreen(
  ctx: ShopContext,
  { services, ids, clock }: CustomerParts,
  clientId: number,
): Promise<Screen | string> {
  const offer = await services.checkout.renewals.offer({ clientId, customerId: ctx.customer.id });
  if (!offer.ok) return `refusal-${offer.refusal.code}`;
  return renewalView({ offer: offer.value, nonce: ids.nonce(), now: clock.now() }, ctx.t);
}

/** Each press names where it leads: two quick ones are one change. */
async function setAuto(
  ctx: ShopContext,
  parts: CustomerParts,
  wish: { clientId: number; isOn: boolean },
): Promise<void> {
  const set = await parts.services.checkout.renewals.setAuto({ ...wish, customerId: ctx.customer.id });
  if (!set.ok) return alertTap(ctx, ctx.t(`refusal-${set.refusal.code}`));
  if (set.value.endedSubscription) await answerTap(ctx, ctx.t('subscription-now-balance'));
  else await answerTap(ctx, ctx.t(wish.isOn ? 'renew-auto-now-on' : 'renew-auto-now-off'));
  const screen = await previewScreen(ctx, parts, wish.clientId);
  if (typeof screen !== 'string') await showBeside(ctx, parts, screen);
}

/** Invoice and receipt are queued by the service, so that neither can be lost. */
async function renew(ctx: ShopContext, parts: CustomerParts, request: RenewalRequest): Promise<void> {
  const placed = await parts.services.checkout.renewals.place(request);
  if (placed.ok) return answerTap(ctx, ctx.t(placed.value.serverId === null ? 'buy-started' : 'renew-done'));
  await alertTap(ctx, ctx.t(`refusal-${placed.refusal.code}`));
  const screen = await previewScreen(ctx, parts, request.clientId);
  if (typeof screen !== 'string') await showBeside(ctx, parts, screen);
}

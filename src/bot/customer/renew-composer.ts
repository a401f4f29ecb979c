import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { renewalView } from '../views/renewal-views.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';
import { answerPurchase, requestOf, showOffer } from './press-purchase.ts';
import { showBeside } from './show-beside.ts';

/** Renewing an access: what it gives and costs, and paying for it (SPEC 196). */
export function renewComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, 'renew', async (ctx, { clientId }) =>
    showOffer(ctx, parts, await renewalScreen(ctx, parts, clientId)),
  );
  onTap(composer, 'renew-auto', (ctx, { clientId, on }) => setAuto(ctx, parts, { clientId, isOn: on === 1 }));
  onTap(composer, ['renew-stars', 'renew-balance'], async (ctx, tap) =>
    answerPurchase(ctx, parts, {
      placed: await parts.services.checkout.renewals.place(requestOf(ctx, tap)),
      done: 'renew-done',
      offer: () => renewalScreen(ctx, parts, tap.clientId),
    }),
  );
  return composer;
}

/** What a renewal gives and costs now, with fresh buttons, or the words why there is none. */
export async function renewalScreen(
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
  const screen = await renewalScreen(ctx, parts, wish.clientId);
  if (typeof screen !== 'string') await showBeside(ctx, parts, screen);
}

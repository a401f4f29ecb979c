import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { planBesideView, plansBesideView } from '../views/plan-change-views.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';
import { answerPurchase, requestOf, showOffer } from './press-purchase.ts';

/** `planId` = the plan that was chosen; left out = none yet. `page` counts from 0. */
type Asked = { clientId: number; planId?: number; page?: number };

/** Another plan for an access: the plans, one of them, and the change (SPEC 197). */
export function planChangeComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, ['plans-beside', 'plan-beside'], async (ctx, asked) =>
    showOffer(ctx, parts, await offerOf(ctx, parts, asked)),
  );
  onTap(composer, ['plan-stars', 'plan-balance'], async (ctx, tap) =>
    answerPurchase(ctx, parts, {
      placed: await parts.services.checkout.plans.place({ ...requestOf(ctx, tap), planId: tap.planId }),
      done: 'change-done',
      offer: () => offerOf(ctx, parts, tap),
    }),
  );
  return composer;
}

/** A plan that is not sold any more leads to the others. */
async function offerOf(
  ctx: ShopContext,
  { services, ids, clock }: CustomerParts,
  { clientId, planId, page = 0 }: Asked,
): Promise<Screen | string> {
  const found = await services.checkout.plans.offer({ clientId, customerId: ctx.customer.id });
  if (!found.ok) return `refusal-${found.refusal.code}`;
  const [offer, now] = [found.value, clock.now()];
  const choice = offer.choices.find((each) => each.planId === planId);
  return choice
    ? planBesideView({ offer, choice, nonce: ids.nonce(), now }, ctx.t)
    : plansBesideView({ offer, page, now }, ctx.t);
}

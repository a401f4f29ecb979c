import { Composer } from 'grammy';
import type { PlanRequest } from '../../services/checkout/purchases/place-plan.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { planBesideView, plansBesideView } from '../views/plan-change-views.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';
import { showBeside } from './show-beside.ts';

/** `planId` = the plan that was chosen; left out = none yet. `page` counts from 0. */
type Asked = { clientId: number; planId?: number; page?: number };

/** Another plan for an access: the plans, one of them, and the change (SPEC 197). */
export function planChangeComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, 'plans-beside', (ctx, { clientId, page }) => show(ctx, parts, { clientId, page }));
  onTap(composer, 'plan-beside', (ctx, { clientId, planId }) => show(ctx, parts, { clientId, planId }));
  onTap(composer, 'plan-stars', (ctx, tap) => change(ctx, parts, requestOf(ctx, tap)));
  onTap(composer, 'plan-balance', (ctx, tap) =>
    change(ctx, parts, { ...requestOf(ctx, tap), fromBalance: tap.shown }),
  );
  return composer;
}

const requestOf = (
  ctx: ShopContext,
  { clientId, planId, nonce, offer }: { clientId: number; planId: number; nonce: string; offer: string },
): PlanRequest => ({ clientId, customerId: ctx.customer.id, planId, nonce, fingerprint: offer });

async function show(ctx: ShopContext, parts: CustomerParts, asked: Asked): Promise<void> {
  const screen = await screenOf(ctx, parts, asked);
  if (typeof screen === 'string') return alertTap(ctx, ctx.t(screen));
  await answerTap(ctx);
  await showBeside(ctx, parts, screen);
}

/** The words of a refusal where there is nothing to show; a plan that is not sold any more leads to the others. */
async function screenOf(
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

/** Invoice and receipt are queued by the service, so that neither can be lost. */
async function change(ctx: ShopContext, parts: CustomerParts, request: PlanRequest): Promise<void> {
  const placed = await parts.services.checkout.plans.place(request);
  if (placed.ok) return answerTap(ctx, ctx.t(placed.value.serverId === null ? 'buy-started' : 'change-done'));
  await alertTap(ctx, ctx.t(`refusal-${placed.refusal.code}`));
  const screen = await screenOf(ctx, parts, request);
  if (typeof screen !== 'string') await showBeside(ctx, parts, screen);
}

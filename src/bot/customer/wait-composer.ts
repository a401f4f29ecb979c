import { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { withWait } from '../views/plan-wait-views.ts';
import type { CustomerParts } from './customer-parts.ts';
import { newHome, showHome } from './home-message.ts';
import { homeScreen, planScreen } from './home-screen.ts';

/** Waiting for a plan that is sold out, and what opens it when it is back. */
export function waitComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, 'plan-wait', (ctx, { planId }) => wait(ctx, parts, planId));
  onTap(composer, 'plan-wait-end', async (ctx, { planId }) => {
    await parts.services.waits.drop({ customerId: ctx.customer.id, planId });
    await answerTap(ctx, ctx.t('wait-dropped'));
    await showHome(ctx, parts, await homeScreen(ctx, parts, { note: ctx.t('wait-dropped') }));
  });
  onTap(composer, 'plan-open', async (ctx, { planId }) => {
    await answerTap(ctx);
    await newHome(ctx, parts, await planScreen(ctx, parts, planId));
  });
  return composer;
}

async function wait(ctx: ShopContext, parts: CustomerParts, planId: number): Promise<void> {
  const isTaken = await parts.services.waits.add({ customerId: ctx.customer.id, planId });
  if (!isTaken) {
    await alertTap(ctx, ctx.t('refusal-plan-not-available'));
    return showHome(ctx, parts, await homeScreen(ctx, parts));
  }
  await answerTap(ctx, ctx.t('wait-added'));
  const home = await homeScreen(ctx, parts, { note: ctx.t('wait-added') });
  await showHome(ctx, parts, withWait(home, { planId, waits: true }, ctx.t));
}

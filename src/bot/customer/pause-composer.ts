import { Composer } from 'grammy';
import type { Services } from '../../services/services.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { pausedView, pauseSureView, wentOnView } from '../views/pause-views.ts';
import type { CustomerParts } from './customer-parts.ts';
import { showHome } from './home-message.ts';

type Parts = CustomerParts & { readonly services: Pick<Services, 'pauses'> };

/** A pause of a running access, and its end. */
export function pauseComposer(parts: Parts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  const { pauses } = parts.services;
  const own = (ctx: ShopContext, clientId: number) => ({ clientId, customerId: ctx.customer.id });
  onTap(composer, 'pause', (ctx, { clientId }) => drawPause(ctx, parts, clientId));
  onTap(composer, 'pause-yes', async (ctx, { clientId }) => {
    const done = await pauses.pause(own(ctx, clientId));
    if (!done.ok) return alertTap(ctx, ctx.t(`refusal-${done.refusal.code}`));
    await drawPause(ctx, parts, clientId);
  });
  onTap(composer, 'pause-end', async (ctx, { clientId }) => {
    const done = await pauses.goOn(own(ctx, clientId));
    if (!done.ok) return alertTap(ctx, ctx.t(`refusal-${done.refusal.code}`));
    const access = await parts.services.delivery.accessOf(own(ctx, clientId));
    if (!access) return alertTap(ctx, ctx.t('refusal-access-not-found'));
    await answerTap(ctx);
    await showHome(ctx, parts, wentOnView(access, ctx.t));
  });
  return composer;
}

/** The question before a pause, or the pause that lasts. */
async function drawPause(ctx: ShopContext, parts: Parts, clientId: number): Promise<void> {
  const pause = await parts.services.pauses.view({ clientId, customerId: ctx.customer.id });
  if (!pause.ok) return alertTap(ctx, ctx.t(`refusal-${pause.refusal.code}`));
  await answerTap(ctx);
  const view = pause.value.isPaused ? pausedView : pauseSureView;
  await showHome(ctx, parts, view(pause.value, ctx.t));
}

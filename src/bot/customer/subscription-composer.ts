import { Composer } from 'grammy';
import type { SubscriptionView } from '../../services/checkout/subscriptions/open-subscription.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import type { Translate } from '../texts.ts';
import type { Screen } from '../views/screen.ts';
import { endedSubscriptionView, endSubscriptionView, takeUpView } from '../views/subscription-views.ts';
import type { CustomerParts } from './customer-parts.ts';
import { renewalScreen } from './renew-composer.ts';
import { showBeside } from './show-beside.ts';

type View = (of: { clientId: number; subscription: SubscriptionView }, t: Translate) => Screen;

/** A subscription in Stars: the way to it, its end, and taking it up again (SPEC 210). */
export function subscriptionComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  const { subscriptions } = parts.services.checkout;
  const own = (ctx: ShopContext, clientId: number) => ({ clientId, customerId: ctx.customer.id });
  onTap(composer, 'subscribe', async (ctx, { clientId, nonce, offer }) => {
    const placed = await subscriptions.place({ ...own(ctx, clientId), nonce, fingerprint: offer });
    if (placed.ok) return answerTap(ctx, ctx.t('subscription-started'));
    await alertTap(ctx, ctx.t(`refusal-${placed.refusal.code}`));
    const screen = await renewalScreen(ctx, parts, clientId);
    if (typeof screen !== 'string') await showBeside(ctx, parts, screen);
  });
  onTap(composer, 'subscription-end', async (ctx, { clientId }) => {
    const subscription = await subscriptions.of(own(ctx, clientId));
    await draw(ctx, parts, { clientId, subscription, view: endSubscriptionView });
  });
  onTap(composer, 'subscription-end-yes', async (ctx, { clientId }) => {
    const ended = await subscriptions.end(own(ctx, clientId));
    const subscription = ended.ok ? ended.value : null;
    await draw(ctx, parts, { clientId, subscription, view: endedSubscriptionView });
  });
  onTap(composer, 'subscription-again', async (ctx, { clientId }) => {
    const allowed = await subscriptions.letTakeUp(own(ctx, clientId));
    const subscription = allowed.ok ? allowed.value : null;
    await draw(ctx, parts, { clientId, subscription, view: takeUpView });
  });
  return composer;
}

type Drawn = { clientId: number; subscription: SubscriptionView | null; view: View };

/** null = it is over, or somebody else's. */
async function draw(
  ctx: ShopContext,
  parts: CustomerParts,
  { clientId, subscription, view }: Drawn,
): Promise<void> {
  if (subscription === null) return alertTap(ctx, ctx.t('refusal-subscription-over'));
  await answerTap(ctx);
  await showBeside(ctx, parts, view({ clientId, subscription }, ctx.t));
}

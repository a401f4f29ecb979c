import { Composer } from 'grammy';
import { giveBackAfterOf } from '../../services/ports/shop.ts';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap, show } from '../show.ts';
import { type Late, lateBackView, lateSureView, lateWaitView } from '../views/late-views.ts';
import type { Screen } from '../views/screen.ts';
import type { CustomerParts } from './customer-parts.ts';

/** One press, and what it may use. */
type At = { ctx: ShopContext; parts: CustomerParts };

/** What a customer whose key is late may choose: to wait on, or to have the money back (RELIABILITY C3-75). */
export function lateComposer(parts: CustomerParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  onTap(composer, 'late-wait', (ctx, { orderId }) =>
    turn({ ctx, parts }, orderId, (late, t) => lateWaitView(late, t, giveBackAfterOf(parts.shop))),
  );
  onTap(composer, 'late-back', (ctx, { orderId }) => turn({ ctx, parts }, orderId, lateSureView));
  onTap(composer, 'late-back-yes', (ctx, { orderId }) => giveBack({ ctx, parts }, orderId));
  return composer;
}

async function turn(
  { ctx, parts }: At,
  orderId: string,
  view: (late: Late, t: ShopContext['t']) => Screen,
): Promise<void> {
  const late = await ownLate({ ctx, parts }, orderId);
  if (!late) return alertTap(ctx, ctx.t('late-over'));
  await answerTap(ctx);
  await show(ctx, view(late, ctx.t), parts.clock.now());
}

async function giveBack({ ctx, parts }: At, orderId: string): Promise<void> {
  const late = await ownLate({ ctx, parts }, orderId);
  const { checkout } = parts.services;
  const request = { orderId, reason: 'customer', actorId: null, to: 'original' } as const;
  const given = late && (await checkout.giveBack(request));
  if (!late || !given?.ok) return alertTap(ctx, ctx.t('late-over'));
  await answerTap(ctx);
  await show(ctx, lateBackView({ ...late.back, ...given.value }, ctx.t), parts.clock.now());
}

/** null = it is not theirs, or nothing of it is late any more. */
async function ownLate({ ctx, parts }: At, orderId: string): Promise<Late | null> {
  const { checkout, delivery } = parts.services;
  const own = await checkout.receipt({ orderId, customerId: ctx.customer.id });
  const card = own && (await delivery.card(orderId));
  const back = card && (await checkout.previewGiveBack({ orderId, to: 'original' }));
  return card && back ? { card, back } : null;
}

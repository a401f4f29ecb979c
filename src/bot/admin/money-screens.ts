import type { Composer } from 'grammy';
import { onTap } from '../on-tap.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import { backWords } from '../views/back-words.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { chargeCard, moneyCard, refundCreditCard } from './money-cards.ts';
import { type At, actorOf, showStaff, turnTo } from './show-staff.ts';

/** Money that waits for a decision: charges of no order go back, refunds that were given up are asked for again or go to the balance. */
export function moneyScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  onTap(admin, 'money', async (ctx) => {
    await answerTap(ctx);
    await showMoney({ ctx, needs });
  });
  onTap(admin, 'charge', (ctx, { chargeId }) => askRefund({ ctx, needs }, chargeId));
  onTap(admin, 'charge-refund-yes', (ctx, { chargeId }) => refund({ ctx, needs }, chargeId));
  onTap(admin, 'refund-retry', (ctx, { refundId }) => retry({ ctx, needs }, refundId));
  onTap(admin, 'refund-credit', (ctx, { refundId }) => askCredit({ ctx, needs }, refundId));
  onTap(admin, 'refund-credit-yes', (ctx, { refundId }) => credit({ ctx, needs }, refundId));
}

async function showMoney(at: At): Promise<void> {
  await showStaff(at, moneyCard(at.ctx.t, await at.needs.services.checkout.moneyTrouble()));
}

async function askRefund(at: At, id: string): Promise<void> {
  const charge = await at.needs.services.checkout.charge(id);
  if (charge?.status === 'unmatched') return turnTo(at, chargeCard(at.ctx.t, charge));
  await alertTap(at.ctx, at.ctx.t('refusal-charge-not-open'));
  await showMoney(at);
}

async function refund(at: At, id: string): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.checkout.refundCharge({ id, actorId: actorOf(at) });
  if (answer.ok) await answerTap(ctx, ctx.t('order-refunded', { back: starsBack(ctx, answer.value.stars) }));
  else await alertTap(ctx, ctx.t(`refusal-${answer.refusal.code}`));
  await showMoney(at);
}

async function retry(at: At, refundId: string): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.checkout.refunds.retry({ refundId, actorId: actorOf(at) });
  if (answer.ok) await answerTap(ctx, ctx.t('money-retried'));
  else await alertTap(ctx, ctx.t(`refusal-${answer.refusal.code}`));
  await showMoney(at);
}

async function askCredit(at: At, refundId: string): Promise<void> {
  const found = await at.needs.services.checkout.refunds.find(refundId);
  if (found?.trouble.status === 'failed') return turnTo(at, refundCreditCard(at.ctx.t, found));
  await alertTap(at.ctx, at.ctx.t('refusal-refund-not-failed'));
  await showMoney(at);
}

async function credit(at: At, refundId: string): Promise<void> {
  const { ctx, needs } = at;
  const answer = await needs.services.checkout.refunds.credit({ refundId, actorId: actorOf(at) });
  if (answer.ok)
    await answerTap(
      ctx,
      ctx.t('order-refunded', { back: backWords(ctx.t, { stars: 0, credited: answer.value }) }),
    );
  else await alertTap(ctx, ctx.t(`refusal-${answer.refusal.code}`));
  await showMoney(at);
}

const starsBack = ({ t }: At['ctx'], stars: number): string => t('back-stars', { stars: String(stars) });

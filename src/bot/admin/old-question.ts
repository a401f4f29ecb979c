import type { MiddlewareFn } from 'grammy';
import { between, seconds } from '../../model/values/period.ts';
import type { Clock } from '../../services/ports/clock.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap } from '../show.ts';

/** So long a "yes" to a question counts (RELIABILITY D4): who comes back later looks at the matter again. */
const QUESTION_LIFE = seconds(60);

/** Screens that are the "yes" of a question are named so. */
const YES = /-yes$/;

/** Refuses the "yes" to a question that was asked too long ago; the question with its way back stays. */
export const refuseOldYes =
  (clock: Clock): MiddlewareFn<ShopContext> =>
  async (ctx, next) => {
    if (!ctx.tap || !YES.test(ctx.tap.screen)) return next();
    const asked = askedAt(ctx);
    if (asked && between(asked, clock.now()) <= QUESTION_LIFE) return next();
    await alertTap(ctx, ctx.t('refusal-question-old'));
  };

/** null = Telegram does not show the message any more. */
function askedAt({ callbackQuery }: ShopContext): Date | null {
  const message = callbackQuery?.message;
  if (!message || message.date === 0) return null;
  return new Date((message.edit_date ?? message.date) * 1000);
}

import { Composer } from 'grammy';
import type { Logger } from '../../services/ports/logger.ts';
import type { Services } from '../../services/services.ts';
import { chargeOf } from '../charge-of.ts';
import type { ShopContext } from '../shop-context.ts';
import { isTooOld } from '../show.ts';

/** What payments are handled with. */
export type PaymentParts = { services: Pick<Services, 'checkout'>; log: Logger };

/**
 * Telegram Stars, as Telegram tells them. Comes before every other handler, so that no wizard can swallow a payment
 * (contracts/telegram.md B1, E2). Words to the customer are queued by the services.
 */
export function paymentComposer({ services, log }: PaymentParts): Composer<ShopContext> {
  const composer = new Composer<ShopContext>();
  composer.on('pre_checkout_query', async (ctx) => {
    const { from, invoice_payload: payload, total_amount, currency } = ctx.preCheckoutQuery;
    const amount = BigInt(total_amount);
    const admitted = await services.checkout.admitPayment({ payload, payerId: from.id, amount, currency });
    await answerCheckout(ctx, admitted.ok ? null : ctx.t(`refusal-${admitted.refusal.code}`));
    if (!admitted.ok) log.info('payment.refused', { customerId: from.id, code: admitted.refusal.code });
  });
  composer.on('message:successful_payment', async (ctx) => {
    const paid = ctx.message.successful_payment;
    const charge = chargeOf(paid, { botId: ctx.me.id, payerId: ctx.from.id });
    const { outcome, orderId } = await services.checkout.confirmPayment(charge);
    log.info('payment.received', { customerId: ctx.from.id, orderId, outcome });
  });
  composer.on('subscription', async (ctx) => {
    const { invoice_payload: payload, state, user } = ctx.subscription;
    await services.checkout.subscriptions.hear({ payload, payerId: user.id, state });
    log.info('subscription.changed', { customerId: user.id, state });
  });
  composer.on('message:refunded_payment', async (ctx) => {
    const { telegram_payment_charge_id: chargeId, total_amount: stars } = ctx.message.refunded_payment;
    const isNews = await services.checkout.noteReturned({ chargeId, amount: BigInt(stars) });
    log.info('payment.refunded', { customerId: ctx.from.id, stars, isNews });
  });
  return composer;
}

/** @param refusal null = Telegram may take the money. */
async function answerCheckout(ctx: ShopContext, refusal: string | null): Promise<void> {
  try {
    if (refusal === null) await ctx.answerPreCheckoutQuery(true);
    else await ctx.answerPreCheckoutQuery(false, { error_message: refusal });
  } catch (error) {
    if (!isTooOld(error)) throw error;
  }
}

import type { SuccessfulPayment } from 'grammy/types';
import type { IncomingCharge } from '../services/ports/payment-provider.ts';

/** A payment as Telegram told this bot of it. */
export const chargeOf = (
  paid: SuccessfulPayment,
  { botId, payerId }: { botId: number; payerId: number },
): IncomingCharge => ({
  botId,
  chargeId: paid.telegram_payment_charge_id,
  payerId,
  amount: BigInt(paid.total_amount),
  currency: paid.currency,
  payload: paid.invoice_payload,
  ...recurringOf(paid),
});

/** What Telegram says of a charge that comes again and again. */
function recurringOf(paid: SuccessfulPayment): Pick<IncomingCharge, 'recurring' | 'paidUntil'> {
  const { is_recurring, is_first_recurring, subscription_expiration_date: until } = paid;
  if (!is_recurring) return {};
  const recurring = is_first_recurring ? 'first' : 'again';
  return { recurring, ...(until !== undefined && { paidUntil: new Date(until * 1_000) }) };
}

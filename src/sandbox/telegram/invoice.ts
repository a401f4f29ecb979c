import { badRequest } from './api-error.ts';
import type { Params } from './call-params.ts';
import type { Invoice } from './shapes.ts';

/** A bill that everybody who has its address can pay, more than once; `period` in seconds makes it a subscription. */
export type InvoiceLink = { url: string; title: string; amount: number; payload: string; period?: number };

const AMOUNT_LIMIT = 100_000;

/** The invoice of a call; Stars alone are emulated. @throws ApiError with Telegram's words (contracts/telegram.md A2, C3). */
export function invoiceOf(params: Params): Invoice {
  const title = params.required('title');
  const description = params.required('description');
  const currency = params.required('currency');
  if (currency !== 'XTR') throw badRequest('PAYMENT_PROVIDER_INVALID');
  const total_amount = starsOf(params);
  return {
    title,
    description,
    currency,
    total_amount,
    start_parameter: params.string('start_parameter') ?? '',
  };
}

function starsOf(params: Params): number {
  const prices = params.list('prices');
  if (prices.length === 0) throw badRequest('there must be at least one price');
  const hasTips = (params.number('max_tip_amount') ?? 0) > 0;
  if (prices.length > 1 || hasTips || params.string('provider_token'))
    throw badRequest('STARS_INVOICE_INVALID');
  const amount = Number(prices[0]?.amount);
  if (!(amount > 0)) throw badRequest('total price must be positive');
  if (!Number.isInteger(amount) || amount > AMOUNT_LIMIT) throw badRequest('CURRENCY_TOTAL_AMOUNT_INVALID');
  return amount;
}

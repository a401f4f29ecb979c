import { badRequest } from './api-error.ts';
import { randomLetters } from './bot-identity.ts';
import { type InvoiceLink, invoiceOf } from './invoice.ts';
import type { Method } from './method.ts';

const MONTH_S = 2_592_000;
const SUBSCRIPTION_LIMIT = 10_000;

/** Methods about Stars: links to pay by, subscriptions, refunds, and what came in. */
export const INVOICE_METHODS: Record<string, Method> = {
  createInvoiceLink: ({ telegram, params }) => {
    const { title, total_amount } = invoiceOf(params);
    const period = params.number('subscription_period') ?? 0;
    if (period !== 0 && period !== MONTH_S) throw badRequest('SUBSCRIPTION_PERIOD_INVALID');
    if (period !== 0 && total_amount > SUBSCRIPTION_LIMIT) throw badRequest('CURRENCY_TOTAL_AMOUNT_INVALID');
    const url = `https://t.me/$${randomLetters(16)}`;
    const bill = { amount: total_amount, payload: params.required('payload') };
    const link: InvoiceLink = { url, title, ...bill, ...(period === 0 ? {} : { period }) };
    telegram.shelf.put('invoice-links', url, link);
    return url;
  },
  editUserStarSubscription: ({ telegram, params }) => {
    const person = params.number('user_id') ?? 0;
    if (!telegram.persons.find(person)) throw badRequest('user not found');
    const chargeId = params.required('telegram_payment_charge_id');
    telegram.subscriptions.editByBot(person, chargeId, params.flag('is_canceled'));
    return true;
  },
  refundStarPayment: ({ telegram, params }) => {
    const person = params.number('user_id');
    if (person === undefined || !telegram.persons.find(person)) throw badRequest('user not found');
    telegram.ledger.refund(person, params.required('telegram_payment_charge_id'));
    return true;
  },
  getStarTransactions: ({ telegram, params }) => {
    const limit = params.number('limit') ?? 100;
    const offset = Math.max(0, params.number('offset') ?? 0);
    return { transactions: telegram.ledger.transactions(offset, limit) };
  },
  getMyStarBalance: ({ telegram }) => ({ amount: telegram.ledger.balance }),
};

import type { InlineKeyboardButton } from 'grammy/types';
import type { InvoiceView } from '../../services/delivery/views.ts';
import type { Sendable } from '../sender/sendable.ts';
import type { TextArgs, Translate } from '../texts.ts';
import { inRows, tapButton } from './buttons.ts';
import { fitTo, tidy } from './fit-to.ts';
import { moneyWords } from './money-words.ts';
import { termWords, trafficWords } from './words.ts';

type Invoice = Extract<Sendable, { method: 'sendInvoice' }>['payload'];

const TITLE_LIMIT = 32;
const DESCRIPTION_LIMIT = 255;
/** Less of it says nothing. */
const LEAST_ABOUT = 20;
/** Left empty, anybody could pay a forwarded copy. */
const START_PARAMETER = 'order';

/** Telegram's own invoice in Stars (contracts/telegram.md A2, A4); the Pay button has to come first. */
export function invoiceView(invoice: InvoiceView, t: Translate): Invoice {
  const name = invoiceName(invoice, t);
  return {
    title: name,
    description: invoiceDescription(invoice, t),
    payload: invoice.payload,
    currency: 'XTR',
    prices: [{ label: name, amount: invoice.stars }],
    start_parameter: START_PARAMETER,
    reply_markup: {
      inline_keyboard: [
        [{ text: t('button-pay', { stars: invoice.stars }), pay: true }],
        ...unitRows(invoice, t),
        [tapButton(t('button-cancel-order'), { screen: 'cancel', orderId: invoice.orderId })],
      ],
    },
  };
}

/** Whoever wants one key is not asked; whoever wants several says so here, and gets another invoice. */
function unitRows({ orderId, otherUnits = [] }: InvoiceView, t: Translate): InlineKeyboardButton[][] {
  const buttons = otherUnits.map(({ units, stars }) =>
    tapButton(t('button-units-price', { units, stars }), { screen: 'order-units', orderId, units, stars }),
  );
  return inRows(buttons);
}

/** What is bought, as short as Telegram wants it. */
export function invoiceName({ purpose, total, planName }: InvoiceView, t: Translate): string {
  const title = purpose === 'access' ? 'invoice-title' : `invoice-title-${purpose}`;
  const words = { name: tidy(planName), amount: moneyWords(total.minor, total.currency) };
  return fitTo(t(title, words), TITLE_LIMIT);
}

/** What it gives, in one sentence or two; then the shop's own words of an access, as far as there is room. */
export function invoiceDescription(invoice: InvoiceView, t: Translate): string {
  const words = fitTo(description(invoice, t), DESCRIPTION_LIMIT);
  const about = invoice.purpose === 'access' ? (invoice.about ?? '').trim() : '';
  const room = DESCRIPTION_LIMIT - [...words].length - 1;
  return about === '' || room < LEAST_ABOUT ? words : `${words} ${tidy(about, room)}`;
}

function description(invoice: InvoiceView, t: Translate): string {
  const words = {
    term: termWords(t, invoice.durationDays),
    traffic: trafficWords(t, invoice.dataLimitGb),
    quantity: invoice.quantity,
    amount: moneyWords(invoice.total.minor, invoice.total.currency),
  };
  if (invoice.purpose !== 'access') return purchaseWords(invoice, words, t);
  return [accessWords(invoice, words, t), ...feeWords(invoice, t)].join(' ');
}

function accessWords({ fromBalance, quantity }: InvoiceView, words: TextArgs, t: Translate): string {
  if (fromBalance === null)
    return t(quantity === 1 ? 'invoice-description' : 'invoice-description-several', words);
  const { minor, currency } = fromBalance;
  return t('invoice-description-part', { ...words, amount: moneyWords(minor, currency) });
}

/** What is paid once, before it is paid (SPEC 9). */
function feeWords({ setupFeeMinor = 0n, total }: InvoiceView, t: Translate): string[] {
  if (setupFeeMinor === 0n) return [];
  return [t('invoice-fee', { amount: moneyWords(setupFeeMinor, total.currency) })];
}

/** What it buys for a running access, and what the balance pays of it. */
function purchaseWords(
  { purpose, fromBalance, isMonthly }: InvoiceView,
  words: TextArgs,
  t: Translate,
): string {
  const what = t(isMonthly ? 'invoice-subscription' : `invoice-${purpose}`, words);
  if (fromBalance === null) return what;
  const { minor, currency } = fromBalance;
  return `${what} ${t('invoice-rest', { amount: moneyWords(minor, currency) })}`;
}

import type { InvoiceView } from '../../services/delivery/views.ts';
import type { Sendable } from '../sender/sendable.ts';
import type { Translate } from '../texts.ts';
import { tapButton } from './buttons.ts';
import { fitTo, tidy } from './fit-to.ts';
import { invoiceDescription, invoiceName } from './invoice-view.ts';
import { bold, richLines } from './rich-text.ts';
import { termWords, trafficWords } from './words.ts';

type InvoiceLink = Extract<Sendable, { method: 'sendInvoiceLink' }>;

/** Telegram knows no other period (contracts/payments.md 1). */
const MONTH_S = 2_592_000;

/** A subscription is paid by a link of its own (contracts/telegram.md A2): the words around it, and what it asks for. */
export function subscriptionLinkView(invoice: InvoiceView, t: Translate): InvoiceLink {
  const { stars, payload, orderId } = invoice;
  const title = invoiceName(invoice, t);
  const words = {
    stars,
    term: termWords(t, invoice.durationDays),
    traffic: trafficWords(t, invoice.dataLimitGb),
  };
  return {
    method: 'sendInvoiceLink',
    invoice: {
      title,
      description: invoiceDescription(invoice, t),
      payload,
      provider_token: '',
      currency: 'XTR',
      prices: [{ label: title, amount: stars }],
      subscription_period: MONTH_S,
    },
    button: fitTo(t('button-subscription-pay', { stars }), 25),
    payload: richLines(
      [bold(t('subscription-link-title', { plan: tidy(invoice.planName) }))],
      [t('subscription-link', words)],
      [t('subscription-link-end')],
    ),
    rows: [[tapButton(t('button-cancel-order'), { screen: 'cancel', orderId })]],
  };
}

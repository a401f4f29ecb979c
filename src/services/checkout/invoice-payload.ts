/** What an invoice carries, so that a lost row can be rebuilt from it: at most 128 bytes (DESIGN 4a, "Charges"). */
export type InvoicePayload = { paymentId: string; orderId: string; planId: number; quantity: number };

const VERSION = '1';
const FORM = /^1\.([a-z2-7]{20})\.([a-z2-7]{20})\.(\d{1,10})\.(\d{1,3})$/;

export const invoicePayload = (of: InvoicePayload): string =>
  [VERSION, of.paymentId, of.orderId, of.planId, of.quantity].join('.');

/** null = not one of ours. */
export function parseInvoicePayload(text: string): InvoicePayload | null {
  const [, paymentId, orderId, planId, quantity] = FORM.exec(text) ?? [];
  if (!paymentId || !orderId) return null;
  return { paymentId, orderId, planId: Number(planId), quantity: Number(quantity) };
}

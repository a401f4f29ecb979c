import { type InvoicedPurchase, MEANINGS } from '../../model/order-purchase.ts';
import { megabytes, wholeMegabytes } from '../../model/values/traffic.ts';

/**
 * What an invoice carries, so that a lost row can be rebuilt from it: at most 128 bytes (DESIGN 4a, "Charges").
 * `purchase` = what it buys for an access that runs already; left out = it buys an access.
 */
export type InvoicePayload = {
  paymentId: string;
  orderId: string;
  planId: number;
  quantity: number;
  purchase?: InvoicedPurchase;
};

const ID = '[a-z2-7]{20}';
const ACCESS = new RegExp(String.raw`^1\.(${ID})\.(${ID})\.(\d{1,10})\.(\d{1,3})$`);
/** Payment, order, plan, access, purpose, days, whole megabytes, rule, price, and `s` of a subscription; what there is none of is left empty. */
const PURCHASE = new RegExp(
  String.raw`^2\.(${ID})\.(${ID})\.(\d{1,10})\.(\d{0,10})\.([a-z]{1,8})\.(\d{0,6})\.(\d{0,13})\.([a-z]{0,4})(?:\.(\d{1,12}))?(\.s)?$`,
);

export function invoicePayload({ paymentId, orderId, planId, quantity, purchase }: InvoicePayload): string {
  if (!purchase) return ['1', paymentId, orderId, planId, quantity].join('.');
  const { purpose, clientId, days, data, rule, minor } = purchase;
  const size = data === null ? '' : wholeMegabytes(data);
  const rest = [...(minor === undefined ? [] : [minor]), ...(purchase.subscribes ? ['s'] : [])];
  return [
    '2',
    paymentId,
    orderId,
    planId,
    clientId ?? '',
    purpose,
    days ?? '',
    size,
    rule ?? '',
    ...rest,
  ].join('.');
}

/** null = not one of ours. */
export function parseInvoicePayload(text: string): InvoicePayload | null {
  const [, paymentId, orderId, planId, quantity] = ACCESS.exec(text) ?? [];
  if (!paymentId || !orderId) return parsePurchase(text);
  return { paymentId, orderId, planId: Number(planId), quantity: Number(quantity) };
}

function parsePurchase(text: string): InvoicePayload | null {
  const [, paymentId, orderId, planId, ...rest] = PURCHASE.exec(text) ?? [];
  const purchase = purchaseOf(rest);
  if (!paymentId || !orderId || !purchase) return null;
  return { paymentId, orderId, planId: Number(planId), quantity: 1, purchase };
}

function purchaseOf(written: readonly (string | undefined)[]): InvoicedPurchase | null {
  const [clientId, word = '', days, size, ruled, minor, subscribes] = written;
  const purpose = MEANINGS.purposes.find((each) => each === word);
  if (!purpose) return null;
  return {
    purpose,
    clientId: clientId ? Number(clientId) : null,
    days: days ? Number(days) : null,
    data: size ? megabytes(BigInt(size)) : null,
    rule: MEANINGS.rules.find((each) => each === ruled) ?? null,
    ...(minor !== undefined && { minor: BigInt(minor) }),
    ...(subscribes !== undefined && { subscribes: true }),
  };
}

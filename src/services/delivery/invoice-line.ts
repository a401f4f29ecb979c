import type { OrderItem } from '../../model/order.ts';

/** What an invoice says of what is bought, its plan being loaded; null = a top-up, which has no line. */
export const invoiceLine = (item: OrderItem | null) => ({
  planName: item?.planName ?? '',
  durationDays: item?.durationDays ?? 0,
  dataLimitGb: item?.dataLimitGb ?? null,
  quantity: item?.quantity ?? 1,
  about: item?.plan.description ?? null,
  setupFeeMinor: item ? item.setupFee * BigInt(item.quantity) : 0n,
});

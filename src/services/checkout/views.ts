import type { OrderPurpose, OrderStatus } from '../../model/order.ts';
import type { ProvisionStatus } from '../../model/order-server-client.ts';
import type { ChargeStatus, RefundStatus } from '../../model/payment.ts';
import type { Money } from '../../model/values/money.ts';

/** What goes back: whole Stars to Telegram, and money to the balance in the shop. */
export type GivenBack = { stars: number; credited: Money };

/**
 * What goes back with an access because it was paid ahead for it, in minor units of its currency: `taken` = from the
 * balance, where a cheaper plan had brought it; `spent` = brought too, and gone.
 */
export type PaidAhead = GivenBack & { taken: bigint; spent: bigint };

/** An order as an admin sees it. */
export type OrderView = {
  orderId: string;
  status: OrderStatus;
  purpose: OrderPurpose;
  /** The access that it is for; null = it made its own, or is for none. */
  clientId: number | null;
  customerId: number;
  customerName: string;
  /** 0 = a top-up, which is of no plan. */
  planId: number;
  planName: string;
  quantity: number;
  stars: number;
  /** A free trial; left out = it is none. */
  isTrial?: boolean;
  /** Its price; what a top-up brings to the balance. */
  total: Money;
  createdAt: Date;
  paidAt: Date | null;
  /** Since when it waits for a yes of the staff; null = for none. */
  heldAt: Date | null;
  /** `error` = what the panel or the shop said of it, `errorCode` its class; null = nothing went wrong. */
  units: readonly {
    unitId: string;
    status: ProvisionStatus;
    errorCode: string | null;
    error: string | null;
    server: string;
  }[];
  charges: readonly { chargeId: string; stars: number; status: ChargeStatus }[];
  /** What Telegram is asked for; 0 = nothing. */
  askedStars: number;
  /** What the balance pays; null = nothing. */
  fromBalance: Money | null;
  credits: readonly OrderCreditView[];
  /** What a refund would give back now, `ahead` of it left out of a list; null = there is nothing to give back. */
  refund: (GivenBack & { ahead?: PaidAhead }) | null;
};

/** Money of an order that goes to its customer's balance. */
export type OrderCreditView = { amount: Money; done: boolean };

/** An order in its customer's list. */
export type OwnOrder = {
  orderId: string;
  status: OrderStatus;
  purpose: OrderPurpose;
  createdAt: Date;
  planName: string;
  quantity: number;
  stars: number;
  /** A free trial; left out = it is none. */
  isTrial?: boolean;
  /** Its price; what a top-up brings to the balance. */
  total: Money;
};

/** One page of a customer's orders; pages count from 0. */
export type OwnOrders = { orders: readonly OwnOrder[]; page: number; pages: number };

/** What a customer has in hand of one order. */
export type Receipt = OwnOrder & {
  paidAt: Date | null;
  durationDays: number;
  /** null = unlimited. */
  dataLimitGb: number | null;
  /** What of the price was for setting up, once; left out = nothing. */
  setupFeeMinor?: bigint;
  /** Until then it can be paid; null = it cannot. */
  payableUntil: Date | null;
  /** What came for it; `refund` null = it stays with the shop. */
  payments: readonly { chargeId: string; stars: number; refund: RefundStatus | null }[];
  /** What of it is paid in Stars; 0 = the balance pays all, or nobody. */
  askedStars: number;
  /** What the balance pays; null = nothing. */
  fromBalance: Money | null;
  /** What went to the balance, or will (`done` false). */
  credits: readonly OrderCreditView[];
  /** The accesses that came of it, or that it was for, and are still there. */
  clientIds: readonly number[];
};

/** One change of a balance: `amount` negative = it left; `reason` of its journal. */
export type BalanceMove = { amount: Money; reason: string; orderId: string | null; at: Date };

/** One page of them; pages count from 0. */
export type BalanceMoves = { moves: readonly BalanceMove[]; page: number; pages: number };

/** Which orders a list shows: `held` = they wait for a yes of the staff. */
export const ORDER_FILTERS = ['all', 'unpaid', 'waiting', 'held', 'failed', 'refunded'] as const;
export type OrderFilter = (typeof ORDER_FILTERS)[number];

/** Part of a list; `more` = there is another page behind it. */
export type OrderList = { orders: readonly OrderView[]; page: number; more: boolean };

/** Money that needs somebody's decision. */
export type MoneyTrouble = {
  charges: readonly ChargeTrouble[];
  refunds: readonly RefundTrouble[];
};

/** A charge that belongs to no order. */
export type ChargeTrouble = {
  id: string;
  /** Telegram's own. */
  chargeId: string;
  payerId: number;
  stars: number;
  status: ChargeStatus;
  receivedAt: Date;
};

/** A refund that Telegram has refused for good. */
export type RefundTrouble = {
  refundId: string;
  orderId: string | null;
  payerId: number;
  stars: number;
  status: RefundStatus;
  error: string | null;
};

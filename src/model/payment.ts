import { defineEntity, p } from '@mikro-orm/core';
import { databaseTime, instant, randomId, telegramId } from './columns.ts';
import { lifecycle } from './lifecycle.ts';
import { Order } from './order.ts';

export const PAYMENT_STATUSES = [
  'created',
  'pending',
  'confirming',
  'underpaid',
  'settled',
  'credited',
  'expired',
  'failed',
  'refunding',
  'refunded',
  'disputed',
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export const PAYMENT_LIFE = lifecycle<PaymentStatus>('payment', PAYMENT_STATUSES, {
  created: ['pending', 'settled', 'expired', 'failed'],
  pending: ['confirming', 'underpaid', 'settled', 'expired', 'failed'],
  confirming: ['underpaid', 'settled'],
  underpaid: ['settled', 'credited'],
  settled: ['refunding', 'disputed'],
  credited: [],
  expired: ['settled'],
  failed: ['settled'],
  refunding: ['refunded', 'credited'],
  refunded: [],
  disputed: [],
});

const PaymentSchema = defineEntity({
  name: 'Payment',
  tableName: 'payments',
  properties: {
    id: randomId().primary(),
    order: () => p.manyToOne(Order),
    provider: p.string().length(32),
    status: p.enum(PAYMENT_STATUSES).default('created'),
    /** What has to come, in minor units of `currency` (whole Stars for XTR). */
    amount: p.bigint('bigint'),
    currency: p.string().length(3),
    /** The provider's own id; null for Stars, where charges carry it. */
    externalId: p.string().strictNullable(),
    note: p.text().strictNullable(),
    settledAt: instant().strictNullable(),
    createdAt: instant(),
  },
  indexes: [{ properties: ['order'] }],
  checks: [{ name: 'payments_amount', expression: 'amount > 0' }],
});

/** What a customer was asked to pay for an order, by one provider. */
export class Payment extends PaymentSchema.class {
  isSettled(): boolean {
    return ['settled', 'refunding', 'refunded', 'credited', 'disputed'].includes(this.status);
  }

  /** Paid from the customer's balance in the shop, not by a provider. */
  isOfWallet(): boolean {
    return this.provider === 'wallet';
  }

  /** Taken from a balance, and the rest of its order is not there yet. */
  isHeld(): boolean {
    return this.isOfWallet() && this.status === 'pending';
  }

  settle(at: Date): void {
    this.status = PAYMENT_LIFE.move(this.status, 'settled');
    this.settledAt = at;
  }

  /** Taken from a balance, and kept apart until the rest has come. */
  hold(): void {
    this.status = PAYMENT_LIFE.move(this.status, 'pending');
  }

  expire(): void {
    if (PAYMENT_LIFE.canMove(this.status, 'expired')) this.status = 'expired';
  }

  startRefund(): void {
    this.status = PAYMENT_LIFE.move(this.status, 'refunding');
  }

  markRefunded(): void {
    if (this.status === 'refunding') this.status = PAYMENT_LIFE.move(this.status, 'refunded');
  }

  /** It could not go back the way it came, and went to the balance. */
  markCredited(): void {
    if (this.status === 'refunding') this.status = PAYMENT_LIFE.move(this.status, 'credited');
  }
}

PaymentSchema.setClass(Payment);

/** settled = paid an order; surplus = came without need and goes back; unmatched = no payment of ours is known. */
export const CHARGE_STATUSES = [
  'settled',
  'surplus',
  'unmatched',
  'refunding',
  'refunded',
  'credited',
] as const;
export type ChargeStatus = (typeof CHARGE_STATUSES)[number];

export const CHARGE_LIFE = lifecycle<ChargeStatus>('charge', CHARGE_STATUSES, {
  settled: ['refunding'],
  surplus: ['refunding'],
  unmatched: ['refunding', 'settled', 'surplus'],
  refunding: ['refunded', 'credited'],
  refunded: [],
  credited: [],
});

const ChargeSchema = defineEntity({
  name: 'Charge',
  tableName: 'charges',
  properties: {
    id: randomId().primary(),
    /** null = unmatched. */
    payment: () => p.manyToOne(Payment).strictNullable(),
    botId: telegramId(),
    /** Telegram's `telegram_payment_charge_id`. */
    chargeId: p.string(),
    payerId: telegramId(),
    amount: p.bigint('bigint'),
    currency: p.string().length(3),
    status: p.enum(CHARGE_STATUSES),
    /** What its invoice carried, kept while no payment of ours is known for it; null = it has one. */
    payload: p.string().strictNullable(),
    receivedAt: instant(),
  },
  uniques: [{ properties: ['botId', 'chargeId'] }],
  indexes: [{ properties: ['payment'] }, { properties: ['chargeId'] }],
  checks: [{ name: 'charges_amount', expression: 'amount > 0' }],
});

/** Money that really came, once per row: an invoice can be paid twice. */
export class Charge extends ChargeSchema.class {
  /** The order that it paid is known again: it was booked as nobody's, and pays that order from now on. */
  settleFor(payment: Payment): void {
    this.status = CHARGE_LIFE.move(this.status, 'settled');
    this.payment = payment;
    this.payload = null;
  }

  startRefund(): void {
    this.status = CHARGE_LIFE.move(this.status, 'refunding');
  }

  markRefunded(): void {
    this.status = CHARGE_LIFE.move(this.status, 'refunded');
  }

  markCredited(): void {
    this.status = CHARGE_LIFE.move(this.status, 'credited');
  }
}

ChargeSchema.setClass(Charge);

/** credited = given up, and its worth went to the balance. */
const REFUND_STATUSES = ['due', 'done', 'failed', 'credited'] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

const RefundSchema = defineEntity({
  name: 'Refund',
  tableName: 'refunds',
  properties: {
    id: randomId().primary(),
    charge: () => p.manyToOne(Charge),
    amount: p.bigint('bigint'),
    /** `second-payment`, `late-and-sold-out`, `not-delivered`, `admin`, `wrong-amount`. */
    reason: p.string(),
    status: p.enum(REFUND_STATUSES).default('due'),
    /** The ledger account that the money leaves. */
    fromAccount: p.string(),
    /** When the provider is asked next; a refund of delivered access waits here for its switch-off. */
    dueAt: instant(),
    attempts: p.integer().default(0),
    error: p.text().strictNullable(),
    leaseNo: p.integer().default(0),
    leaseUntil: databaseTime().strictNullable(),
    createdAt: instant(),
    completedAt: instant().strictNullable(),
  },
  uniques: [{ properties: ['charge'] }],
  indexes: [
    { properties: ['dueAt'], where: "status = 'due'" },
    { properties: ['createdAt'], where: "status = 'failed'" },
  ],
});

/** Money that has to go back: the row stands before the provider is asked. */
export class Refund extends RefundSchema.class {
  markDone(at: Date): void {
    this.status = 'done';
    this.completedAt = at;
    this.error = null;
  }

  /** `retryAt` null = given up, an admin has to act. */
  markFailed(error: string, retryAt: Date | null): void {
    this.error = error;
    if (retryAt) this.dueAt = retryAt;
    else this.status = 'failed';
  }

  /** Its worth is on the balance instead: its charge and payment end with it. Needs both. */
  markCredited(at: Date): void {
    this.status = 'credited';
    this.completedAt = at;
    this.charge.markCredited();
    this.charge.payment?.markCredited();
  }

  /** An admin has it asked for once more, with as many tries as the first time. */
  retry(at: Date): void {
    this.status = 'due';
    this.attempts = 0;
    this.dueAt = at;
  }

  /** Whoever comes next may claim it at once when it is due. */
  letGo(): void {
    this.leaseUntil = null;
  }
}

RefundSchema.setClass(Refund);

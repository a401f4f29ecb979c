import { defineEntity, p } from '@mikro-orm/core';
import { instant, randomId, telegramId } from './columns.ts';
import { Customer } from './customer.ts';
import { Order } from './order.ts';
import type { RefundReason } from './refund-reason.ts';

const CREDIT_STATUSES = ['due', 'done'] as const;

const WalletCreditSchema = defineEntity({
  name: 'WalletCredit',
  tableName: 'wallet_credits',
  properties: {
    id: randomId().primary(),
    customer: () => p.manyToOne(Customer),
    /** null = it belongs to none. */
    order: () => p.manyToOne(Order).strictNullable(),
    /** In minor units of `currency`. */
    amount: p.bigint('bigint'),
    currency: p.string().length(3),
    /** One of the reasons that a refund has. */
    reason: p.string().$type<RefundReason>(),
    /** How many units of the order it is for. */
    units: p.integer(),
    status: p.enum(CREDIT_STATUSES).default('due'),
    /** When it is booked; that of delivered access waits here for its switch-off. */
    dueAt: instant(),
    /** Telegram id of the admin; null = the shop itself. */
    actorId: telegramId().strictNullable(),
    createdAt: instant(),
    completedAt: instant().strictNullable(),
  },
  indexes: [{ properties: ['order'] }, { properties: ['dueAt'], where: "status = 'due'" }],
  checks: [{ name: 'wallet_credits_amount', expression: 'amount > 0' }],
});

/** Money that goes to a customer's balance in the shop: the row stands before it is booked, and is booked once. */
export class WalletCredit extends WalletCreditSchema.class {
  markDone(at: Date): void {
    this.status = 'done';
    this.completedAt = at;
  }
}

WalletCreditSchema.setClass(WalletCredit);

import { defineEntity, p } from '@mikro-orm/core';
import { instant, minorUnits, randomId, telegramId } from './columns.ts';
import { Customer } from './customer.ts';
import { lifecycle } from './lifecycle.ts';
import { ServerPlan } from './server-plan.ts';

export const ORDER_STATUSES = [
  'pending_payment',
  'paid',
  'processing',
  'partial',
  'completed',
  'dispute',
  'expired',
  'cancelled',
  'refunded',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** How it came about: bought, made for a client that stood on a panel before the shop knew it, given by the staff, or tried. */
const ORDER_ORIGINS = ['sale', 'import', 'grant', 'trial'] as const;

/** What it buys: an access, or something for one that runs already (`order_purchases`), or money for the balance. */
export const ORDER_PURPOSES = ['access', 'renewal', 'traffic', 'plan', 'topup', 'devices'] as const;
export type OrderPurpose = (typeof ORDER_PURPOSES)[number];

export const ORDER_LIFE = lifecycle<OrderStatus>('order', ORDER_STATUSES, {
  pending_payment: ['paid', 'expired', 'cancelled'],
  paid: ['processing', 'dispute', 'refunded'],
  processing: ['completed', 'partial', 'dispute', 'refunded'],
  partial: ['completed', 'dispute', 'refunded'],
  completed: ['refunded'],
  dispute: ['processing', 'refunded'],
  expired: ['paid'],
  cancelled: ['paid'],
  refunded: [],
});

/** Statuses in which a unit may be taken up and completed (DESIGN 4a, "Refund meets lane"). */
export const DELIVERING: readonly OrderStatus[] = ['paid', 'processing', 'partial'];

const OrderSchema = defineEntity({
  name: 'Order',
  tableName: 'orders',
  properties: {
    id: randomId().primary(),
    customer: () => p.manyToOne(Customer),
    /** The bot that took the order: invoices, cards and charges belong to it. */
    botId: telegramId(),
    /** Minted with the screen that was tapped: two taps on one screen are one order. */
    nonce: p.string(),
    status: p.enum(ORDER_STATUSES).default('pending_payment'),
    origin: p.enum(ORDER_ORIGINS).default('sale'),
    purpose: p.enum(ORDER_PURPOSES).default('access'),
    /** In minor units of `currency`, frozen when the order was placed. */
    total: minorUnits().fieldName('total_minor'),
    currency: p.string().length(3),
    /** The same total in whole Stars, frozen too. */
    totalStars: p.integer(),
    /** The terms named on the screen that was tapped. */
    termsVersion: p.string(),
    /** Until then the seats are kept for a payment; null = they wait for none. */
    reservedUntil: instant().strictNullable(),
    /** When Telegram was last told to go ahead with a payment; such a hold ends only after the ledger was read. */
    precheckedAt: instant().strictNullable(),
    paidAt: instant().strictNullable(),
    /** Since when the paid order waits for a yes of the staff, its plan being one that is confirmed by hand; null = for none. */
    heldAt: instant().strictNullable(),
    /** When the staff said that yes; null = it was never asked for, or not yet given. */
    approvedAt: instant().strictNullable(),
    completedAt: instant().strictNullable(),
    createdAt: instant(),
  },
  uniques: [{ properties: ['customer', 'nonce'] }],
  indexes: [
    { properties: ['status', 'reservedUntil'] },
    { properties: ['customer', 'createdAt'] },
    { properties: ['createdAt'] },
    { properties: ['heldAt'], where: 'held_at is not null' },
    { properties: ['paidAt'] },
  ],
  checks: [
    {
      name: 'orders_reservation_ends',
      expression: "(status = 'pending_payment') = (reserved_until is not null)",
    },
    {
      name: 'orders_held_is_paid',
      expression: "held_at is null or status in ('processing', 'dispute')",
    },
    {
      name: 'orders_total',
      expression:
        "total_minor >= 0 and (total_stars > 0 or ((origin in ('import', 'grant', 'trial') or purpose = 'plan') and total_stars = 0))",
    },
    { name: 'orders_trial_is_free', expression: "origin <> 'trial' or total_minor = 0" },
  ],
});

/** One purchase of one customer; its units are what is delivered. */
export class Order extends OrderSchema.class {
  canCancel(): boolean {
    return ORDER_LIFE.canMove(this.status, 'cancelled');
  }

  /** Its seats are kept for a payment, still. */
  holdsSeats(now: Date): boolean {
    return this.reservedUntil !== null && now < this.reservedUntil;
  }

  /** The hold of an accepted pre-checkout is not over: money may be on its way. */
  awaitsMoney(now: Date): boolean {
    return this.precheckedAt !== null && this.holdsSeats(now);
  }

  cancel(): void {
    this.end('cancelled');
  }

  expire(): void {
    this.end('expired');
  }

  /** Telegram may take the money: the seats are kept until `until` at least. */
  extendHold(at: Date, until: Date): void {
    this.precheckedAt = at;
    if (this.reservedUntil && this.reservedUntil < until) this.reservedUntil = until;
  }

  markPaid(at: Date): void {
    this.status = ORDER_LIFE.move(this.status, 'paid');
    this.reservedUntil = null;
    this.paidAt = at;
  }

  /** What was bought is there with the payment: no panel has to be asked first, so it takes every step at once. */
  completeAtOnce(at: Date): void {
    this.status = ORDER_LIFE.move(this.status, 'processing');
    this.markCompleted(at);
  }

  /** What it stands for is there already and costs nothing: it takes every step of a sale at once, unpaid. */
  markImported(at: Date): void {
    for (const step of ['paid', 'processing', 'completed'] as const)
      this.status = ORDER_LIFE.move(this.status, step);
    this.reservedUntil = null;
    this.completedAt = at;
  }

  /** It is paid, and nothing is delivered before somebody of the staff says yes. */
  hold(at: Date): void {
    this.status = ORDER_LIFE.move(this.status, 'processing');
    this.heldAt = at;
  }

  /** The staff said yes: its units may be taken up. */
  approve(at: Date): void {
    this.heldAt = null;
    this.approvedAt = at;
  }

  /** What can be delivered is: the rest went back. */
  markCompleted(at: Date): void {
    this.status = ORDER_LIFE.move(this.status, 'completed');
    this.completedAt = at;
  }

  markRefunded(): void {
    this.status = ORDER_LIFE.move(this.status, 'refunded');
    this.heldAt = null;
  }

  private end(status: 'cancelled' | 'expired'): void {
    this.status = ORDER_LIFE.move(this.status, status);
    this.reservedUntil = null;
  }
}

OrderSchema.setClass(Order);

const OrderItemSchema = defineEntity({
  name: 'OrderItem',
  tableName: 'order_items',
  properties: {
    id: randomId().primary(),
    order: () => p.manyToOne(Order),
    plan: () => p.manyToOne(ServerPlan),
    quantity: p.integer(),
    /** The plan as it was sold: later edits change nothing for this order. */
    planName: p.string(),
    durationDays: p.integer(),
    /** Of a trial: the days that it gives for nothing, while `durationDays` is what a renewal gives; null = it is none. */
    trialDays: p.integer().strictNullable(),
    /** null = unlimited. */
    dataLimitGb: p.integer().strictNullable(),
    /** null = no limit. */
    concurrentConnections: p.integer().strictNullable(),
    unitPrice: minorUnits().fieldName('unit_price_minor'),
    setupFee: minorUnits().fieldName('setup_fee_minor'),
    unitStars: p.integer(),
  },
  indexes: [{ properties: ['order'] }],
  checks: [
    { name: 'order_items_quantity', expression: 'quantity >= 1 and quantity <= 60' },
    {
      name: 'order_items_trial',
      expression: 'trial_days is null or (trial_days > 0 and trial_days < duration_days and quantity = 1)',
    },
  ],
});

/** One line of an order: so many units of a plan, at the price and with the limits of that moment. */
export class OrderItem extends OrderItemSchema.class {
  /** Whole days that its units run, from the delivery on. */
  deliveredDays(): number {
    return this.trialDays ?? this.durationDays;
  }
}

OrderItemSchema.setClass(OrderItem);

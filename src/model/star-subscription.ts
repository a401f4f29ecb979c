import { defineEntity, p } from '@mikro-orm/core';
import { instant, randomId, telegramId } from './columns.ts';
import { Customer } from './customer.ts';
import { lifecycle } from './lifecycle.ts';
import { Order } from './order.ts';
import { ServerClient } from './server-client.ts';
import { days, hours, later, type Period } from './values/period.ts';

/** The only period that Telegram knows (contracts/payments.md 1). */
export const SUBSCRIPTION_DAYS = 30;
const MONTH = days(SUBSCRIPTION_DAYS);

/** The dearest subscription that Telegram takes, in whole Stars. */
export const MOST_MONTHLY_STARS = 10_000;

/** Telegram may be late with a charge, or with telling of it: so long it is waited for. */
export const CHARGED_WITHIN = hours(1);

/** As early as Telegram may charge again: what comes sooner is another subscription, by the same link. */
const EARLIEST_AGAIN = days(27);

const SUBSCRIPTION_STATUSES = ['active', 'cancelled', 'ended'] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

export const SUBSCRIPTION_LIFE = lifecycle<SubscriptionStatus>('subscription', SUBSCRIPTION_STATUSES, {
  active: ['cancelled', 'ended'],
  cancelled: ['active', 'ended'],
  ended: ['active'],
});

const StarSubscriptionSchema = defineEntity({
  name: 'StarSubscription',
  tableName: 'star_subscriptions',
  properties: {
    id: randomId().primary(),
    customer: () => p.manyToOne(Customer),
    /** The access that it renews; null = that one is no more. */
    client: () => p.manyToOne(ServerClient).strictNullable().deleteRule('set null'),
    /** The renewal that was paid with its first charge: every charge bears the payload of that one's invoice. */
    order: () => p.manyToOne(Order),
    botId: telegramId(),
    /** Telegram's id of the first charge: by it the subscription is changed. */
    chargeId: p.string(),
    /** Each charge, in whole Stars; frozen, whatever the access costs meanwhile. */
    stars: p.integer(),
    status: p.enum(SUBSCRIPTION_STATUSES).default('active'),
    /** The shop has ended it: its payer cannot take it up again, and what is charged all the same goes back. */
    isBarred: p.boolean().default(false),
    startedAt: instant(),
    /** Paid up to then; where it is active Telegram charges again at that moment. */
    endsAt: instant(),
    /** When Telegram is to be told what holds; null = it knows. */
    tellDueAt: instant().strictNullable(),
    /** Raised by every wish, so that an answer to an older one settles nothing. */
    tellNo: p.integer().default(0),
    tellAttempts: p.integer().default(0),
  },
  uniques: [{ properties: ['botId', 'chargeId'] }],
  indexes: [
    { properties: ['order'] },
    { properties: ['client'], where: "status <> 'ended'" },
    { properties: ['endsAt'], where: "status <> 'ended'" },
    { properties: ['tellDueAt'], where: 'tell_due_at is not null' },
  ],
  checks: [
    { name: 'star_subscriptions_stars', expression: 'stars > 0' },
    { name: 'star_subscriptions_barred', expression: "not (is_barred and status = 'active')" },
  ],
});

/** A renewal that Telegram charges for every thirty days by itself, until its payer or the shop ends it. */
export class StarSubscription extends StarSubscriptionSchema.class {
  /** It may charge again, or be taken up again. */
  isOpen(now: Date): boolean {
    return this.status === 'active' || (this.status === 'cancelled' && this.endsAt > now);
  }

  /** A charge at `at` is another one's first, and no further one of this. */
  isTooEarly(at: Date): boolean {
    return at < later(this.startedAt, EARLIEST_AGAIN);
  }

  /** A further charge came: it runs on. One that comes out of its turn shortens nothing. */
  renew(until: Date): void {
    if (this.status !== 'active') this.status = SUBSCRIPTION_LIFE.move(this.status, 'active');
    this.endsAt = until > this.endsAt ? until : this.endsAt;
  }

  /** Telegram is told to charge no more; until its end the shop may let its payer take it up again. */
  cancel(now: Date): void {
    this.status = SUBSCRIPTION_LIFE.move(this.status, 'cancelled');
    this.bar(now);
  }

  /** Its payer may take it up again in Telegram, which nobody else can do (contracts/telegram.md A4). */
  letTakeUp(now: Date): void {
    this.isBarred = false;
    this.tell(now);
  }

  /** Its payer ended it in Telegram. */
  wasCancelled(): void {
    if (this.status === 'active') this.status = SUBSCRIPTION_LIFE.move(this.status, 'cancelled');
  }

  /** Its payer took it up again there. */
  wasTakenUp(): void {
    if (this.status === 'cancelled' && !this.isBarred)
      this.status = SUBSCRIPTION_LIFE.move(this.status, 'active');
  }

  /** No charge came by its end. Telegram may try for a while longer, and then it runs on. */
  ranOut(): void {
    this.status = SUBSCRIPTION_LIFE.move(this.status, 'ended');
  }

  /** What it renewed is gone: Telegram is told to charge no more, and what is charged all the same goes back. */
  endForGood(now: Date): void {
    if (this.status !== 'ended') this.status = SUBSCRIPTION_LIFE.move(this.status, 'ended');
    this.bar(now);
  }

  /** Telegram did not answer, and is told once more then. */
  postponeTelling(until: Date): void {
    this.tellAttempts += 1;
    this.tellDueAt = until;
  }

  /** Telegram knows, or will never take it. */
  wasTold(): void {
    this.tellDueAt = null;
    this.tellAttempts = 0;
  }

  private bar(now: Date): void {
    this.isBarred = true;
    this.tell(now);
  }

  private tell(now: Date): void {
    this.tellDueAt = now;
    this.tellNo += 1;
    this.tellAttempts = 0;
  }
}

StarSubscriptionSchema.setClass(StarSubscription);

/** When a charge at `at` is used up. */
export const monthAfter = (at: Date): Date => later(at, MONTH as Period);

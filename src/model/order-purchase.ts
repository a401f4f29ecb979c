import { defineEntity, p } from '@mikro-orm/core';
import { byteCount, instant } from './columns.ts';
import { ORDER_PURPOSES, Order, type OrderPurpose } from './order.ts';
import { RENEWAL_RULES, type RenewalRule } from './renewal.ts';
import { ServerClient } from './server-client.ts';
import type { Bytes } from './values/traffic.ts';

/** What else was agreed, by purpose; each is read by the step that applies it. */
export type PurchaseTerms = {
  /** Of a renewal: what becomes of the days and the traffic that are left. */
  rule?: RenewalRule;
  /** Of a renewal that drops the rest: the end that its buyer was shown, ISO. Another end is another bargain. */
  shownEnd?: string;
  /** Of a renewal: charged by the shop, as its customer had wished; days that are left are never dropped then. */
  isAutomatic?: boolean;
  /** Of a renewal: paid by a subscription in Stars, which Telegram charges for anew every thirty days. */
  subscribes?: true;
  /** Of a change: how the access stood when it was shown. Another standing is another bargain. */
  shown?: Standing;
  /** Of another plan: what holds from then on. */
  plan?: PlanGiven;
  /** Of another plan that costs less than what is left is worth: what came to the balance, minor units as text. */
  credit?: string;
  /** Of another plan: how everything was before; written when it is given. */
  before?: PlanBefore;
};

/** How an access stands. `limit` bytes as text, null = without one; `soldAs` null = as its order says; `end` ISO. */
export type Standing = {
  soldAs: string | null;
  end: string | null;
  limit: string | null;
  limitIp: number;
  inboundId: number;
};

/** Another plan: what was used of the period when it was ordered, bytes as text; devices; what a renewal costs then. */
export type PlanGiven = { used: string; limitIp: number; price: string; stars: number };

/** What a change of plan replaced; money in minor units and traffic in bytes, as text. */
export type PlanBefore = {
  soldAs: string | null;
  limit: string | null;
  limitIp: number;
  price: string | null;
  stars: number | null;
  next: { price: string; stars: number; from: string } | null;
};

/** Everything that may stand in a purchase. */
export const MEANINGS = { purposes: ORDER_PURPOSES, rules: RENEWAL_RULES } as const;

/** What its invoice tells of a purchase, for the day on which its row is lost. */
export type InvoicedPurchase = {
  purpose: OrderPurpose;
  clientId: number | null;
  days: number | null;
  data: Bytes | null;
  rule: RenewalRule | null;
  /** What it cost, in minor units; left out = what its access costs to renew. */
  minor?: bigint;
  /** Its charge comes again by itself. */
  subscribes?: true;
};

const OrderPurchaseSchema = defineEntity({
  name: 'OrderPurchase',
  tableName: 'order_purchases',
  properties: {
    order: () => p.oneToOne(Order).primary(),
    /** The access that it is for; null = for none. */
    client: () => p.manyToOne(ServerClient).strictNullable().deleteRule('set null'),
    /** Whole days that it gives; null = none. */
    days: p.integer().strictNullable(),
    /** Traffic that it gives; null = none, or without a limit, as its purpose has it. */
    data: byteCount().fieldName('data_bytes').strictNullable(),
    terms: p.json<PurchaseTerms>(),
    /** The end of the access before; null = not applied yet, or it had none. */
    periodFrom: instant().strictNullable(),
    /** Its end afterwards. */
    periodUntil: instant().strictNullable(),
    appliedAt: instant().strictNullable(),
    /** When its money went back and what it gave with it; null = it stands. */
    takenBackAt: instant().strictNullable(),
  },
  indexes: [{ properties: ['client'] }],
  checks: [
    { name: 'order_purchases_days', expression: 'days is null or days > 0' },
    { name: 'order_purchases_data', expression: 'data_bytes is null or data_bytes > 0' },
  ],
});

/** What an order buys for an access that is there already, frozen with its price. It has no units and takes no seat. */
export class OrderPurchase extends OrderPurchaseSchema.class {
  markApplied(at: Date, period: { from: Date | null; until: Date | null }): void {
    this.appliedAt = at;
    this.periodFrom = period.from;
    this.periodUntil = period.until;
  }

  /** It stands: applied, and not taken back. */
  isInForce(): boolean {
    return this.appliedAt !== null && this.takenBackAt === null;
  }

  /** What it gave has not begun to be used: its period starts where another one still runs. */
  isPaidAhead(now: Date): boolean {
    const { periodFrom, periodUntil } = this;
    const isPeriod = periodFrom !== null && periodFrom.getTime() !== periodUntil?.getTime();
    return this.isInForce() && isPeriod && periodFrom > now;
  }

  /** Needs its order. */
  invoiced(): InvoicedPurchase {
    const { order, client, days, data, terms } = this;
    const { purpose, total: minor } = order;
    const bought = { purpose, clientId: client?.id ?? null, days, data, rule: terms.rule ?? null };
    if (terms.subscribes) return { ...bought, minor, subscribes: true };
    return purpose === 'renewal' ? bought : { ...bought, minor };
  }

  /** What giving it replaced, for the day on which it is taken back. */
  noteBefore(before: PlanBefore): void {
    this.terms = { ...this.terms, before };
  }

  markTakenBack(at: Date): void {
    this.takenBackAt = at;
  }
}

OrderPurchaseSchema.setClass(OrderPurchase);

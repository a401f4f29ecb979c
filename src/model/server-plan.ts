import { defineEntity, p } from '@mikro-orm/core';
import { instant, minorUnits } from './columns.ts';
import { InvariantViolation } from './errors.ts';
import { bestTarget, type ProvisionTarget } from './provision-target.ts';
import { Server } from './server.ts';
import { ServerInbound } from './server-inbound.ts';
import { type StarRate, starsFor } from './values/money.ts';
import { fits, roomLeft } from './values/seats.ts';
import { type Bytes, gigabytes } from './values/traffic.ts';

const PLAN_TYPES = ['single', 'multiple', 'dedicated', 'shared', 'branded', 'reseller'] as const;

/** Why a plan cannot be bought now; null = it can. */
export type Unavailable = 'inactive' | 'not-on-sale' | 'out-of-stock' | 'server-down' | 'no-capacity' | null;

/** What a client of this plan is made with. */
export type ProvisionSettings = { limitIp: number; trafficLimit: Bytes | null; durationDays: number };

const ServerPlanSchema = defineEntity({
  name: 'ServerPlan',
  tableName: 'server_plans',
  properties: {
    id: p.integer().primary(),
    server: () => p.manyToOne(Server),
    name: p.string(),
    description: p.text().strictNullable(),
    category: p.string().strictNullable(),
    type: p.enum(PLAN_TYPES).default('shared'),
    durationDays: p.integer(),
    /** In minor units of the shop's currency. */
    price: minorUnits().fieldName('price_minor'),
    /** Whole Stars; null = worked out from the price. */
    priceStars: p.integer().strictNullable(),
    priceVersion: p.integer().default(1),
    setupFee: minorUnits()
      .fieldName('setup_fee_minor')
      .onCreate(() => 0n),
    /** null = unlimited. */
    dataLimitGb: p.integer().strictNullable(),
    /** Devices at a time; null = no limit. */
    concurrentConnections: p.integer().strictNullable(),
    trialDays: p.integer().default(0),
    renewable: p.boolean().default(true),
    autoProvision: p.boolean().default(true),
    provisionSettings: p.json<Record<string, unknown>>().strictNullable(),
    /** Asked first; null = no preference. */
    preferredInbound: () => p.manyToOne(ServerInbound).strictNullable().deleteRule('set null'),
    /** Seats for sale; null = unlimited, 0 = sold out. */
    maxClients: p.integer().strictNullable(),
    currentClients: p.integer().default(0),
    performanceMetrics: p.json<Record<string, unknown>>().strictNullable(),
    isActive: p.boolean().default(true),
    onSale: p.boolean().default(true),
    sortOrder: p.integer().default(0),
    createdAt: instant(),
  },
  checks: [
    {
      name: 'server_plans_seats',
      expression: 'current_clients >= 0 and (max_clients is null or current_clients <= max_clients)',
    },
    { name: 'server_plans_price', expression: 'price_minor >= 0 and setup_fee_minor >= 0' },
    { name: 'server_plans_price_stars', expression: 'price_stars is null or price_stars > 0' },
    { name: 'server_plans_duration', expression: 'duration_days > 0' },
    { name: 'server_plans_data_limit', expression: 'data_limit_gb is null or data_limit_gb > 0' },
  ],
});

/** What a customer chooses and pays for: access on one server, with a quota of its own. */
export class ServerPlan extends ServerPlanSchema.class {
  /** True when the plan's own quota has `quantity` seats left; the inbounds are asked apart. */
  hasCapacity(quantity = 1): boolean {
    return fits(quantity, roomLeft(this.maxClients, this.currentClients));
  }

  /** Why nobody can buy it now, given the inbounds it may use; null = it can be bought. */
  isAvailable(inbounds: readonly ProvisionTarget[], quantity = 1): Unavailable {
    if (!this.isActive) return 'inactive';
    if (!this.onSale) return 'not-on-sale';
    if (!this.hasCapacity(quantity)) return 'out-of-stock';
    if (this.getBestInbound(inbounds, quantity)) return null;
    return this.server.canProvision() ? 'no-capacity' : 'server-down';
  }

  /** The preferred inbound if it takes `quantity` more, else the emptiest that does; null when none does. */
  getBestInbound<Target extends ProvisionTarget>(candidates: readonly Target[], quantity = 1): Target | null {
    const preferred = candidates.find((each) => each.id === this.preferredInbound?.id);
    return preferred?.canProvision(quantity) ? preferred : bestTarget(candidates, quantity);
  }

  /** Limits and length that clients of this plan get; `limitIp` 0 = no limit. */
  getProvisioningSettings(): ProvisionSettings {
    return {
      limitIp: this.concurrentConnections ?? 0,
      trafficLimit: this.dataLimitGb === null ? null : gigabytes(BigInt(this.dataLimitGb)),
      durationDays: this.durationDays,
    };
  }

  /** Whole Stars for one new unit, the set-up fee included; the plan's own Stars price goes before the rate. */
  starsPerUnit(rate: StarRate): number {
    const price = this.priceStars === null ? starsFor(this.price, rate) : BigInt(this.priceStars);
    return Number(price + starsFor(this.setupFee, rate));
  }

  /** Takes `quantity` seats of the quota. @throws {InvariantViolation} when fewer are left. */
  incrementClients(quantity = 1): void {
    if (!this.hasCapacity(quantity)) throw new InvariantViolation(`plan ${this.id}: no room for ${quantity}`);
    this.currentClients += quantity;
  }

  /**
   * Gives one seat of the quota back; only for a unit's own step, as on the inbound.
   * @throws {InvariantViolation} when none is taken.
   */
  decrementClients(): void {
    if (this.currentClients === 0) throw new InvariantViolation(`plan ${this.id}: no seat to free`);
    this.currentClients -= 1;
  }

  hide(): void {
    this.onSale = false;
  }

  show(): void {
    this.onSale = true;
  }
}

ServerPlanSchema.setClass(ServerPlan);

const ServerPlanPoolSchema = defineEntity({
  name: 'ServerPlanPool',
  tableName: 'server_plan_pool',
  primaryKeys: ['plan', 'server'],
  properties: {
    plan: () => p.manyToOne(ServerPlan).primary(),
    server: () => p.manyToOne(Server).primary(),
    /** 1 = asked first after the plan's own server. */
    rank: p.integer(),
  },
});

/** A further server that a plan may use when its own has no room. */
export class ServerPlanPool extends ServerPlanPoolSchema.class {}

ServerPlanPoolSchema.setClass(ServerPlanPool);

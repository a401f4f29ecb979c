import { defineEntity, p } from '@mikro-orm/core';
import { instant, minorUnits } from './columns.ts';
import { InvariantViolation } from './errors.ts';
import { careColumns } from './plan-care.ts';
import type { PlanMetrics } from './plan-metrics.ts';
import {
  type ClientTemplate,
  PLAN_TYPES,
  type PlanSettings,
  type PlanType,
  type ProvisionSettings,
} from './provision-settings.ts';
import { bestTarget, type ProvisionTarget } from './provision-target.ts';
import { RENEWAL_RULES, type RenewalRule } from './renewal.ts';
import { Server } from './server.ts';
import { ServerInbound } from './server-inbound.ts';
import { type StarRate, starsFor } from './values/money.ts';
import { fits, roomLeft } from './values/seats.ts';
import { gigabytes } from './values/traffic.ts';

/** Why a plan cannot be bought now; null = it can. */
export type Unavailable =
  | 'inactive'
  | 'not-on-sale'
  | 'out-of-stock'
  | 'server-down'
  | 'server-unhealthy'
  | 'provisioning-off'
  | 'no-capacity'
  | null;

/** What an order froze of a plan. */
type Sold = Pick<ServerPlan, 'concurrentConnections' | 'dataLimitGb' | 'durationDays'>;

/** What admins set by hand, price and place apart. */
export type PlanTerms = {
  type: PlanType;
  name: string;
  description: string | null;
  category: string | null;
  durationDays: number;
  trialDays: number;
  setupFee: bigint;
  dataLimitGb: number | null;
  concurrentConnections: number | null;
  maxClients: number | null;
  renewable: boolean;
  renewalRule: RenewalRule;
  movesPerPeriod: number;
  maxPauseDays: number;
  trafficPacks: string | null;
  extraDevices: string | null;
  autoProvision: boolean;
};

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
    /** Days that anybody may try it for nothing, once; 0 = not offered. */
    trialDays: p.integer().default(0),
    renewable: p.boolean().default(true),
    /** What becomes of the days and the traffic that are left when an access of this plan is renewed. */
    renewalRule: p.enum(RENEWAL_RULES).default('keep'),
    ...careColumns,
    autoProvision: p.boolean().default(true),
    provisionSettings: p.json<PlanSettings>().strictNullable(),
    /** Asked first; null = no preference. */
    preferredInbound: () => p.manyToOne(ServerInbound).strictNullable().deleteRule('set null'),
    /** Seats for sale; null = unlimited, 0 = sold out. */
    maxClients: p.integer().strictNullable(),
    currentClients: p.integer().default(0),
    performanceMetrics: p.json<Partial<PlanMetrics>>().strictNullable(),
    isActive: p.boolean().default(true),
    onSale: p.boolean().default(true),
    sortOrder: p.integer().default(0),
    createdAt: instant(),
    /** Drawn with the screen that made it: a press that is handled twice makes one plan; null = made otherwise. */
    createKey: p.string().unique().strictNullable(),
  },
  checks: [
    {
      name: 'server_plans_seats',
      expression: 'current_clients >= 0 and (max_clients is null or current_clients <= max_clients)',
    },
    { name: 'server_plans_price', expression: 'price_minor >= 0 and setup_fee_minor >= 0' },
    { name: 'server_plans_price_stars', expression: 'price_stars is null or price_stars > 0' },
    { name: 'server_plans_duration', expression: 'duration_days > 0' },
    { name: 'server_plans_trial', expression: 'trial_days >= 0 and trial_days < duration_days' },
    { name: 'server_plans_moves', expression: 'moves_per_period >= 0' },
    { name: 'server_plans_pause', expression: 'max_pause_days >= 0' },
    { name: 'server_plans_data_limit', expression: 'data_limit_gb is null or data_limit_gb > 0' },
  ],
});

/** What a customer chooses and pays for: access on one server, with a quota of its own. */
export class ServerPlan extends ServerPlanSchema.class {
  /**
   * True when the plan's own quota has `quantity` seats left and, where inbounds are given, one of them takes them all.
   * Less than one is never a purchase.
   */
  hasCapacity(quantity = 1, inbounds?: readonly ProvisionTarget[]): boolean {
    if (!fits(quantity, roomLeft(this.maxClients, this.currentClients))) return false;
    return inbounds === undefined || this.getBestInbound(inbounds, quantity) !== null;
  }

  /** Why nobody can buy it now, given the inbounds it may use; null = it can be bought. */
  isAvailable(inbounds: readonly ProvisionTarget[], quantity = 1): Unavailable {
    if (!this.isActive) return 'inactive';
    if (!this.onSale) return 'not-on-sale';
    if (this.hasCapacity(quantity, inbounds)) return null;
    if (!this.hasCapacity(quantity)) return 'out-of-stock';
    if (!this.server.autoProvisioning) return 'provisioning-off';
    if (this.server.isSelling()) return 'no-capacity';
    return this.server.healthStatus === 'offline' ? 'server-down' : 'server-unhealthy';
  }

  /**
   * The preferred inbound if it takes `quantity` more, else the best of the plan's own server, else the best of the
   * others; null when none does. Inbounds whose rules keep this type of plan out are never asked.
   */
  getBestInbound<Target extends ProvisionTarget>(candidates: readonly Target[], quantity = 1): Target | null {
    const open = candidates.filter((each) => each.takesPlanType(this.type));
    const preferred = open.find((each) => each.id === this.preferredInbound?.id);
    if (preferred?.canProvision(quantity)) return preferred;
    const own = open.filter((each) => each.server === this.server);
    const others = open.filter((each) => each.server !== this.server);
    return this.bestOfOwn(own, quantity) ?? bestTarget(others, quantity);
  }

  /**
   * What a client of this plan is made with, later before earlier: no limits, the inbound's template, the plan's
   * settings, what was sold (the plan itself where nothing was). `limitIp` 0 = no limit.
   */
  getProvisioningSettings(template: ClientTemplate | null = null, sold: Sold = this): ProvisionSettings {
    const { limitIp = 0, flow = null } = { ...template, ...this.provisionSettings };
    return {
      limitIp: sold.concurrentConnections ?? limitIp,
      trafficLimit: sold.dataLimitGb === null ? null : gigabytes(BigInt(sold.dataLimitGb)),
      durationDays: sold.durationDays,
      flow,
    };
  }

  /** One more delivery took so many seconds; the row has to be locked, so that none is lost. */
  updatePerformanceMetrics(seconds: number, at: Date): void {
    const { delivered = 0, averageSeconds = 0 } = this.performanceMetrics ?? {};
    this.performanceMetrics = {
      ...this.performanceMetrics,
      delivered: delivered + 1,
      averageSeconds: averageSeconds + (seconds - averageSeconds) / (delivered + 1),
      lastSeconds: seconds,
      updatedAt: at.toISOString(),
    };
  }

  /** Takes over what `parseSettings` has read; null = none. */
  configure(settings: PlanSettings | null): void {
    this.provisionSettings = settings;
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

  /** What an admin set; every value was checked where it was typed. */
  amend(change: Partial<PlanTerms>): void {
    Object.assign(this, change);
  }

  /** From now on new units cost this; what was ordered keeps its price. `priceStars` null = worked out from the price. */
  changePrice(price: bigint, priceStars: number | null): void {
    this.price = price;
    this.priceStars = priceStars;
    this.priceVersion += 1;
  }

  /** Its place in every list, from 1. */
  moveTo(place: number): void {
    this.sortOrder = place;
  }

  /** Asked first; null = no preference. The inbound is one of the plan's own server. */
  prefer(inbound: ServerInbound | null): void {
    this.preferredInbound = inbound;
  }

  /** Its server is deleted: it is never sold again. */
  retire(): void {
    this.isActive = false;
    this.onSale = false;
  }

  hide(): void {
    this.onSale = false;
  }

  show(): void {
    this.onSale = true;
  }

  private bestOfOwn<Target extends ProvisionTarget>(own: readonly Target[], quantity: number): Target | null {
    return this.provisionSettings?.preferDefaultInbound
      ? this.server.getDefaultInbound(own, quantity)
      : this.server.getBestInboundForProvisioning(own, quantity);
  }
}

ServerPlanSchema.setClass(ServerPlan);

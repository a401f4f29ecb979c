import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.ts';
import { InvariantViolation } from './errors.ts';
import { listenerColumns, refusalColumns, saleColumns } from './inbound-columns.ts';
import { MISSING, refusalOf, SWITCHED_OFF } from './inbound-door.ts';
import { factsOf, type InboundSample, type InboundSettings, type SeenInbound } from './inbound-facts.ts';
import { type ClientTemplate, type ProvisioningRules, wantsOwnInbound } from './provision-settings.ts';
import type { ProvisionTarget } from './provision-target.ts';
import { Server } from './server.ts';
import { grownSince } from './traffic-count.ts';
import { fits, type Room, roomLeft } from './values/seats.ts';
import type { Bytes } from './values/traffic.ts';

const VISION = 'xtls-rprx-vision';

const ServerInboundSchema = defineEntity({
  name: 'ServerInbound',
  tableName: 'server_inbounds',
  properties: {
    id: p.integer().primary(),
    server: () => p.manyToOne(Server),
    ...listenerColumns,
    /** Seats for sale; null = the server's `maxClientsPerInbound`. */
    capacity: p.integer().strictNullable(),
    currentClients: p.integer().default(0),
    ...saleColumns,
    ...refusalColumns,
    /** Defaults for clients made here, under the plan's settings and the order's. */
    clientTemplate: p.json<ClientTemplate>().strictNullable(),
    /** Whom it takes; null = everybody. */
    provisioningRules: p.json<ProvisioningRules>().strictNullable(),
    lastSyncedAt: instant().strictNullable(),
    /** A write without an answer may still be at work here until then: what is completed meanwhile is read again. */
    disturbedUntil: instant().strictNullable(),
  },
  uniques: [
    { properties: ['server', 'remoteId'] },
    { properties: ['server'], where: { isDefault: true } },
    { name: 'server_inbounds_one_source', properties: ['server'], where: { kind: 'source' } },
  ],
  checks: [
    {
      name: 'server_inbounds_seats',
      expression: 'current_clients >= 0 and (capacity is null or current_clients <= capacity)',
    },
  ],
});

/** A listener (port + protocol) on a server's panel; the thing clients are created on. */
export class ServerInbound extends ServerInboundSchema.class implements ProvisionTarget {
  /** True when `quantity` more clients may be sold here right now. */
  canProvision(quantity = 1): boolean {
    return (
      this.status === 'active' &&
      this.provisioningEnabled &&
      this.server.canProvision() &&
      !this.hasUsedUpTraffic() &&
      fits(quantity, this.getAvailableCapacity())
    );
  }

  /** Whether it is of the kind that plans of this type are sold on, and its rules let them in. */
  takesPlanType(type: string): boolean {
    if (this.kind !== (wantsOwnInbound(type) ? 'source' : 'shared')) return false;
    return this.provisioningRules?.planTypes?.some((each) => each === type) ?? true;
  }

  /** The flow of a client here; vision only where it works. null = no wish. */
  flowFor(wish: string | null): string {
    return this.protocol === 'vless' && this.flowCapable ? (wish ?? VISION) : '';
  }

  /** Takes over what `parseSettings` has read; null = none. */
  configure(change: { template?: ClientTemplate | null; rules?: ProvisioningRules | null }): void {
    if (change.template !== undefined) this.clientTemplate = change.template;
    if (change.rules !== undefined) this.provisioningRules = change.rules;
  }

  /** Free seats; null = unlimited. */
  getAvailableCapacity(): Room {
    return roomLeft(this.seats(), this.currentClients);
  }

  /** Share of seats taken, 0 to 100; 0 when they are unlimited, 100 when there are none. */
  getCapacityUtilization(): number {
    const seats = this.seats();
    if (seats === null) return 0;
    return seats === 0 ? 100 : Math.min(100, (this.currentClients / seats) * 100);
  }

  /**
   * Takes `quantity` seats; the last one of its own closes the inbound.
   * @throws {InvariantViolation} when fewer are free.
   */
  incrementClients(quantity = 1): void {
    if (!fits(quantity, this.getAvailableCapacity())) {
      throw new InvariantViolation(`inbound ${this.id}: no room for ${quantity}`);
    }
    this.currentClients += quantity;
    if (this.status === 'active' && this.currentClients === this.capacity) this.status = 'full';
  }

  /**
   * Gives one seat back and opens an inbound that was full. Only a unit's own step calls it
   * (`OrderServerClient.cancel`): a seat freed for any other reason belongs to somebody who paid.
   * @throws {InvariantViolation} when no seat is taken.
   */
  decrementClients(): void {
    if (this.currentClients === 0) throw new InvariantViolation(`inbound ${this.id}: no seat to free`);
    this.currentClients -= 1;
    if (this.status === 'full') this.status = 'active';
  }

  /**
   * Records the panel's running total and answers what was used since the last one; nothing where somebody set it back.
   * A late, older report changes nothing: null.
   */
  updateTrafficStats(total: Bytes, at: Date): Bytes | null {
    if (this.lastSyncedAt && at < this.lastSyncedAt) return null;
    const grown = grownSince(this.trafficUsed, total);
    this.trafficUsed = total;
    this.lastSyncedAt = at;
    return grown;
  }

  /**
   * Takes over what the panel says of this inbound; what cannot be sold right is closed with the reason. true = there
   * is something new but traffic.
   */
  syncWithRemote(seen: SeenInbound, at: Date): boolean {
    const before = factsOf(this);
    this.cipher = seen.cipher;
    if (this.kind !== 'dedicated') this.remark = seen.remark; // by its name the shop finds what it made
    this.protocol = seen.protocol;
    this.port = seen.port;
    this.network = seen.network;
    this.security = seen.security;
    this.flowCapable = seen.flowCapable;
    this.updateTrafficStats(seen.used, at);
    const closed = seen.enable ? (seen.notSellable ?? refusalOf(this)) : SWITCHED_OFF;
    if (closed !== null) this.close(closed);
    else if (this.status === 'inactive' || this.status === 'error') this.open();
    return factsOf(this) !== before;
  }

  /** The panel no longer lists it; the row stays, because clients may hang on it. true = it was there before. */
  markMissing(): boolean {
    if (this.status === 'error' && this.statusMessage === MISSING) return false;
    this.markBroken(MISSING);
    return true;
  }

  /** Keeps what was measured, without losing what else is known. */
  updatePerformanceMetrics(sample: InboundSample, at: Date): void {
    this.performanceMetrics = { ...this.performanceMetrics, ...sample, updatedAt: at.toISOString() };
  }

  /** Not for sale until a sync finds it right; clients on it go on. */
  close(reason: string): void {
    this.status = 'inactive';
    this.statusMessage = reason;
  }

  /** Something is wrong with it on the panel; clients on it may be cut off. */
  markBroken(reason: string): void {
    this.status = 'error';
    this.statusMessage = reason;
  }

  /** No new clients here; those on it go on. */
  stopProvisioning(): void {
    this.provisioningEnabled = false;
  }

  /** Ties between equal inbounds go to it; one per server, which the schema enforces. */
  makeDefault(): void {
    this.isDefault = true;
  }

  /** Another one of its server takes its place. */
  yieldDefault(): void {
    this.isDefault = false;
  }

  /** What an admin set; every value was checked where it was typed. */
  amend(change: Partial<InboundSettings>): void {
    Object.assign(this, change);
  }

  /**
   * Seats of its own, null = as many as the server allows; a full inbound opens where there is room now, an open one
   * closes where there is none. @throws {InvariantViolation} when more are taken.
   */
  setCapacity(capacity: number | null): void {
    if (capacity !== null && capacity < this.currentClients) {
      throw new InvariantViolation(`inbound ${this.id}: ${this.currentClients} seats are taken`);
    }
    this.capacity = capacity;
    if (this.status === 'active' || this.status === 'full') {
      this.status = capacity === this.currentClients ? 'full' : 'active';
    }
  }

  /** The panel has it under this number. */
  settleAt(remoteId: number): void {
    this.remoteId = remoteId;
  }

  /** The panel does not have it: its number there may be given to another one. */
  leavePanel(): void {
    this.remoteId = -this.id;
  }

  isOnPanel(): boolean {
    return this.remoteId > 0;
  }

  /** Another port than was chosen first: somebody took that one meanwhile. */
  listenOn(port: number): void {
    this.port = port;
  }

  /** The core was seen running after a write here. */
  markCoreChecked(at: Date): void {
    this.coreCheckedAt = at;
  }

  /** A write here got no answer: what is completed until `until` is looked at once more then. */
  markDisturbed(until: Date): void {
    this.disturbedUntil = until;
  }

  /** Only its seats keep it out of sale. */
  open(): void {
    this.status = this.getAvailableCapacity() === 0 && this.capacity !== null ? 'full' : 'active';
    this.statusMessage = null;
  }

  private seats(): number | null {
    return this.capacity ?? this.server.maxClientsPerInbound;
  }

  /** No more is sold here until the panel's counter is set back or the limit is raised. */
  hasUsedUpTraffic(): boolean {
    return this.trafficLimit !== null && this.trafficUsed >= this.trafficLimit;
  }
}

ServerInboundSchema.setClass(ServerInbound);

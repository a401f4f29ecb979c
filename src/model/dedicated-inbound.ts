import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.ts';
import { OrderServerClient } from './order-server-client.ts';
import { ServerInbound } from './server-inbound.ts';

const DEDICATED_STATES = ['planned', 'made', 'removing', 'removed'] as const;

const DedicatedInboundSchema = defineEntity({
  name: 'DedicatedInbound',
  tableName: 'dedicated_inbounds',
  properties: {
    inbound: () => p.oneToOne(ServerInbound).primary(),
    /** Whose it is. */
    unit: () => p.manyToOne(OrderServerClient),
    /** `planned` = chosen, the panel may have it or not; `made` = the panel has it; `removing` = the panel is to lose it. */
    state: p.enum(DEDICATED_STATES).default('planned'),
    /** The site that it poses as. */
    serverName: p.string().length(253),
    shortId: p.string().length(16),
    publicKey: p.string().length(64),
    /** Sealed; empty once it is removed. */
    privateKey: p.text().hidden(),
    /** When the lane removes it, or looks once more; null = nothing to do. */
    dueAt: instant().strictNullable(),
    looks: p.integer().default(0),
    /** When the panel last said that it is gone. */
    clearedAt: instant().strictNullable(),
    createdAt: instant(),
  },
  indexes: [{ properties: ['dueAt'], where: 'due_at is not null' }, { properties: ['unit'] }],
});

/** Looks at a panel that has lost it: once when it is removed, once a minute later for what finished late. */
const LOOKS = 2;

/**
 * An inbound that is made for one customer. Port, name and keys are stored before the panel hears of it, so that after a
 * crash it is found there and adopted; the row stays, so that one which appears late is removed too.
 */
export class DedicatedInbound extends DedicatedInboundSchema.class {
  /** The panel is still to have it. */
  isLiving(): boolean {
    return this.state === 'planned' || this.state === 'made';
  }

  /** The panel has it under this number. */
  markMade(remoteId: number): void {
    this.state = 'made';
    this.inbound.settleAt(remoteId);
  }

  /** Nobody is to use it any more. */
  abandon(at: Date): void {
    if (!this.isLiving()) return;
    this.state = 'removing';
    this.dueAt = at;
  }

  /** The panel does not have it; `lookAgainAt` counts while looks are left. */
  markGone(at: Date, lookAgainAt: Date): void {
    this.state = 'removed';
    this.privateKey = '';
    this.clearedAt = at;
    this.looks += 1;
    this.dueAt = this.looks < LOOKS ? lookAgainAt : null;
    this.inbound.leavePanel();
  }

  postpone(until: Date): void {
    this.dueAt = until;
  }
}

DedicatedInboundSchema.setClass(DedicatedInbound);

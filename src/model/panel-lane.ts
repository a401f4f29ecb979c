import { defineEntity, p } from '@mikro-orm/core';
import { databaseTime, instant } from './columns.ts';
import { Server } from './server.ts';

const PanelLaneSchema = defineEntity({
  name: 'PanelLane',
  tableName: 'panel_lanes',
  properties: {
    server: () => p.oneToOne(Server).primary(),
    holder: p.string().strictNullable(),
    /** The fence: every write of a lane carries it. */
    leaseNo: p.integer().default(0),
    leaseUntil: databaseTime().strictNullable(),
    /** Until then a write that got no answer may still be at work on the panel. */
    quietUntil: databaseTime().strictNullable(),
  },
});

/** The single writer of one panel, over all processes (DESIGN 4a). */
export class PanelLane extends PanelLaneSchema.class {}

PanelLaneSchema.setClass(PanelLane);

const TombstoneSchema = defineEntity({
  name: 'Tombstone',
  tableName: 'tombstones',
  properties: {
    id: p.integer().primary(),
    server: () => p.manyToOne(Server),
    email: p.string(),
    /** When the lane deletes, or looks once more; null = cleared. The row stays. */
    dueAt: instant().strictNullable(),
    /** When the panel last said that the client is gone. */
    clearedAt: instant().strictNullable(),
    looks: p.integer().default(0),
    createdAt: instant(),
  },
  uniques: [{ properties: ['server', 'email'] }],
  indexes: [{ properties: ['server', 'dueAt'], where: 'due_at is not null' }],
});

/** An abandoned placement that may still appear on a panel: whatever turns up under it is removed. */
export class Tombstone extends TombstoneSchema.class {
  /** The panel does not hold the client; `lookAgainAt` null = this was the last look. */
  markCleared(at: Date, lookAgainAt: Date | null): void {
    this.clearedAt = at;
    this.looks += 1;
    this.dueAt = lookAgainAt;
  }

  postpone(until: Date): void {
    this.dueAt = until;
  }
}

TombstoneSchema.setClass(Tombstone);

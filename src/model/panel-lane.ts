import { defineEntity, p } from '@mikro-orm/core';
import { databaseTime, instant } from './columns.ts';
import {
  ANSWERS_TO_CLOSE,
  BREAKER_WINDOW,
  breakerColumns,
  counted,
  isMostlySilent,
  MOST_SILENCES,
  openFor,
  repeatAt,
} from './panel-breaker.ts';
import { Server } from './server.ts';
import { later, type Period } from './values/period.ts';

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
    ...breakerColumns,
  },
  checks: [
    {
      name: 'panel_lanes_open_breaker_ends',
      expression: "(breaker_state = 'open') = (breaker_until is not null)",
    },
  ],
});

/** The single writer of one panel, over all processes (DESIGN 4a), and its breaker; `window` = over which calls are counted. */
export class PanelLane extends PanelLaneSchema.class {
  /** The panel answered so many calls; enough answers close a breaker that let one read through. */
  noteAnswer(at: Date, window: Period = BREAKER_WINDOW, calls = 1): void {
    this.recentCalls = counted(this.recentCalls, { calls }, { at, window });
    this.breakerSilences = 0;
    this.silentSince = null;
    if (this.breakerState !== 'half-open') return;
    this.breakerAnswers += calls;
    if (this.breakerAnswers >= ANSWERS_TO_CLOSE) this.closeBreaker();
  }

  /** A call got no answer. true = the breaker opens for it. */
  noteSilence(at: Date, window: Period = BREAKER_WINDOW): boolean {
    this.recentCalls = counted(this.recentCalls, { calls: 1, silences: 1 }, { at, window });
    this.breakerSilences += 1;
    this.silentSince ??= at;
    if (this.breakerState === 'open' || !this.hasEnough()) return false;
    this.openBreaker(at, window);
    return true;
  }

  /** Nobody asks the panel for a while, for twice as long each time. */
  openBreaker(at: Date, window: Period = BREAKER_WINDOW): void {
    this.breakerState = 'open';
    this.breakerOpenings += 1;
    this.breakerUntil = later(at, openFor(this.breakerOpenings, window));
    this.breakerAnswers = 0;
    this.silentSince ??= at;
  }

  /** A read got through: one write after the other may follow. Does nothing unless it is open. */
  halfOpenBreaker(): void {
    if (this.breakerState !== 'open') return;
    this.breakerState = 'half-open';
    this.breakerUntil = null;
    this.breakerSilences = 0;
    this.breakerAnswers = 1;
    this.silentSince = null;
  }

  /** The panel is not to be asked now. */
  isBroken(now: Date): boolean {
    return this.breakerUntil !== null && now < this.breakerUntil;
  }

  noteWrite(at: Date, window: Period = BREAKER_WINDOW): void {
    this.recentCalls = counted(this.recentCalls, { writes: 1 }, { at, window });
  }

  /** A write is about to be repeated. Answers when it may be; null = now, and it counts. */
  takeRepeat(at: Date, window: Period = BREAKER_WINDOW): Date | null {
    const until = repeatAt(this.recentCalls, { at, window });
    if (until === null) this.recentCalls = counted(this.recentCalls, { repeats: 1 }, { at, window });
    return until;
  }

  private hasEnough(): boolean {
    if (this.breakerState === 'half-open' || this.breakerSilences >= MOST_SILENCES) return true;
    return isMostlySilent(this.recentCalls ?? []);
  }

  private closeBreaker(): void {
    this.breakerState = 'closed';
    this.breakerOpenings = 0;
    this.breakerAnswers = 0;
  }
}

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

import { defineEntity, p } from '@mikro-orm/core';
import { databaseTime, instant } from './columns.ts';
import { Server } from './server.ts';

const LifecycleRunSchema = defineEntity({
  name: 'LifecycleRun',
  tableName: 'lifecycle_runs',
  properties: {
    id: p.bigint('number').primary(),
    operation: p.string(),
    /** Who had it done: `schedule` or `hand`. */
    cause: p.string(),
    startedAt: instant(),
    /** How long it took. */
    ms: p.integer(),
    /** Clients, or servers where traffic was counted. */
    processed: p.integer(),
    ok: p.integer(),
    /** One line for each that failed, without secrets; at most 50. */
    errors: p.json<string[]>(),
  },
  indexes: [{ properties: ['startedAt'] }],
});

/** What one run of the lifecycle did. */
export class LifecycleRun extends LifecycleRunSchema.class {}

LifecycleRunSchema.setClass(LifecycleRun);

const TrafficTurnSchema = defineEntity({
  name: 'TrafficTurn',
  tableName: 'traffic_turns',
  properties: {
    server: () => p.oneToOne(Server).primary().deleteRule('cascade'),
    turnNo: p.integer().default(0),
    /** Until then one process asks this server; null = nobody does. */
    heldUntil: databaseTime().strictNullable(),
    /** Business time of the last whole count; null = never. */
    countedAt: instant().strictNullable(),
  },
});

/** Who counts the traffic of a server: one at a time in the whole cluster (SPEC 126). */
export class TrafficTurn extends TrafficTurnSchema.class {}

TrafficTurnSchema.setClass(TrafficTurn);

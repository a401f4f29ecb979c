import { defineEntity, p } from '@mikro-orm/core';
import { databaseTime } from './columns.ts';

const ChoreRunSchema = defineEntity({
  name: 'ChoreRun',
  tableName: 'chore_runs',
  properties: {
    name: p.string().primary(),
    holder: p.string().strictNullable(),
    leaseNo: p.integer().default(0),
    leaseUntil: databaseTime().strictNullable(),
    startedAt: databaseTime(),
  },
});

/** A chore that time starts: done by one process at a time, however many schedulers there are (RELIABILITY C4, 81). */
export class ChoreRun extends ChoreRunSchema.class {}

ChoreRunSchema.setClass(ChoreRun);

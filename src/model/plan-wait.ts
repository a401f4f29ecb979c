import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.ts';
import { Customer } from './customer.ts';
import { ServerPlan } from './server-plan.ts';

const PlanWaitSchema = defineEntity({
  name: 'PlanWait',
  tableName: 'plan_waits',
  properties: {
    customer: () => p.manyToOne(Customer).primary(),
    plan: () => p.manyToOne(ServerPlan).primary(),
    askedAt: instant(),
  },
  indexes: [{ properties: ['plan', 'askedAt'] }],
});

/** That somebody wants to be told once when a plan can be bought again; gone with the word. */
export class PlanWait extends PlanWaitSchema.class {}

PlanWaitSchema.setClass(PlanWait);

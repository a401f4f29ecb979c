import { defineEntity, p } from '@mikro-orm/core';
import { Server } from './server.ts';
import { ServerPlan } from './server-plan.ts';

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

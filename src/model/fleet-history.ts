import { defineEntity, p } from '@mikro-orm/core';
import { byteCount, instant } from './columns.ts';
import { Server } from './server.ts';
import { ServerInbound } from './server-inbound.ts';

const ServerCheckSchema = defineEntity({
  name: 'ServerCheck',
  tableName: 'server_checks',
  properties: {
    id: p.bigint('number').primary(),
    server: () => p.manyToOne(Server),
    at: instant(),
    /** `refused` = the panel answers, and will not let the shop work, or its core does not run. */
    outcome: p.enum(['answered', 'silent', 'refused'] as const),
    /** How long the panel took; null = it did not answer as it should. */
    ms: p.integer().strictNullable(),
  },
  indexes: [{ properties: ['server', 'at'] }],
  checks: [{ name: 'server_checks_ms', expression: "(outcome = 'answered') = (ms is not null)" }],
});

/** One look at a server: latency and uptime are worked out from these. */
export class ServerCheck extends ServerCheckSchema.class {}

ServerCheckSchema.setClass(ServerCheck);

const InboundTrafficSampleSchema = defineEntity({
  name: 'InboundTrafficSample',
  tableName: 'inbound_traffic_samples',
  properties: {
    id: p.bigint('number').primary(),
    inbound: () => p.manyToOne(ServerInbound),
    at: instant(),
    /** The panel's running total. */
    total: byteCount().fieldName('total_bytes'),
    /** What was used since the sample before. */
    delta: byteCount().fieldName('delta_bytes'),
  },
  indexes: [{ properties: ['inbound', 'at'] }],
  checks: [{ name: 'inbound_traffic_samples_sizes', expression: 'total_bytes >= 0 and delta_bytes >= 0' }],
});

/** The traffic of an inbound, look by look. */
export class InboundTrafficSample extends InboundTrafficSampleSchema.class {}

InboundTrafficSampleSchema.setClass(InboundTrafficSample);

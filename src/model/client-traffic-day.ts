import { defineEntity, p } from '@mikro-orm/core';
import { byteCount } from './columns.ts';
import { ServerClient } from './server-client.ts';

const ClientTrafficDaySchema = defineEntity({
  name: 'ClientTrafficDay',
  tableName: 'client_traffic_days',
  primaryKeys: ['client', 'day'],
  properties: {
    client: () => p.manyToOne(ServerClient).primary().deleteRule('cascade'),
    /** Of UTC. */
    day: p.date().primary(),
    bytes: byteCount(),
  },
  indexes: [{ properties: ['day'] }],
  checks: [{ name: 'client_traffic_days_bytes', expression: 'bytes >= 0' }],
});

/** What a client used on one day: its panel's counter tells only the sum. */
export class ClientTrafficDay extends ClientTrafficDaySchema.class {}

ClientTrafficDaySchema.setClass(ClientTrafficDay);

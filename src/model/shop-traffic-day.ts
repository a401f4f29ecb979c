import { defineEntity, p } from '@mikro-orm/core';
import { byteCount } from './columns.ts';

const ShopTrafficDaySchema = defineEntity({
  name: 'ShopTrafficDay',
  tableName: 'shop_traffic_days',
  properties: {
    /** UTC. */
    day: p.date().primary(),
    bytes: byteCount(),
  },
  checks: [{ name: 'shop_traffic_days_bytes', expression: 'bytes >= 0' }],
});

/** What all clients together used on a day that is over: the sum of their own days, of which there are too many to add up each time. */
export class ShopTrafficDay extends ShopTrafficDaySchema.class {}

ShopTrafficDaySchema.setClass(ShopTrafficDay);

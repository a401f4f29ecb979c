import { defineEntity, p } from '@mikro-orm/core';
import { instant, telegramId } from './columns.ts';

const ShopSettingSchema = defineEntity({
  name: 'ShopSetting',
  tableName: 'shop_settings',
  properties: {
    /** `maintenance` … */
    key: p.string().primary(),
    value: p.json<Record<string, unknown>>(),
    changedAt: instant(),
    /** Telegram id of the admin. */
    changedBy: telegramId(),
  },
});

/** What owners set while the shop runs; every process reads it anew, so it holds in all of them at once. */
export class ShopSetting extends ShopSettingSchema.class {}

ShopSettingSchema.setClass(ShopSetting);

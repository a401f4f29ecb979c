import { defineEntity, p } from '@mikro-orm/core';
import { instant } from './columns.ts';

const ShopMarkSchema = defineEntity({
  name: 'ShopMark',
  tableName: 'shop_marks',
  properties: {
    /** Always 1: a database is one shop. */
    id: p.integer().primary(),
    /** Set at the first start; a shop of the other kind refuses the database. */
    kind: p.enum(['live', 'sandbox'] as const),
    /** Four characters of base32 that tell this shop's clients from another's on the same panel. */
    shop4: p.string().length(4),
    createdAt: instant(),
  },
  checks: [{ name: 'shop_marks_single', expression: 'id = 1' }],
});

/** Who this database is. */
export class ShopMark extends ShopMarkSchema.class {}

ShopMarkSchema.setClass(ShopMark);

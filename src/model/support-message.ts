import { defineEntity, p } from '@mikro-orm/core';
import { instant, telegramId } from './columns.ts';
import { Customer } from './customer.ts';

const SupportMessageSchema = defineEntity({
  name: 'SupportMessage',
  tableName: 'support_messages',
  properties: {
    id: p.integer().primary(),
    /** Whose talk with the shop this belongs to. */
    customer: () => p.manyToOne(Customer),
    /** Who of the staff wrote it; null = the customer did. */
    staffId: telegramId().strictNullable(),
    /** As it was typed, at most 4,096 characters. */
    text: p.text(),
    createdAt: instant(),
  },
  indexes: [{ properties: ['customer', 'createdAt'] }],
});

/** One message between a customer and the shop's staff. */
export class SupportMessage extends SupportMessageSchema.class {}

SupportMessageSchema.setClass(SupportMessage);

import { defineEntity, p } from '@mikro-orm/core';
import { instant, telegramId } from './columns.ts';

/** Nobody of the staff: the shop followed what Telegram's ledger tells. No person has this id. */
export const TELEGRAMS_LEDGER = 0;

const AuditEntrySchema = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit_log',
  properties: {
    id: p.integer().primary(),
    /** Telegram id of the admin; `TELEGRAMS_LEDGER` = nobody. */
    actorId: telegramId(),
    /** `server.add`, `plan.create`, `order.refund` … */
    action: p.string(),
    target: p.string(),
    before: p.json<Record<string, unknown>>().strictNullable(),
    after: p.json<Record<string, unknown>>().strictNullable(),
    at: instant(),
  },
  indexes: [{ properties: ['at'] }],
});

/** Who did what; append-only, which the schema enforces. */
export class AuditEntry extends AuditEntrySchema.class {}

AuditEntrySchema.setClass(AuditEntry);

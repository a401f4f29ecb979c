import type { EntityManager } from '@mikro-orm/core';
import { AuditEntry } from '../../model/audit-entry.ts';

/** What an admin did; `before` and `after` hold no secret. */
export type Act = {
  actorId: number;
  action: string;
  target: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
};

/** Writes an admin's act into the audit log, in the transaction that did it. */
export function audit(em: EntityManager, act: Act, at: Date): void {
  em.create(AuditEntry, { ...act, before: act.before ?? null, after: act.after ?? null, at });
}

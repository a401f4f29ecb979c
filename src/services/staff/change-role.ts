import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../model/customer.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import type { StaffRole } from '../../model/role.ts';
import { WizardState } from '../../model/telegram.ts';
import { audit } from '../messages/audit.ts';
import { queueMessage } from '../messages/queue-message.ts';
import type { StaffNeeds } from './needs.ts';

/** `role` null = no role any more; `undoes` = the entry of the audit log that is taken back by this. */
export type RoleChange = { customerId: number; role: StaffRole | null; actorId: number; undoes?: number };
export type RoleNotChanged = { code: 'owner-stays' | 'person-unknown' | 'role-same' };

/**
 * Gives or takes a role: audited, the person is told, and what the person was typing for the old role is thrown away.
 * Owners stand in the configuration and are refused, so nobody locks himself out.
 */
export async function changeRole(
  needs: StaffNeeds,
  em: SqlEntityManager,
  change: RoleChange,
): Promise<Result<{ role: StaffRole | null }, RoleNotChanged>> {
  const { customerId, role, actorId, undoes } = change;
  if (needs.shop.ownerIds.includes(customerId)) return refuse({ code: 'owner-stays' });
  const person = await em.findOne(Customer, customerId, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!person) return refuse({ code: 'person-unknown' });
  const before = person.staffRole;
  if (before === role) return refuse({ code: 'role-same' });

  const now = needs.clock.now();
  person.setStaffRole(role);
  const after = { role, ...(undoes !== undefined && { undoes }) };
  const target = `customer:${customerId}`;
  audit(em, { actorId, action: 'staff.role', target, before: { role: before }, after }, now);
  await em.flush();
  await em.nativeDelete(WizardState, { key: `${customerId}:${customerId}` });
  const key = `role-changed:${customerId}:${now.getTime()}`;
  await queueMessage(
    em,
    { shop: needs.shop, now },
    { chatId: customerId, kind: 'role-changed', data: { role }, key },
  );
  return ok({ role });
}

import type { Composer } from 'grammy';
import { STAFF_ROLES, type StaffRole } from '../../model/role.ts';
import { onTap } from '../on-tap.ts';
import { setMenu } from '../register-commands.ts';
import type { ShopContext } from '../shop-context.ts';
import { alertTap, answerTap } from '../show.ts';
import type { AdminNeeds } from './admin-needs.ts';
import { type At, actorOf, showStaff, turnTo } from './show-staff.ts';
import { roleSureCard, staffCard, staffPersonCard } from './staff-cards.ts';

type Meant = { customerId: number; role: string };

/** /staff, for owners: who may do what, given and taken by buttons, each asked once more. */
export function staffScreens(admin: Composer<ShopContext>, needs: AdminNeeds): void {
  admin.command('staff', (ctx) => showRoles({ ctx, needs }));
  onTap(admin, 'staff', async (ctx) => {
    await answerTap(ctx);
    await showRoles({ ctx, needs });
  });
  onTap(admin, 'staff-person', (ctx, { customerId }) => showPerson({ ctx, needs }, customerId));
  onTap(admin, 'staff-set', (ctx, meant) => askRole({ ctx, needs }, meant));
  onTap(admin, 'staff-set-yes', (ctx, meant) => setRole({ ctx, needs }, meant));
}

/** Who may do what. */
export async function showRoles(at: At): Promise<void> {
  await showStaff(at, staffCard(at.ctx.t, await at.needs.services.staff.staff()));
}

async function showPerson(at: At, customerId: number): Promise<void> {
  const person = await at.needs.services.staff.person(customerId);
  if (person) return turnTo(at, staffPersonCard(at.ctx.t, person));
  await refuse(at, 'person-unknown');
}

async function askRole(at: At, { customerId, role }: Meant): Promise<void> {
  const person = await at.needs.services.staff.person(customerId);
  const meant = roleOf(role);
  if (!person || meant === undefined) return refuse(at, 'person-unknown');
  if (person.role === 'owner') return refuse(at, 'owner-stays');
  await turnTo(at, roleSureCard(at.ctx.t, person, meant ?? 'customer'));
}

/** Telegram's menu follows the role, also where the press is handed in twice. */
async function setRole(at: At, { customerId, role }: Meant): Promise<void> {
  const { ctx, needs } = at;
  const meant = roleOf(role);
  if (meant === undefined) return refuse(at, 'person-unknown');
  const answer = await needs.services.staff.setRole({ customerId, role: meant, actorId: actorOf(at) });
  if (!answer.ok && answer.refusal.code !== 'role-same') return refuse(at, answer.refusal.code);
  await setMenu({ ...needs, api: ctx.api }, { customerId, role: meant ?? 'customer' });
  await answerTap(ctx, ctx.t(answer.ok ? 'staff-changed' : 'refusal-role-same'));
  await showRoles(at);
}

async function refuse(at: At, code: 'person-unknown' | 'owner-stays'): Promise<void> {
  await alertTap(at.ctx, at.ctx.t(`refusal-${code}`));
  await showRoles(at);
}

/** null = no role; undefined = a role that there is not. */
function roleOf(word: string): StaffRole | null | undefined {
  return word === 'customer' ? null : STAFF_ROLES.find((role) => role === word);
}

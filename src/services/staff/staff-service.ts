import { sql } from '@mikro-orm/core';
import { Customer } from '../../model/customer.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { ROLES } from '../../model/role.ts';
import { changeRole, type RoleChange, type RoleNotChanged } from './change-role.ts';
import { MaintenanceDesk } from './maintenance-desk.ts';
import type { StaffNeeds } from './needs.ts';
import { UndeliveredDesk } from './undelivered-desk.ts';
import type { StaffView } from './views.ts';

/** Who may do what in the shop. */
export class StaffService {
  readonly maintenance: MaintenanceDesk;
  readonly undelivered: UndeliveredDesk;
  private readonly needs: StaffNeeds;

  constructor(needs: StaffNeeds) {
    this.needs = needs;
    this.maintenance = new MaintenanceDesk(needs);
    this.undelivered = new UndeliveredDesk(needs);
  }

  /** Owners first, then by role; within a role by id. */
  async staff(): Promise<StaffView[]> {
    const { work, shop } = this.needs;
    const where = { $or: [{ staffRole: { $ne: null } }, { id: { $in: [...shop.ownerIds] } }] };
    const known = await work.read().find(Customer, where, { orderBy: { id: 'asc' } });
    const strangers = shop.ownerIds.filter((id) => !known.some((person) => person.id === id));
    const views = [...strangers.map(ownerNotMet), ...known.map((person) => this.viewOf(person))];
    return views.sort((a, b) => ROLES.indexOf(b.role) - ROLES.indexOf(a.role));
  }

  /** Whoever acted as staff before and is not of it now, such as an owner whose id is out of the settings. */
  async formerStaff(): Promise<number[]> {
    const { work, shop } = this.needs;
    const rows = await work.read().execute<{ id: string }[]>(sql`
      select distinct entry.actor_id::text as id
        from audit_log entry join customers person on person.id = entry.actor_id
       where split_part(entry.action, '.', 1) in ('server', 'inbound', 'plan', 'staff', 'shop', 'customer')
         and person.staff_role is null`);
    return rows.map(({ id }) => Number(id)).filter((id) => !shop.ownerIds.includes(id));
  }

  /** null = nobody with this id has pressed Start. */
  async person(customerId: number): Promise<StaffView | null> {
    const person = await this.needs.work.read().findOne(Customer, customerId);
    return person && this.viewOf(person);
  }

  /**
   * Finds who is meant by a Telegram id or `@username`, among those who have pressed Start. Usernames change hands
   * (RELIABILITY D4): where the shop knows two of one, only the id will do.
   */
  async find(text: string): Promise<Result<StaffView, { code: 'person-unknown' | 'person-ambiguous' }>> {
    const typed = text.trim();
    const id = /^[0-9]{1,15}$/.test(typed) ? Number(typed) : null;
    const username = typed.replace(/^@/, '').toLowerCase();
    const em = this.needs.work.read();
    const rows =
      id === null
        ? await em.execute<{ id: string }[]>('select id from customers where lower(username) = ? limit 2', [
            username,
          ])
        : [{ id: String(id) }];
    const [first, second] = rows;
    if (second) return refuse({ code: 'person-ambiguous' });
    const person = first ? await this.person(Number(first.id)) : null;
    return person ? ok(person) : refuse({ code: 'person-unknown' });
  }

  /** Gives a role, another one, or (null) none; the person is told. */
  async setRole(
    change: Omit<RoleChange, 'undoes'>,
  ): Promise<Result<{ role: RoleChange['role'] }, RoleNotChanged>> {
    const { customerId, role, actorId } = change;
    const answer = await this.needs.work.run((em) =>
      changeRole(this.needs, em, { customerId, role, actorId }),
    );
    if (answer.ok) this.needs.wakes.sender();
    return answer;
  }

  private viewOf(person: Customer): StaffView {
    const { id, name, username } = person;
    return { customerId: id, name, username, role: person.role(this.needs.shop.ownerIds) };
  }
}

const ownerNotMet = (customerId: number): StaffView => ({
  customerId,
  name: null,
  username: null,
  role: 'owner',
});

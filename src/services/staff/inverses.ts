import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { AuditEntry } from '../../model/audit-entry.ts';
import { Customer } from '../../model/customer.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { STAFF_ROLES, type StaffRole } from '../../model/role.ts';
import { Server } from '../../model/server.ts';
import { ServerClient } from '../../model/server-client.ts';
import { DRIFT_POLICIES } from '../../model/server-columns.ts';
import { treatEdits } from '../../model/server-drift.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { maintenanceOf } from '../lanes/maintenance.ts';
import { audit } from '../messages/audit.ts';
import { tellUnbound } from '../messages/tell-unbound.ts';
import { unbindClient } from '../seats/unbind-client.ts';
import { changeRole } from './change-role.ts';
import type { AuditNeeds } from './needs.ts';
import { isSo, setMaintenance, type Wanted } from './set-maintenance.ts';
import { lockDeliveries, suspendCustomer, unsuspendCustomer } from './suspend-customer.ts';

/** `undo-…` = what was before does not fit any more. */
export type NotUndone = {
  code: 'not-undoable' | 'changed-since' | 'undo-below-taken' | 'undo-too-many-stars';
};

type Taken = { entry: AuditEntry; actorId: number };
/** The servers whose panels have to hear of it. */
type Woken = Result<readonly number[], { code: string }>;

/** How one kind of act is taken back. */
type Inverse = {
  /** Roles, and whether the shop is open, are the owners' business alone. */
  isRole: boolean;
  /** Holds the rows that `stands` looks at, in the order in which every step locks them. */
  lock(em: SqlEntityManager, id: number): Promise<unknown>;
  /** Whether things are as the act left them. */
  stands(em: SqlEntityManager, entry: AuditEntry, needs: AuditNeeds): Promise<boolean>;
  takeBack(needs: AuditNeeds, em: SqlEntityManager, taken: Taken): Promise<Woken>;
};

function lockCustomer(em: SqlEntityManager, id: number): Promise<unknown> {
  return em.execute(sql`select id from customers where id = ${id} for no key update`);
}

const planOnSale: Inverse = {
  isRole: false,
  lock: (em, id) => em.execute(sql`select id from server_plans where id = ${id} for no key update`),
  stands: async (em, { target, after }) => (await planOf(em, target))?.onSale === after?.onSale,
  takeBack: async (needs, em, { entry, actorId }) => {
    const plan = await planOf(em, entry.target);
    if (!plan) return refuse({ code: 'changed-since' });
    const before = { onSale: plan.onSale };
    if (plan.onSale) plan.hide();
    else plan.show();
    const after = { onSale: plan.onSale, undoes: entry.id };
    audit(em, { actorId, action: entry.action, target: entry.target, before, after }, needs.clock.now());
    await em.flush();
    return ok([]);
  },
};

const staffRole: Inverse = {
  isRole: true,
  lock: lockCustomer,
  stands: async (em, { target, after }) => (await customerOf(em, target))?.staffRole === after?.role,
  takeBack: async (needs, em, { entry, actorId }) => {
    const role = roleOf(entry.before?.role);
    const change = { customerId: idOf(entry.target), role, actorId, undoes: entry.id };
    const changed = await changeRole(needs, em, change);
    return changed.ok ? ok([]) : changed;
  },
};

const suspension = (step: typeof suspendCustomer): Inverse => ({
  isRole: false,
  lock: async (em, id) => {
    await lockDeliveries(em, id);
    await lockCustomer(em, id);
  },
  stands: async (em, { target, after }) => {
    const customer = await customerOf(em, target);
    return customer !== null && (customer.suspendedAt !== null) === after?.suspended;
  },
  takeBack: async (needs, em, { entry, actorId }) => {
    const done = await step(needs, em, { customerId: idOf(entry.target), actorId, undoes: entry.id });
    return done.ok ? ok(done.value.servers) : done;
  },
});

const edited = (of: 'server' | 'inbound' | 'plan'): Inverse => ({
  isRole: false,
  lock: (em, id) => em.execute(LOCK_OF[of](id)),
  stands: (em, entry, { edits }) => edits.stands(em, pastEdit(of, entry)),
  takeBack: async ({ edits }, em, { entry, actorId }) => {
    const answer = await edits.takeBack(em, { edit: pastEdit(of, entry), actorId, undoes: entry.id });
    return answer.ok ? ok([]) : answer;
  },
});

const driftPolicy: Inverse = {
  isRole: false,
  lock: (em, id) => em.execute(LOCK_OF.server(id)),
  stands: async (em, { target, after }) => {
    const server = await em.findOne(Server, { id: idOf(target), retiredAt: null });
    return server !== null && server.driftPolicy === after?.policy;
  },
  takeBack: async ({ clock }, em, { entry, actorId }) => {
    const server = await em.findOneOrFail(Server, idOf(entry.target));
    const before = { policy: server.driftPolicy };
    const policy = DRIFT_POLICIES.find((each) => each === entry.before?.policy) ?? 'ours';
    treatEdits(server, policy);
    const after = { policy, undoes: entry.id };
    audit(em, { actorId, action: 'server.edits', target: entry.target, before, after }, clock.now());
    await em.flush();
    return ok([]);
  },
};

const LOCK_OF = {
  server: (id: number) => sql`select id from servers where id = ${id} for update`,
  inbound: (id: number) => sql`select id from server_inbounds where id = ${id} for update`,
  plan: (id: number) => sql`select id from server_plans where id = ${id} for update`,
};

const pastEdit = (of: 'server' | 'inbound' | 'plan', { target, before, after }: AuditEntry) => ({
  of,
  id: idOf(target),
  before: before ?? {},
  after: after ?? {},
});

const binding: Inverse = {
  isRole: false,
  lock: async () => undefined, // `unbindClient` locks in the order of every step
  stands: async (em, { target }) => {
    const client = await em.findOne(ServerClient, idOf(target), { populate: ['order'] });
    return client?.order.origin === 'import' && client.status !== 'terminated';
  },
  takeBack: async ({ ids, clock, shop }, em, { entry, actorId }) => {
    const at = clock.now();
    const clientId = idOf(entry.target);
    const gone = await unbindClient(em, { ids, clientId, at });
    if (!gone) return refuse({ code: 'changed-since' });
    const after = { undoes: entry.id };
    const before = { name: gone.email, person: String(gone.customerId) };
    audit(em, { actorId, action: 'client.unbind', target: entry.target, before, after }, at);
    await em.flush();
    await tellUnbound(em, { shop, now: at }, { clientId, ...gone });
    return ok([]);
  },
};

const maintenance: Inverse = {
  isRole: true,
  lock: async () => undefined, // `setMaintenance` locks the one row there is
  stands: async (em, { after }) => isSo(await maintenanceOf(em), wantedOf(after)),
  takeBack: async ({ clock }, em, { entry, actorId }) => {
    await setMaintenance(em, { to: wantedOf(entry.before), actorId, undoes: entry.id }, clock.now());
    const servers = await em.execute<{ id: number }[]>('select id from servers order by id');
    return ok(servers.map(({ id }) => id));
  },
};

const wantedOf = (told: AuditEntry['before']): Wanted => ({
  on: told?.maintenance === true,
  words: typeof told?.words === 'string' ? told.words : null,
});

/** What can be taken back; all else moves money, or has left the shop. */
export const INVERSES: ReadonlyMap<string, Inverse> = new Map([
  ['plan.on-sale', planOnSale],
  ['plan.edit', edited('plan')],
  ['inbound.edit', edited('inbound')],
  ['server.edit', edited('server')],
  ['server.edits', driftPolicy],
  ['staff.role', staffRole],
  ['client.bind', binding],
  ['shop.maintenance', maintenance],
  ['customer.suspend', suspension(unsuspendCustomer)],
  ['customer.unsuspend', suspension(suspendCustomer)],
]);

/** Of `kind:id`. */
export const idOf = (target: string): number => Number(target.split(':')[1]);

const planOf = (em: SqlEntityManager, target: string) => em.findOne(ServerPlan, idOf(target));

const customerOf = (em: SqlEntityManager, target: string) => em.findOne(Customer, idOf(target));

const roleOf = (value: unknown): StaffRole | null => STAFF_ROLES.find((role) => role === value) ?? null;

const UNFIT: ReadonlyMap<string, NotUndone['code']> = new Map([
  ['below-taken', 'undo-below-taken'],
  ['too-many-stars', 'undo-too-many-stars'],
]);

/** How the refusal of an inverse is told: what was before does not fit, or things are not as they were left. */
export const notUndone = (code: string): NotUndone => ({ code: UNFIT.get(code) ?? 'changed-since' });

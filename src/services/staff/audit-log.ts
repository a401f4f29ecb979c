import type { SqlEntityManager } from '@mikro-orm/sql';
import { AuditEntry } from '../../model/audit-entry.ts';
import { Customer } from '../../model/customer.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { Server } from '../../model/server.ts';
import { ServerClient } from '../../model/server-client.ts';
import { ServerPlan } from '../../model/server-plan.ts';
import { INVERSES, idOf, type NotUndone, notUndone } from './inverses.ts';
import type { AuditNeeds } from './needs.ts';
import type { AuditView, Listed } from './views.ts';

/** All, those of one person, or those about one target. Pages count from 0. */
export type AuditQuery = { page: number; actorId?: number; target?: string };
export type Undo = { entryId: number; actorId: number; roles: 'apart' | 'only' };
/** `servers` = whose panels have to hear of it. */
export type Undone = { entryId: number; servers: readonly number[] };
/** Whether an act can be taken back now; `staff` = by owners alone. */
export type Undoable = 'shop' | 'staff' | null;

const PAGE = 8;

/** Who did what, newest first, and how to take it back (SPEC 160, 227). */
export class AuditLog {
  private readonly needs: AuditNeeds;

  constructor(needs: AuditNeeds) {
    this.needs = needs;
  }

  async list({ page, actorId, target }: AuditQuery): Promise<Listed<AuditView>> {
    const em = this.needs.work.read();
    const where = { ...(actorId !== undefined && { actorId }), ...(target !== undefined && { target }) };
    const rows = await em.find(AuditEntry, where, {
      orderBy: { id: 'desc' },
      limit: PAGE + 1,
      offset: page * PAGE,
    });
    return { items: await viewsOf(em, rows.slice(0, PAGE)), page, more: rows.length > PAGE };
  }

  /** null = there is no such entry. */
  async entry(entryId: number): Promise<(AuditView & { undoable: Undoable }) | null> {
    const em = this.needs.work.read();
    const row = await em.findOne(AuditEntry, entryId);
    const [view] = row ? await viewsOf(em, [row]) : [];
    return row && view ? { ...view, undoable: await undoableOf(this.needs, em.fork(), row) } : null;
  }

  /**
   * Takes an act back, if things still are as it left them. `roles` keeps the two doors apart: roles are given and
   * taken by owners alone, so their undo is too.
   */
  async undo(undo: Undo): Promise<Result<Undone, NotUndone>> {
    const answer = await this.needs.work.run((em) => takeBack(this.needs, em, undo));
    if (!answer.ok) return answer;
    for (const serverId of answer.value.servers) this.needs.wakes.lane(serverId);
    this.needs.wakes.sender();
    return answer;
  }
}

async function takeBack(
  needs: AuditNeeds,
  em: SqlEntityManager,
  { entryId, actorId, roles }: Undo,
): Promise<Result<Undone, NotUndone>> {
  const entry = await em.findOne(AuditEntry, entryId);
  const inverse = entry && INVERSES.get(entry.action);
  if (!entry || inverse?.isRole !== (roles === 'only')) return refuse({ code: 'not-undoable' });
  await inverse.lock(em, idOf(entry.target));
  if (!(await inverse.stands(em, entry, needs))) return refuse({ code: 'changed-since' });
  const taken = await inverse.takeBack(needs, em, { entry, actorId });
  return taken.ok ? ok({ entryId, servers: taken.value }) : refuse(notUndone(taken.refusal.code));
}

async function undoableOf(needs: AuditNeeds, em: SqlEntityManager, entry: AuditEntry): Promise<Undoable> {
  const inverse = INVERSES.get(entry.action);
  if (!inverse || !(await inverse.stands(em, entry, needs))) return null;
  return inverse.isRole ? 'staff' : 'shop';
}

async function viewsOf(em: SqlEntityManager, rows: readonly AuditEntry[]): Promise<AuditView[]> {
  const actors = await em.find(Customer, { id: { $in: rows.map(({ actorId }) => actorId) } });
  const actorNames = new Map(actors.map(({ id, name }) => [id, name]));
  const names = await targetNames(em, rows);
  return rows.map((row) => ({
    entryId: row.id,
    actorId: row.actorId,
    actor: actorNames.get(row.actorId) ?? null,
    action: row.action,
    target: row.target,
    targetName: names.get(row.target) ?? null,
    before: row.before ?? {},
    after: row.after ?? {},
    at: row.at,
  }));
}

/** Targets are `kind:id`; an order's is its bare number and has no name. */
async function targetNames(em: SqlEntityManager, rows: readonly AuditEntry[]): Promise<Map<string, string>> {
  const idsOf = (kind: string) =>
    rows.flatMap(({ target }) => {
      const [of, id = ''] = target.split(':');
      return of === kind && /^[0-9]+$/.test(id) ? [Number(id)] : [];
    });
  const plans = await em.find(ServerPlan, { id: { $in: idsOf('plan') } });
  const servers = await em.find(Server, { id: { $in: idsOf('server') } });
  const customers = await em.find(Customer, { id: { $in: idsOf('customer') } });
  const clients = await em.find(ServerClient, { id: { $in: idsOf('client') } });
  return new Map([
    ...plans.map(({ id, name }): [string, string] => [`plan:${id}`, name]),
    ...servers.map(({ id, name }): [string, string] => [`server:${id}`, name]),
    ...customers.map(({ id, name }): [string, string] => [`customer:${id}`, name]),
    ...clients.map(({ id, email }): [string, string] => [`client:${id}`, email]),
  ]);
}

import type { SqlEntityManager } from '@mikro-orm/sql';
import { ok, type Result, refuse } from '../../model/result.ts';
import { Server } from '../../model/server.ts';
import type { ServerSettings } from '../../model/server-facts.ts';
import { ServerInbound } from '../../model/server-inbound.ts';
import { type PlanTerms, ServerPlan } from '../../model/server-plan.ts';
import { type EditOf, type Editor, loggable } from './edit.ts';
import { editInbound, type InboundTerms, lockInbound } from './edit-inbound.ts';
import { editPlan, lockPlan } from './edit-plan.ts';
import { editServer, lockServer } from './edit-server.ts';
import type { EditNeeds } from './needs.ts';

/** One edit as the audit log tells it. */
export type PastEdit = {
  of: 'server' | 'inbound' | 'plan';
  id: number;
  before: Readonly<Record<string, unknown>>;
  after: Readonly<Record<string, unknown>>;
};

type NotTakenBack = { code: 'changed-since' } | { code: 'below-taken' | 'too-many-stars' };

/** Takes edits of servers, inbounds and plans back; the audit log is given it by app.ts. */
export class EditUndo {
  private readonly needs: EditNeeds;

  constructor(needs: EditNeeds) {
    this.needs = needs;
  }

  /** Whether the value is still the one that the edit has set. */
  async stands(em: SqlEntityManager, edit: PastEdit): Promise<boolean> {
    const row = await FINDERS[edit.of](em, edit.id);
    return row !== null && isAsLeft(row, edit);
  }

  /** Puts the value from before back, by the same rules as an edit, in the caller's transaction. */
  async takeBack(
    em: SqlEntityManager,
    { edit, ...editor }: Editor & { edit: PastEdit },
  ): Promise<Result<null, NotTakenBack>> {
    const row = await LOCKS[edit.of](em, edit.id);
    if (!row || !isAsLeft(row, edit)) return refuse({ code: 'changed-since' });
    const field = fieldOf(edit);
    const values = { field, value: parsed(field, edit.before[field]), shown: read(row, field) };
    const answer = await this.write(em, { edit, values: { ...values, ...editor } });
    if (answer.ok) return ok(null);
    const { code } = answer.refusal;
    return refuse({ code: code === 'below-taken' || code === 'too-many-stars' ? code : 'changed-since' });
  }

  /** The log holds what the very same functions have stored, so the value fits its field. */
  private write(
    em: SqlEntityManager,
    { edit: { of, id }, values }: { edit: PastEdit; values: Values },
  ): Promise<Result<null, { code: string }>> {
    if (of === 'plan')
      return editPlan(this.needs, em, { ...(values as EditOf<PlanTerms> & Editor), planId: id });
    if (of === 'inbound')
      return editInbound(this.needs, em, { ...(values as EditOf<InboundTerms> & Editor), inboundId: id });
    return editServer(this.needs, em, { ...(values as EditOf<ServerSettings> & Editor), serverId: id });
  }
}

type Row = Server | ServerInbound | ServerPlan;
type Values = Editor & { field: string; value: unknown; shown: unknown };

/** As the edits find them, without a lock. */
const FINDERS: Record<PastEdit['of'], (em: SqlEntityManager, id: number) => Promise<Row | null>> = {
  plan: (em, id) => em.findOne(ServerPlan, { id, isActive: true }),
  inbound: (em, id) => em.findOne(ServerInbound, { id, server: { retiredAt: null } }),
  server: (em, id) => em.findOne(Server, { id, retiredAt: null }),
};

const LOCKS: Record<PastEdit['of'], (em: SqlEntityManager, id: number) => Promise<Row | null>> = {
  plan: lockPlan,
  inbound: lockInbound,
  server: lockServer,
};

const AMOUNTS: Record<string, true> = { setupFee: true, trafficLimit: true } satisfies Partial<
  Record<keyof (PlanTerms & InboundTerms), true>
>;

/** An edit changes one value. */
const fieldOf = ({ before }: PastEdit): string => Object.keys(before)[0] ?? '';

const read = (row: Row, field: string): unknown => Object.entries(row).find(([name]) => name === field)?.[1];

function isAsLeft(row: Row, edit: PastEdit): boolean {
  const field = fieldOf(edit);
  const value = read(row, field);
  return value !== undefined && loggable(value) === edit.after[field];
}

/** Amounts are written as text, since JSON knows no bigints. */
const parsed = (field: string, told: unknown): unknown =>
  Object.hasOwn(AMOUNTS, field) && typeof told === 'string' ? BigInt(told) : told;

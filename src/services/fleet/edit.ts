import type { Server } from '../../model/server.ts';
import type { ServerInbound } from '../../model/server-inbound.ts';
import type { ServerPlan } from '../../model/server-plan.ts';

/** One value that an admin sets anew, in all its kinds. `shown` is what the card said when he asked for it. */
export type EditOf<Settings> = {
  [Field in keyof Settings]: { field: Field; value: Settings[Field]; shown: Settings[Field] };
}[keyof Settings];

/** Somebody else changed the value meanwhile: nothing was stored. */
export type ChangedMeanwhile = { code: 'changed-meanwhile' };

type Row = Server | ServerInbound | ServerPlan;

/** 'done' = it is so already: the same press came twice, or two admins agreed. */
export type Standing = 'done' | 'changed' | 'due';

/** Where an edit stands against the value in the locked row. */
export function standingOf(current: unknown, edit: { value: unknown; shown: unknown }): Standing {
  if (current === edit.value) return 'done';
  return current === edit.shown ? 'due' : 'changed';
}

/** For the audit log, whose JSON knows no bigints. */
export const loggable = (value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : (value ?? null);

/** Who edits; `undoes` = the entry of the audit log that this takes back. */
export type Editor = { actorId: number; undoes?: number };

/** What the audit log keeps of an edit. */
export const traceOf = (
  { field, value, undoes }: { field: string; value: unknown; undoes?: number },
  before: unknown,
) => ({
  before: { [field]: loggable(before) },
  after: { [field]: loggable(value), ...(undoes !== undefined && { undoes }) },
});

/** `plan:3`, as the audit log names what was changed. */
export const targetOf = (kind: 'server' | 'inbound' | 'plan', { id }: Pick<Row, 'id'>): string =>
  `${kind}:${id}`;

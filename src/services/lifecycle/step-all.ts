import type { SqlEntityManager } from '@mikro-orm/sql';
import type { DueQuery } from './life-statements.ts';
import type { LifecycleNeeds } from './needs.ts';
import type { Tally } from './tally.ts';

/** Clients that one transaction takes. */
export const CHUNK = 1_000;

type Step = {
  due: DueQuery;
  /** The moment that counts as due; left out = now. */
  at?: Date;
  /** Answers how many took the step. */
  take: (em: SqlEntityManager, ids: readonly number[]) => Promise<number>;
};

/**
 * Has all that are due take a step, a thousand in each transaction. Where such a thousand fails, each is tried alone,
 * so that one bad client never stops the rest.
 */
export async function stepAll(needs: LifecycleNeeds, tally: Tally, step: Step): Promise<void> {
  for (;;) {
    const at = step.at ?? needs.clock.now();
    const rows = await needs.work.read().execute<{ id: number }[]>(step.due(at, CHUNK));
    const before = tally.ok;
    for (const ids of chunksOf(rows.map(({ id }) => id))) await stepTogether(needs, tally, { step, ids });
    if (tally.ok === before || rows.length < CHUNK) return;
  }
}

type Together = { step: Step; ids: readonly number[] };

async function stepTogether(needs: LifecycleNeeds, tally: Tally, { step, ids }: Together): Promise<void> {
  try {
    tally.addDone(await needs.work.do((em) => step.take(em, ids)));
  } catch (error) {
    needs.log.warn('lifecycle.chunk-failed', { clients: ids.length, error });
    for (const id of ids) await tally.of(`client ${id}`, () => needs.work.do((em) => step.take(em, [id])));
  }
}

function chunksOf(ids: readonly number[]): (readonly number[])[] {
  const chunks: (readonly number[])[] = [];
  for (let from = 0; from < ids.length; from += CHUNK) chunks.push(ids.slice(from, from + CHUNK));
  return chunks;
}

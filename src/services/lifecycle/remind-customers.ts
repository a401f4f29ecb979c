import type { SqlEntityManager } from '@mikro-orm/sql';
import type { NoticeKind } from '../../model/client-notice.ts';
import { noteNotices, sayNotices } from '../messages/client-notices.ts';
import { passMarks, type Stepped, toRemindQuery } from './life-statements.ts';
import type { LifecycleNeeds } from './needs.ts';
import { CHUNK, stepAll } from './step-all.ts';
import { Tally } from './tally.ts';

/** Who has seven, three or one day left is told, each once per period; of several marks at once only the last. */
export async function remindCustomers(needs: LifecycleNeeds): Promise<Tally> {
  const tally = new Tally();
  await stepAll(needs, tally, { due: toRemindQuery, take: (em, ids) => remind(needs, em, ids) });
  await sayDueNotices(needs);
  return tally;
}

/** What waited for its customers' morning. */
export async function sayDueNotices(needs: LifecycleNeeds): Promise<void> {
  let said = CHUNK;
  while (said >= CHUNK) {
    const from = { shop: needs.shop, now: needs.clock.now() };
    said = await needs.work.do((em) => sayNotices(em, from));
    if (said > 0) needs.wakes.sender();
  }
}

async function remind(needs: LifecycleNeeds, em: SqlEntityManager, ids: readonly number[]): Promise<number> {
  const now = needs.clock.now();
  const passed = await passMarks(em, now, ids);
  const notices = passed.map((each) => ({
    clientId: each.clientId,
    customerId: Number(each.customerId),
    kind: kindOf(each),
    period: each.end,
    deadline: new Date(each.end),
  }));
  await noteNotices(em, { shop: needs.shop, now }, notices);
  return passed.length;
}

function kindOf({ mark }: Stepped): NoticeKind {
  if (mark === 1) return 'ends-1';
  return mark === 3 ? 'ends-3' : 'ends-7';
}

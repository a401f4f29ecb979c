import { audit } from '../messages/audit.ts';
import type { UpkeepNeeds } from './needs.ts';
import type { SweepResult } from './sweep.ts';

/** Writes down who had the shop mended, and how much came of it. */
export async function noteMending(
  { work, clock }: UpkeepNeeds,
  actorId: number,
  results: readonly SweepResult[],
): Promise<void> {
  const sum = (of: 'fixed' | 'failed') => results.reduce((all, each) => all + each[of], 0);
  const after = { mended: sum('fixed'), left: sum('failed') };
  await work.do(async (em) => {
    audit(em, { actorId, action: 'shop.doctor', target: 'shop:doctor', after }, clock.now());
    await em.flush();
  });
}

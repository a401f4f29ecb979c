import type { Lane } from '../lanes/lane.ts';
import { advanceCards } from '../messages/queue-message.ts';
import { count } from '../ports/meter.ts';
import { lockDeliveringOrders } from '../seats/seat-statements.ts';
import { giveUp, type Leaving } from './apply-fault.ts';
import { lockUnits, orderOf } from './due-units.ts';
import { takeElsewhere } from './fail-over.ts';
import type { ProvisioningNeeds } from './needs.ts';

/** A unit that its panel will not take: the next place that has a seat, else it is given up or waits on. */
export async function sendElsewhere(needs: ProvisioningNeeds, lane: Lane, leaving: Leaving): Promise<void> {
  const { unit, problem, to, orElse } = leaving;
  const answer = await takeElsewhere(needs, {
    unitId: unit.id,
    to,
    why: problem.code,
    may: (locked) => locked.placementNo === unit.placementNo && locked.provisionStatus !== 'failed',
  });
  if (answer.ok || answer.refusal.code !== 'no-other-server' || orElse === 'stay') return;
  await giveUpHere(needs, lane, leaving);
  count('shop_units_failed_total', { cause: problem.code });
}

function giveUpHere(needs: ProvisioningNeeds, lane: Lane, { unit, problem }: Leaving): Promise<void> {
  const now = needs.clock.now();
  return needs.work.do(async (em) => {
    await lane.fence(em);
    const orderId = orderOf(unit).id;
    const open = await lockDeliveringOrders(em, [orderId]);
    const [locked] = await lockUnits(em, [unit]);
    if (!locked || !open.has(orderId)) return;
    await giveUp({ needs, em, now }, locked, problem);
    await em.flush();
    await advanceCards(em, [orderId], 'failed');
  });
}

import type { Result } from '../../model/result.ts';
import { crashPoint } from '../ports/crash-point.ts';
import { type Move, type Moved, moveUnit, type NotMoved } from './move-unit.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { overdueSince, overdueUnits } from './overdue-units.ts';

/**
 * Puts paid units that their server does not deliver on another server of their plan, one transaction each; may be run
 * by any number of processes at once. Answers how many were moved.
 */
export async function failOver(needs: ProvisioningNeeds): Promise<number> {
  const since = overdueSince(needs);
  let moved = 0;
  for (const { id } of await overdueUnits(needs.work.read(), { since })) {
    const answer = await takeElsewhere(needs, {
      unitId: id,
      to: 'other-server',
      why: 'not delivered in time',
      may: async (unit, em) => (await overdueUnits(em, { since, unitId: unit.id })).length > 0,
    });
    if (answer.ok) moved += 1;
  }
  return moved;
}

/** One move, and the new server's lane hears of it. */
export async function takeElsewhere(needs: ProvisioningNeeds, move: Move): Promise<Result<Moved, NotMoved>> {
  const answer = await needs.work.run((em) => moveUnit(needs, em, move));
  if (!answer.ok) return answer;
  crashPoint('failover.placed');
  const { serverId, orderId } = answer.value;
  needs.log.info('unit.moved', { unitId: move.unitId, orderId, serverId, why: move.why });
  needs.wakes.lane(serverId);
  needs.wakes.sender();
  return answer;
}

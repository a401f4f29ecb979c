import { ok, type Result } from '../../model/result.ts';
import { audit } from '../messages/audit.ts';
import { takeElsewhere } from './fail-over.ts';
import type { NotMoved } from './move-unit.ts';
import type { ProvisioningNeeds } from './needs.ts';

/** `actorId` null = the customer's own wish, which is no act of the staff. */
export type PlaceElsewhere = { unitId: string; actorId: number | null };

/** An admin's [Other server]: the unit goes there now, whatever its present server does; written into the audit log. */
export async function placeElsewhere(
  needs: ProvisioningNeeds,
  { unitId, actorId }: PlaceElsewhere,
): Promise<Result<{ server: string }, NotMoved>> {
  const now = needs.clock.now();
  const answer = await takeElsewhere(needs, {
    unitId,
    to: 'other-server',
    why: 'asked for',
    may: () => true,
    also: (em, { orderId, from, server }) => {
      if (actorId === null) return;
      const [before, after] = [{ server: from }, { server }];
      audit(em, { actorId, action: 'order.move', target: orderId, before, after }, now);
    },
  });
  return answer.ok ? ok({ server: answer.value.server }) : answer;
}

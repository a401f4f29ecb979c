import type { OrderServerClient } from '../../model/order-server-client.ts';
import type { Lane } from '../lanes/lane.ts';
import { lockDeliveringOrders } from '../seats/seat-statements.ts';
import { lockUnits, orderOf } from './due-units.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { placeUnit } from './place-unit.ts';

/**
 * On a disturbed lane nothing new is written before a read (DESIGN 4a): identities are chosen and stored first, so
 * that the look at the panel covers fresh units as well. Answers the units that are still to be delivered.
 */
export function placeFresh(
  needs: ProvisioningNeeds,
  lane: Lane,
  units: readonly OrderServerClient[],
): Promise<OrderServerClient[]> {
  return needs.work.do(async (em) => {
    await lane.fence(em);
    const open = await lockDeliveringOrders(em, [...new Set(units.map((unit) => orderOf(unit).id))]);
    const locked = await lockUnits(em, units);
    const taken = locked.filter((unit) => open.has(orderOf(unit).id));
    for (const unit of taken) {
      if (unit.serverClient === null) placeUnit(em, unit, { shop4: needs.shop.shop4, ids: needs.ids });
    }
    await em.flush();
    return taken;
  });
}

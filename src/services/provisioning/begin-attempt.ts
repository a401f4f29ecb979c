import type { OrderServerClient } from '../../model/order-server-client.ts';
import { PanelLane } from '../../model/panel-lane.ts';
import { days, later } from '../../model/values/period.ts';
import type { Lane } from '../lanes/lane.ts';
import { wantedClient } from '../lanes/wanted-client.ts';
import { advanceCards } from '../messages/queue-message.ts';
import type { WantedClient } from '../ports/panel.ts';
import { lockDeliveringOrders } from '../seats/seat-statements.ts';
import { lockUnits, orderOf } from './due-units.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { placeUnit } from './place-unit.ts';
import { markOrdersProcessing } from './settle-orders.ts';

/** A unit with the client that the panel is about to be asked for. */
export type Attempt = { unitId: string; wanted: WantedClient };

/**
 * The transaction before a write: fence and quiet time, identities where there are none yet, the end of the paid
 * time, one more attempt. Units whose order is no longer to be delivered are left out.
 */
export function beginAttempt(
  needs: ProvisioningNeeds,
  lane: Lane,
  units: readonly OrderServerClient[],
): Promise<Attempt[]> {
  const now = needs.clock.now();
  const orderIds = [...new Set(units.map((unit) => orderOf(unit).id))];
  return needs.work.do(async (em) => {
    await lane.fence(em);
    const open = await lockDeliveringOrders(em, orderIds);
    const locked = await lockUnits(em, units);
    const taken = locked.filter((unit) => open.has(orderOf(unit).id));
    if (taken.length === 0) return [];
    await lane.announceWrite(em);
    const row = await em.findOneOrFail(PanelLane, { server: lane.serverId });
    row.noteWrite(now, needs.shop.breakerWindow);
    const attempts = taken.map((unit) => {
      const client = unit.serverClient ?? placeUnit(em, unit, { shop4: needs.shop.shop4, ids: needs.ids });
      client.startPaidTime(later(now, days(unit.orderItem.deliveredDays())));
      unit.markProvisionStarted(now);
      unit.askFor(configOf(unit));
      return { unitId: unit.id, wanted: wantedClient(client) };
    });
    await em.flush();
    await markOrdersProcessing(em, [...open]);
    await advanceCards(em, [...open], 'creating');
    return attempts;
  });
}

/** What is asked for, without what opens it: credentials stand on the client's row. */
function configOf(unit: OrderServerClient): Record<string, unknown> {
  const { serverClient: client } = unit;
  const inbound = client?.inbound ?? unit.inbound;
  return {
    email: client?.email,
    inbound: inbound.remoteId,
    protocol: inbound.protocol,
    flow: client?.flow,
    limitIp: client?.limitIp,
    trafficLimitBytes: client?.trafficLimit?.toString() ?? null,
    expiresAt: client?.expiresAt?.toISOString() ?? null,
  };
}

import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { SELLING_HEALTH, Server } from '../../model/server.ts';
import { between } from '../../model/values/period.ts';
import type { LaneWork } from '../lanes/lane-work.ts';
import { servedNow } from '../lanes/maintenance.ts';
import { observe } from '../ports/meter.ts';
import { dueGroups, type Group, nextDueUnit } from './due-units.ts';
import type { ProvisioningNeeds } from './needs.ts';
import { provisionGroup } from './provision-group.ts';
import { provisionOwn } from './provision-own.ts';

/** The lane's main work: paid units become tested clients. None while the kill switch is on, in maintenance the staff's. */
export function unitWork(needs: ProvisioningNeeds): LaneWork {
  return {
    due: (serverId) =>
      needs.enabled ? nextDueUnit(serverId, needs.shop.ownerIds) : sql`select null::timestamptz`,
    run: async (lane) => {
      if (!needs.enabled) return;
      const now = needs.clock.now();
      const em = needs.work.read();
      const asked = { serverId: lane.serverId, served: await servedBy(needs, em) };
      const groups = await dueGroups(em, asked, now);
      tellWaits(groups, now);
      for (const group of groups) {
        // A panel that has just refused the shop is not asked again for the next group.
        if (!(await isInSale(needs, lane.serverId))) return;
        await wayOf(group)(needs, lane, group);
      }
    },
  };
}

function tellWaits(groups: readonly Group[], now: Date): void {
  for (const { dueAt } of groups.flatMap(({ units }) => units))
    if (dueAt) observe('shop_lane_wait_seconds', {}, Math.max(0, between(dueAt, now) / 1_000));
}

const servedBy = ({ shop }: ProvisioningNeeds, em: SqlEntityManager) => servedNow(em, shop.ownerIds);

const wayOf = ({ inbound }: Group) => (inbound.kind === 'source' ? provisionOwn : provisionGroup);

const isInSale = async (needs: ProvisioningNeeds, serverId: number): Promise<boolean> => {
  const { healthStatus } = await needs.work.read().findOneOrFail(Server, serverId);
  return SELLING_HEALTH.includes(healthStatus);
};

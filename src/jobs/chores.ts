import { seconds } from '../model/values/period.ts';
import { stamp } from '../services/ports/meter.ts';
import type { Services } from '../services/services.ts';
import { lifecycleChore } from './client-lifecycle-job.ts';

/** One thing that is done again and again; re-runnable, and harmless when nothing is due. */
export type Chore = { name: string; every: string; run: () => Promise<unknown> };

/** Work of rooms that jobs do not know: they are woken with every sweep. */
type Wakeable = { wake(): void };

export type ChoresNeeds = {
  services: Services;
  sweepMs: number;
  /** Between two looks at Telegram's list of payments; 120 where it is left out. */
  ledgerSeconds?: number;
  healthCheckSeconds: number;
  /** Between two counts of traffic and two looks for what has ended; 300 where it is left out. */
  lifecycleSeconds?: number;
  /** Between two looks for who is to be reminded; 3600 where it is left out. */
  remindSeconds?: number;
  wakeWithSweep: readonly Wakeable[];
  /** Throws away what is long done. */
  prune: () => Promise<unknown>;
};

/** Everything that time starts. */
export function choresOf(needs: ChoresNeeds): readonly Chore[] {
  const { checkout, fleet, lifecycle, placement, provisioning, staff, upkeep, waits } = needs.services;
  const sweep = async () => {
    stamp('shop_last_sweep_timestamp_seconds', {});
    await fleet.probeServers();
    await lifecycle.tick();
    await provisioning.failOver();
    void (await provisioning.startDueLanes());
    await checkout.runRefunds();
    await provisioning.reassureWaiting();
    for (const each of needs.wakeWithSweep) each.wake();
  };
  const every = needs.lifecycleSeconds ?? 300;
  return [
    {
      name: 'ReconcileStars',
      every: `${needs.ledgerSeconds ?? 120} seconds`,
      run: () => checkout.reconcileStars(),
    },
    { name: 'ReleaseHolds', every: '1 minute', run: () => checkout.releaseHolds() },
    { name: 'TellLate', every: '1 minute', run: () => staff.undelivered.tellLate() },
    { name: 'EndLateMoves', every: '1 minute', run: () => placement.endLateMoves() },
    { name: 'TellBack', every: '5 minutes', run: () => waits.tell() },
    { name: 'GiveBackOverdue', every: '5 minutes', run: () => checkout.giveBackOverdue() },
    {
      name: 'RenewAccesses',
      every: '10 minutes',
      run: async () => (lifecycle.isAutomatic ? checkout.renewals.renewDue() : 0),
    },
    { name: 'Sweep', every: `${needs.sweepMs / 1000} seconds`, run: sweep },
    { name: 'WatchServers', every: `${needs.healthCheckSeconds} seconds`, run: () => fleet.watchServers() },
    // A server that was looked at for its health within the half of that was counted then.
    {
      name: 'LifecycleTraffic',
      every: `${every} seconds`,
      run: lifecycleChore(lifecycle, 'traffic', seconds(every / 2)),
    },
    { name: 'LifecycleExpired', every: `${every} seconds`, run: lifecycleChore(lifecycle, 'expired') },
    {
      name: 'LifecycleExpiring',
      every: `${needs.remindSeconds ?? 3600} seconds`,
      run: lifecycleChore(lifecycle, 'expiring'),
    },
    { name: 'Prune', every: '1 hour', run: needs.prune },
    { name: 'ComparePanels', every: '10 minutes', run: () => upkeep.comparePanels() },
    { name: 'RecountSeats', every: '1 hour', run: () => upkeep.recount() },
    { name: 'TidyUp', every: '1 hour', run: () => upkeep.tidy() },
    { name: 'CheckBooks', every: '1 day', run: () => upkeep.checkBooks() },
  ];
}

import type { Running } from './app-parts.ts';
import { afterwards } from './bot/inbox/time-to-call.ts';
import { heardWake, WAKES_CHANNEL, WakeLine } from './jobs/wake-line.ts';
import { LaneWatch } from './services/lanes/lane-watch.ts';
import type { Wakes } from './services/ports/wakes.ts';

/**
 * Services are built before what they wake: the wakes come last, and one before that is left to the sweep. What a
 * handler wakes goes on after it, and has its time for Telegram to itself.
 */
export class LateWakes implements Wakes {
  private target: Wakes | null = null;
  private entrance: { wake(): void } | null = null;

  connect(target: Wakes, inbox: { wake(): void }): void {
    this.target = target;
    this.entrance = inbox;
  }

  inbox(): void {
    this.entrance?.wake();
  }

  orderPaid(orderId: string): void {
    afterwards(() => this.target?.orderPaid(orderId));
  }

  lane(serverId: number): void {
    afterwards(() => this.target?.lane(serverId));
  }

  sender(): void {
    this.target?.sender();
  }

  refunds(): void {
    afterwards(() => this.target?.refunds());
  }
}

/** A moment after an order counts as slow; what this misses the sweep does. */
const REASSURE_MS = 20_500;

/** Wakes do the work here where this process is a worker, and reach the workers where it is none. */
export function wakesOf(parts: Running): Wakes {
  const { config, base, jobs } = parts;
  const nearest = config.roles.has('worker') ? ownWakes(parts) : new WakeLine(base);
  return {
    orderPaid: (orderId) => {
      jobs.wakeOrder(orderId).catch((error: unknown) => base.log.warn('wake.lost', { error }));
      nearest.orderPaid(orderId);
    },
    lane: (serverId) => nearest.lane(serverId),
    sender: () => nearest.sender(),
    refunds: () => nearest.refunds(),
  };
}

function ownWakes({ base, services, lanes, sender }: Running): Wakes {
  const lost = (error: unknown) => base.log.warn('wake.lost', { error });
  return {
    orderPaid: (orderId) => {
      services.provisioning.wakeLanesOf(orderId).catch(lost);
      setTimeout(() => void services.provisioning.reassureWaiting().catch(lost), REASSURE_MS).unref();
    },
    lane: (serverId) => void lanes.wake(serverId).catch(lost),
    sender: () => sender.wake(),
    refunds: () => void services.checkout.runRefunds().catch(lost),
  };
}

/** What other processes ask of this worker, and what it takes over from dead ones. */
export function hearOthers(parts: Running): void {
  const { base, services, lanes } = parts;
  const own = ownWakes(parts);
  const everything = () => {
    services.provisioning.wakeDueLanes().catch((error: unknown) => base.log.warn('wake.lost', { error }));
    own.refunds();
    own.sender();
  };
  const ears = base.database.listen?.(WAKES_CHANNEL, (word) => (word ? heardWake(word, own) : everything()));
  if (!ears) return; // the embedded database has no other process
  const watch = new LaneWatch({ ...base, lanes });
  watch.start();
  parts.ears.push(ears, { close: async () => watch.stop() });
}

import type { Logger } from '../ports/logger.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { LaneRunner } from './lane-runner.ts';
import { abandonedLanes } from './lane-statements.ts';

const LOOK_EVERY_MS = 500;

/**
 * Takes over the lanes of workers that died: their leases run out without having been let go. Without it only the next
 * sweep would see them (RELIABILITY C4, 76: lease + 1 s).
 */
export class LaneWatch {
  private readonly needs: { work: UnitOfWork; lanes: LaneRunner; log: Logger };
  private timer: NodeJS.Timeout | undefined;
  private looking = false;

  constructor(needs: { work: UnitOfWork; lanes: LaneRunner; log: Logger }) {
    this.needs = needs;
  }

  start(): void {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    const { work, lanes, log } = this.needs;
    try {
      for (const serverId of await abandonedLanes(work.read())) {
        log.warn('lane.abandoned', { serverId });
        void lanes.wake(serverId);
      }
    } catch (error) {
      log.warn('lane.watch-failed', { error });
    } finally {
      this.looking = false;
    }
  }
}

import { z } from 'zod';
import type { Logger } from '../services/ports/logger.ts';
import type { ClientProvisioningService } from '../services/provisioning/client-provisioning-service.ts';
import type { JobClock } from './job-clock.ts';

export const PROCESS_XUI_ORDER = 'ProcessXuiOrder';

const jobData = z.object({ orderId: z.string() });

type Needs = { jobClock: JobClock; provisioning: ClientProvisioningService; log: Logger };

/**
 * The job that a finished payment starts: has the due units of one order provisioned. It fails towards Agenda only
 * when it could not work at all; a panel's fault is a later `due_at` of the unit (SPEC 119).
 */
export function defineProcessXuiOrder({ jobClock, provisioning, log }: Needs): void {
  let dropped = 0;
  jobClock.define(PROCESS_XUI_ORDER, async (data) => {
    const { data: wake } = jobData.safeParse(data);
    const summary = wake && (await provisioning.processOrder(wake.orderId));
    if (summary && summary.requested > 0) return;
    // A job store outlives a database that was restored to an earlier day (RELIABILITY E1, f).
    dropped += 1;
    log.warn('wake.dropped', { orderId: wake?.orderId ?? null, dropped });
  });
}

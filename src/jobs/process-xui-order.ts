import type { Agenda } from 'agenda';
import { z } from 'zod';
import type { ClientProvisioningService } from '../services/provisioning/client-provisioning-service.ts';

export const PROCESS_XUI_ORDER = 'ProcessXuiOrder';

const jobData = z.object({ orderId: z.string() });

/**
 * The job that a finished payment starts: has the due units of one order provisioned. It fails towards Agenda only
 * when it could not work at all; a panel's fault is a later `due_at` of the unit (SPEC 119).
 */
export function defineProcessXuiOrder(agenda: Agenda, provisioning: ClientProvisioningService): void {
  // biome-ignore lint/nursery/noMisusedPromises: Agenda awaits what a handler answers
  agenda.define(PROCESS_XUI_ORDER, async (job) => {
    const { orderId } = jobData.parse(job.attrs.data);
    await provisioning.processOrder(orderId);
  });
}

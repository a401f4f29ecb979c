import type { ServerClient } from './server-client.ts';
import { markOf, percentage } from './traffic-count.ts';

/** There is traffic again after it was used up: it is switched on, and marks that are ahead once more are told anew. */
export function resumeTraffic(client: ServerClient, at: Date): void {
  client.reactivate(at);
  client.trafficPercentageUsed = percentage(client.trafficUsed, client.trafficLimit);
  client.trafficNoticed = markOf(client.trafficPercentageUsed) ?? 0;
}

import type { Panel } from './panel-call.ts';
import { NOT_FOUND_TEXT, Refused } from './panel-reply.ts';
import { randomText } from './panel-store.ts';

const DAY_MS = 86_400_000;

/** How many, and how their names begin. */
export type Crowd = { count: number; prefix: string };

/**
 * Fills an inbound with clients of somebody else, all at once: what a panel is after years. @throws {Refused} for an
 * inbound that is not there.
 */
export function seedClients({ store, now }: Panel, inbound: number, { count, prefix }: Crowd): number {
  if (!store.inbound(inbound)) throw new Refused(NOT_FOUND_TEXT);
  for (let each = 0; each < count; each++) {
    const id = store.nextId('clients');
    store.saveClient({
      id,
      email: `${prefix}-${String(id).padStart(6, '0')}`,
      subId: randomText(16),
      uuid: crypto.randomUUID(),
      password: randomText(10),
      auth: '',
      flow: '',
      security: 'auto',
      limitIp: 2,
      totalGB: 100 * 1024 ** 3,
      expiryTime: now() + 365 * DAY_MS,
      enable: true,
      tgId: 0,
      group: '',
      comment: 'was here before the shop',
      reset: 0,
      createdAt: now(),
      updatedAt: now(),
      inboundIds: [inbound],
      lastInboundId: inbound,
      up: id * 1_000_003,
      down: id * 1_000_001,
      lastOnline: now() - id * 1_000,
    });
  }
  return store.clientsOf(inbound).length;
}

import { randomUUID } from 'node:crypto';
import { randomText } from '../panel-store.ts';
import type { LegacyPanel } from './legacy-call.ts';

const DAY_MS = 86_400_000;

/**
 * Fills an inbound with clients of somebody else, in one write of its settings; answers how many it holds then.
 * @throws {Refused} for an inbound that is not there.
 */
export function seedLegacy(
  { store, clients: book, core, now }: LegacyPanel,
  id: number,
  count: number,
): number {
  const inbound = book.known(id);
  const before = store.clientsOf(inbound);
  const at = now() - (now() % 1_000);
  const seeded = Array.from({ length: count }, (_, each) => ({
    comment: 'was here before the shop',
    created_at: at,
    email: `resident-${String(before.length + each + 1).padStart(6, '0')}-${id}`,
    enable: true,
    expiryTime: at + 365 * DAY_MS,
    flow: '',
    id: randomUUID(),
    limitIp: 2,
    password: randomText(10),
    reset: 0,
    subId: randomText(16),
    tgId: 0,
    totalGB: 100 * 1024 ** 3,
    updated_at: at,
  }));
  book.rewrite(inbound, [...before, ...seeded]);
  for (const client of seeded) book.count(inbound, client);
  for (const client of seeded) core.serve(inbound, client);
  return before.length + seeded.length;
}

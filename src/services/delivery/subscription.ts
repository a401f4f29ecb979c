import { Customer } from '../../model/customer.ts';
import { SELLING_HEALTH } from '../../model/server.ts';
import { ServerClient } from '../../model/server-client.ts';
import type { Bytes } from '../../model/values/traffic.ts';
import type { Clock } from '../ports/clock.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { soldLines } from '../seats/sold-line.ts';
import { subscriptionHash } from './customer-service.ts';
import type { SubscriptionView } from './views.ts';

type Needs = { work: UnitOfWork; clock: Clock; shop: Pick<Shop, 'publicUrl'> };

/**
 * What `/s/<token>` gives: every link that works, those of servers that answer first; null = no such token. Where
 * nothing runs any more, traffic and end are those of what ended last, so that no app shows "without limit". It is
 * found by the hash of the token: how long the answer takes tells nothing of tokens that are near.
 */
export async function subscriptionOf(
  { work, clock, shop }: Needs,
  token: string,
): Promise<SubscriptionView | null> {
  const em = work.read();
  const customer = await em.findOne(Customer, { subscriptionHash: subscriptionHash(token) });
  if (!customer) return null;
  const clients = await em.find(
    ServerClient,
    { customer: customer.id, status: { $in: ['active', 'suspended', 'expired'] } },
    { populate: ['inbound.server'], orderBy: { id: 'asc' } },
  );
  const now = clock.now();
  const running = clients.filter((client) => isRunning(client, now));
  running.sort((one, other) => Number(isOut(one)) - Number(isOut(other)));
  const told = running.length > 0 ? running : clients.slice(-1);
  const lines = await soldLines(em, running);
  return {
    links: running.flatMap((client) => client.links),
    used: told.reduce((sum, client) => (sum + client.trafficUsed) as Bytes, 0n as Bytes),
    limit: sumOfLimits(told),
    expiresAt: latestEnd(told),
    language: customer.spokenLanguage(),
    url: shop.publicUrl === null ? null : `${shop.publicUrl}/s/${token}`,
    accesses: running.map((client) => ({
      planName: lines.get(client.id)?.planName ?? '',
      server: client.inbound.server.name,
      expiresAt: client.expiresAt,
      used: client.trafficUsed,
      limit: client.trafficLimit,
    })),
  };
}

const isRunning = (client: ServerClient, now: Date): boolean =>
  client.status === 'active' && client.canReactivate(now);

export const isOut = (client: ServerClient): boolean =>
  !SELLING_HEALTH.includes(client.inbound.server.healthStatus);

/** null = at least one has no limit. */
function sumOfLimits(clients: readonly ServerClient[]): Bytes | null {
  let sum = 0n;
  for (const client of clients) {
    if (client.trafficLimit === null) return null;
    sum += client.trafficLimit;
  }
  return sum as Bytes;
}

/** null = at least one never ends, or there is none. */
function latestEnd(clients: readonly ServerClient[]): Date | null {
  const ends = clients.map((client) => client.expiresAt);
  if (ends.length === 0 || ends.includes(null)) return null;
  return new Date(Math.max(...ends.map((end) => end?.getTime() ?? 0)));
}

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServerClient } from '../../src/model/server-client.ts';
import { later, minutes, seconds } from '../../src/model/values/period.ts';
import { type Bytes, bytes, megabytes } from '../../src/model/values/traffic.ts';
import { takeTraffic } from '../../src/services/traffic/take-traffic.ts';
import { PanelShop } from '../support/panel-shop.ts';

let shop: PanelShop;
beforeEach(async () => {
  shop = await PanelShop.open();
});
afterEach(() => shop.end());

const sizes = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 23n }), fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }));
const looks = fc.array(
  fc.record({
    used: sizes.map(bytes),
    /** Minutes since the look before; a late report is older than it. */
    step: fc.integer({ min: -2, max: 10 }),
    /** Seconds; null = never seen. */
    seenAgo: fc.option(fc.integer({ min: 0, max: 300 })),
  }),
  { minLength: 1, maxLength: 8 },
);
const limits = fc.option(fc.bigInt({ min: 1n, max: 8n }).map(megabytes));

type Look = { used: Bytes; at: Date; lastOnline: Date | null };

/** As the model says it, look by look. */
function takeOne(client: ServerClient, { used, at, lastOnline }: Look): void {
  const { trafficSeenAt } = client;
  if (trafficSeenAt && at < trafficSeenAt) return;
  const before = JSON.stringify(shown(client), words);
  const online = lastOnline !== null && at.getTime() - lastOnline.getTime() <= minutes(1);
  client.updateTrafficUsage(used, at);
  client.recordConnection({ online, lastSeen: lastOnline });
  if (client.status === 'active') {
    client.takeTrafficNotice();
    if (client.hasUsedUpTraffic()) client.suspend('traffic', at);
  }
  // A look without news is written nowhere, so nothing that is older than it is too late.
  if (JSON.stringify(shown(client), words) === before) client.trafficSeenAt = trafficSeenAt;
}

const words = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

const shown = (client: ServerClient) => ({
  lifetime: client.lifetimeTraffic,
  panel: client.panelTraffic,
  percent: Math.fround(client.trafficPercentageUsed),
  usedMb: client.trafficUsed / 1_048_576n,
  noticed: client.trafficNoticed,
  status: client.status,
  stats: { ...NOTHING_SEEN, ...client.connectionStats },
});

const NOTHING_SEEN = { online: false, lastSeen: null, connections: 0, distinctIps: 0, ips: [] };

describe('traffic counted in SQL and in the model', () => {
  it('is the same, whatever panels tell in whatever order', { timeout: 120_000 }, async () => {
    const orderId = await shop.deliveredOrder();
    const { id, email } = await shop.client(orderId);
    const load = () => shop.work.read().findOneOrFail(ServerClient, id);
    const none = bytes(0n);
    const beginAnew = (trafficLimit: Bytes | null) =>
      shop.work.do(async (em) => {
        const client = await em.findOneOrFail(ServerClient, id);
        Object.assign(client, { status: 'active', statusReason: null, trafficNoticed: 0, trafficLimit });
        Object.assign(client, { trafficUsed: none, panelTraffic: none, lifetimeTraffic: none });
        Object.assign(client, { trafficPercentageUsed: 0, trafficSeenAt: null, connectionStats: null });
        await em.flush();
      });

    await fc.assert(
      fc.asyncProperty(limits, looks, async (limit, given) => {
        await beginAnew(limit);
        const model = await load();
        let at = shop.clock.now();
        for (const { used, step, seenAgo } of given) {
          at = later(at, minutes(step));
          const look = { used, at, lastOnline: seenAgo === null ? null : later(at, seconds(-seenAgo)) };
          const seen = { serverId: shop.serverId, at, clients: [{ email, ...look }] };

          await shop.work.do((em) => takeTraffic(em, shop.main.needs, seen));

          takeOne(model, look);
          expect(shown(await load())).toEqual(shown(model));
        }
      }),
      { numRuns: 40 },
    );
  });
});

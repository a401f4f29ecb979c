import { adminText, DOOR_IDS } from '../../src/bot/admin/admin-menu.ts';
import { alertsCard } from '../../src/bot/admin/alert-cards.ts';
import { daysCard } from '../../src/bot/admin/days-card.ts';
import { doctorCard, doctorProgress, doctorSureCard } from '../../src/bot/admin/doctor-cards.ts';
import { driftCard, orphansSureCard } from '../../src/bot/admin/drift-cards.ts';
import { inboundCard, inboundsCard } from '../../src/bot/admin/inbound-cards.ts';
import { linksCard, linksSureCard } from '../../src/bot/admin/link-cards.ts';
import { ownInboundsCard } from '../../src/bot/admin/own-cards.ts';
import { planCard, planDeleteCard, plansCard } from '../../src/bot/admin/plan-cards.ts';
import { poolCard, preferredCard } from '../../src/bot/admin/plan-place-cards.ts';
import { serverCard, serverDeleteCard, serversCard } from '../../src/bot/admin/server-cards.ts';
import { strangerCard, strangersCard } from '../../src/bot/admin/stranger-cards.ts';
import type { Translate } from '../../src/bot/texts.ts';
import { tidy } from '../../src/bot/views/fit-to.ts';
import type { Screen } from '../../src/bot/views/screen.ts';
import { INBOUND_STATUSES } from '../../src/model/inbound-columns.ts';
import { INBOUND_WARNINGS } from '../../src/model/inbound-warnings.ts';
import { SERVER_HEALTH } from '../../src/model/server-columns.ts';
import { gigabytes } from '../../src/model/values/traffic.ts';
import type { InboundObstacle, PlanView } from '../../src/services/fleet/views.ts';
import { SWEEPS, type SweepName } from '../../src/services/upkeep/sweep.ts';
import { anInbound, aPlan, aServer } from './admin-view-data.ts';
import { NOW } from './view-data.ts';

const UNAVAILABLE = [
  null,
  'inactive',
  'not-on-sale',
  'out-of-stock',
  'server-down',
  'server-unhealthy',
  'provisioning-off',
  'no-capacity',
];
const CLOSED: Record<InboundObstacle, true> = {
  status: true,
  stopped: true,
  server: true,
  traffic: true,
  full: true,
};
const SYNCED = { created: '1', changed: '2', missing: '3', clients: '12345', ms: '1234' };
const COUNTS = [0, 1, 2, 5, 21];
/** Every reason that the shop itself stores. */
const REASONS = [
  'switched off on the panel',
  'missing on the panel',
  'the proxy core is stopped',
  'refuses every new client: duplicate email',
  'WireGuard: the panel draws keys and addresses itself, so a key cannot be checked against its order',
  'http: has no keys for customers',
  'its settings are not readable JSON; on panels up to 3.1 this makes every new client of the panel fail',
  'its transport settings are not readable JSON',
  'mKCP with header or seed keeps new cores from starting, so it is not sold',
  'the cipher "2022-blake3-chacha20-poly1305" has one key for all, none for each customer',
  'the key of the inbound itself does not fit its cipher, which keeps the core from starting',
  'the first hysteria is served by no core; version 2 is sold',
  'hysteria2 opens for nobody without TLS',
  'shadowsocks links cannot carry REALITY',
  'the network "x" is not known to this program',
  'vmess links cannot carry REALITY',
  'it listens on a socket file, which customers cannot reach',
];

/** Every card of servers, inbounds and plans in every state, `name` standing wherever others write. */
export function fleetScreens(t: Translate, name: string): Screen[] {
  return [
    ...serverScreens(t, name),
    ...inboundScreens(t, name),
    ...planScreens(t, name),
    ...doctorScreens(t, name),
  ];
}

function doctorScreens(t: Translate, name: string): Screen[] {
  const sweep = (found: number) => (each: SweepName) => ({
    name: each,
    found,
    fixed: 0,
    failed: found,
    details: Array.from({ length: Math.min(found, 30) }, () => name),
  });
  const result = (found: number) => ({
    sweeps: SWEEPS.map(sweep(found)),
    audit: NO_AUDIT,
    isWell: found === 0,
  });
  return [
    ...[0, 12_345].flatMap((found) => [true, false].map((fix) => doctorCard(t, result(found), fix))),
    ...SWEEPS.map((next) => doctorProgress(t, { done: 3, of: 16, next })),
    doctorSureCard(t),
    ...driftScreens(t, name),
    ...['doctor-begun', 'edits-ours', 'edits-report'].map((id) => ({ text: t(id) })),
    ...COUNTS.flatMap((count) =>
      ['put-back-done', 'orphans-removed'].map((id) => ({ text: t(id, { count }) })),
    ),
  ];
}

function driftScreens(t: Translate, name: string): Screen[] {
  const orphans = (count: number, isOld: boolean) =>
    Array.from({ length: count }, () => ({ email: name, firstSeenAt: NOW, isOld }));
  const views = [0, 1, 2, 5, 21, 300].flatMap((count) =>
    (['ours', 'report'] as const).map((policy) => ({
      ...{ serverId: 2 ** 31 - 1, server: name, policy, missing: count },
      orphans: [...orphans(count, true), ...orphans(count === 2 ? 3 : 0, false)],
    })),
  );
  return views.flatMap((view) => [driftCard(t, view), orphansSureCard(t, view) ?? { text: '—' }]);
}

const NO_AUDIT = {
  ...{ lost: 0, duplicated: 0, unpaid: 0, undelivered: 0, oversold: 0, balanceDrift: 0, unbooked: 0 },
  ...{ counterDrift: 0, wrongAmounts: 0, deadSeats: 0, unannounced: 0, lateTombstones: 0 },
  ledgerSum: {},
  details: [],
};

const mutedServer = (name: string, held: number) =>
  aServer(name, { alerts: { warning: 99, critical: 100, mutedUntil: NOW, held } });

function serverScreens(t: Translate, name: string): Screen[] {
  const servers = [
    ...SERVER_HEALTH.map((health) => aServer(name, { health })),
    aServer(name, { isPaused: true, country: null, maxClientsPerInbound: null }),
    aServer(name, { inbounds: [], lastConnectedAt: null, seats: { taken: 0, capacity: null } }),
    aServer(name, { inbounds: INBOUND_STATUSES.map((status) => anInbound(name, status)) }),
    ...REASONS.map((healthReason) => aServer(name, { healthReason })),
  ];
  const said = ['server-tested', 'server-tested-core'].map((id) => t(id, { ms: '1234' }));
  const outlooks = COUNTS.flatMap((count) =>
    [0, 2].map((plans) => ({ name, clients: count, orders: count, leftovers: count, plans })),
  );
  return [
    { text: t('server-testing') },
    { text: t('server-syncing') },
    ...(['server', 'inbounds'] as const).flatMap((to) =>
      [0, 1, 2].map((page) => serversCard(t, { servers, page, to })),
    ),
    serversCard(t, { servers: [], page: 0, to: 'server' }),
    serversCard(t, { servers: [], page: 0, to: 'server', note: t('refusal-server-not-found') }),
    ...servers.map((server) => serverCard(t, server)),
    ...said.map((note) => serverCard(t, aServer(name), note)),
    serverCard(t, aServer(name, { cutsNeighbours: true })),
    serverCard(t, aServer(name, { probe: null })),
    ...['open', 'refused', 'silent', 'no-tls', 'unreachable', 'forbidden'].map((outcome) =>
      serverCard(t, aServer(name, { probe: { outcome, at: NOW } })),
    ),
    serverCard(t, aServer(name, { proxy: `${'p'.repeat(253)}:65535` }), t('proxy-done')),
    serverCard(t, aServer(name), t('proxy-removed')),
    serverCard(
      t,
      aServer(name, { isPinned: false }),
      `${t('address-done')}\n${t('address-links', { host: name })}`,
    ),
    ...['certificate-done', 'certificate-dropped', 'certificate-http'].map((id) =>
      serverCard(t, aServer(name, { panelAt: 'http://127.0.0.1:2053', isPinned: false }), t(id)),
    ),
    ...['server-neighbours-left', 'server-neighbours-auth'].map((id) => serverCard(t, aServer(name), t(id))),
    ...[1, 2, 5, 21].map((strangers) => serverCard(t, aServer(name, { strangers }))),
    ...strangerScreens(t, name),
    linksSureCard(t, aServer(name), { running: 12_345, behind: 0, tried: 0 }),
    ...[
      { running: 0, behind: 0, tried: 0 },
      { running: 12_345, behind: 0, tried: 0 },
      { running: 12_345, behind: 12_345, tried: 12_345 },
    ].map((links) => linksCard(t, aServer(name), links)),
    daysCard(t, aServer(name), []),
    daysCard(t, aServer(name), aWeek()),
    ...[0, 1, 2, 5, 21].flatMap((held) => [
      alertsCard(t, mutedServer(name, held), t('edit-done')),
      alertsCard(t, aServer(name), t('alerts-unmuted-held', { count: held })),
    ]),
    serverCard(t, mutedServer(name, 0)),
    ownInboundsCard(t, aServer(name)),
    ...(Object.keys(CLOSED) as InboundObstacle[]).map((closed) =>
      ownInboundsCard(t, ownOf(name, closed), t('edit-done')),
    ),
    ownInboundsCard(t, ownOf(name, null)),
    serverCard(t, aServer(name, { healthSince: null, latencyMs: null, uptimePercent: null })),
    serverCard(t, aServer(name), t('server-synced', SYNCED)),
    ...outlooks.map((outlook) => serverDeleteCard(t, outlook, 1)),
    ...COUNTS.map((plans) =>
      serverDeleteCard(t, { name, clients: 0, orders: 0, leftovers: 0, plans }, 2 ** 31 - 1),
    ),
    { text: adminText(t, [...DOOR_IDS]) },
    ...DOOR_IDS.map((id) => ({ text: t(`menu-${id}`) })),
  ];
}

function strangerScreens(t: Translate, name: string): Screen[] {
  const line = (place: number) => ({
    key: 'k'.repeat(16),
    email: `${name}${place}`,
    inbound: name,
    used: gigabytes(3n),
  });
  const list = (length: number) => ({
    serverId: 2 ** 31 - 1,
    server: name,
    strangers: Array.from({ length }, (_each, place) => line(place)),
  });
  const view = { ...line(0), serverId: 2 ** 31 - 1, server: name, limit: null, expiresAt: null };
  const plain = { ...view, limitIp: 0, enabled: true, seatsLeft: null };
  const full = { ...plain, limit: gigabytes(50n), expiresAt: NOW, enabled: false, seatsLeft: 0 };
  const refusals = [
    'stranger-not-found',
    'client-known',
    'inbound-full',
    'client-out-of-reach',
    'client-no-link',
    'client-not-started',
  ];
  const args = { person: tidy(name), id: String(2 ** 48) };
  return [
    ...[0, 1, 2, 5, 21].flatMap((length) => [0, 1, 2].map((page) => strangersCard(t, list(length), page))),
    strangerCard(t, plain),
    strangerCard(t, full),
    strangerCard(t, { ...plain, expiresAt: new Date(-1) }),
    ...[1, 2, 5, 21].map((limitIp) => strangerCard(t, { ...plain, limitIp })),
    ...['bind-usage', 'bind-ask-person', 'bind-sure', 'bind-sure-what', 'bind-button-yes', 'bind-done'].map(
      (id) => ({
        text: t(id, args),
      }),
    ),
    ...[...refusals, 'not-imported'].map((code) => ({ text: t(`refusal-${code}`) })),
  ];
}

const ownOf = (name: string, closed: InboundObstacle | null) =>
  aServer(name, {
    own: {
      ports: '30000-39999',
      serverName: name,
      source: anInbound(name, 'active', { isSource: true, closed, ownCapacity: closed === null ? null : 5 }),
    },
  });

function inboundScreens(t: Translate, name: string): Screen[] {
  const inbounds = [
    ...INBOUND_STATUSES.map((status) => anInbound(name, status)),
    ...(Object.keys(CLOSED) as InboundObstacle[]).map((closed) => anInbound(name, 'active', { closed })),
    anInbound(name, 'active', { isDefault: true, statusMessage: null }),
    anInbound(name, 'active', { warnings: INBOUND_WARNINGS }),
    anInbound(name, 'active', { enabled: false, capacity: 0, ownCapacity: null }),
    anInbound(name, 'full', { trafficLimit: null, capacity: null, ownCapacity: null, network: name }),
    ...REASONS.map((statusMessage) => anInbound(name, 'inactive', { statusMessage })),
  ];
  const server = aServer(name, { inbounds });
  return [
    ...[0, 1, 2, 3].map((page) => inboundsCard(t, server, page)),
    inboundsCard(t, aServer(name, { inbounds: [] }), 0),
    ...inbounds.map((inbound) => inboundCard(t, inbound)),
    ...inbounds.slice(0, 1).map((inbound) => inboundCard(t, inbound, t('edit-done'))),
  ];
}

function planScreens(t: Translate, name: string): Screen[] {
  const pool = Array.from({ length: 60 }, (_each, serverId) => ({ serverId: serverId + 2, server: name }));
  const label = `vless:443 ${name}`;
  const plans: PlanView[] = [
    aPlan(name, { onSale: false }),
    ...UNAVAILABLE.map((unavailable) => aPlan(name, { unavailable })),
    aPlan(name, { type: 'dedicated' }),
    aPlan(name, { renewalRule: 'drop' }),
    aPlan(name, { autoProvision: false, renewable: false, connections: 5, maxClients: 10 }),
    aPlan(name, { setupFeeMinor: 0n, category: null, description: null }),
    aPlan(name, { preferred: { inboundId: 1, label }, pool, priceStars: 1 }),
    ...Array.from({ length: 30 }, () => aPlan(name)),
  ];
  const shown = { place: 3, count: 40, nonce: 'Zk3_xQ9a', bot: 'x'.repeat(32) };
  const servers = Array.from({ length: 60 }, (_each, serverId) => aServer(name, { serverId: serverId + 40 }));
  const inbounds = Array.from({ length: 60 }, (_each, id) =>
    anInbound(name, 'active', { inboundId: id + 1 }),
  );
  const pooled = [aPlan(name), aPlan(name, { pool: pool.slice(0, 3) }), aPlan(name, { pool })];
  return [
    plansCard(t, { plans: [], page: 0 }),
    plansCard(t, { plans: [], page: 0, note: t('refusal-plan-not-found') }),
    ...[0, 1, 3, 9].map((page) => plansCard(t, { plans, page })),
    ...plans.map((plan) => planCard(t, { plan, ...shown })),
    ...[0, 39].map((place) => planCard(t, { plan: aPlan(name), ...shown, place })),
    planCard(t, { plan: aPlan(name), ...shown, note: t('price-same') }),
    planDeleteCard(t, aPlan(name)),
    ...[0, 3, 60].map((count) =>
      preferredCard(t, { plan: aPlan(name), choices: inbounds.slice(0, count), page: 1 }),
    ),
    ...pooled.flatMap((plan) => [servers, []].map((choices) => poolCard(t, { plan, choices, page: 0 }))),
    { text: t('plan-copy-name', { name: 'x' }) },
  ];
}

/** Each with other words: one, few, many; nothing made, all made, some open. */
const aWeek = () =>
  [0, 1, 2, 5, 21, 1_000, 100_000].map((ready, index) => ({
    day: `2026-11-2${9 - index}`,
    ready,
    failed: index % 3,
    open: index % 2,
    percent: ready === 0 ? null : 97,
    median: ready === 0 ? null : 0.42,
    p95: ready === 0 ? null : 312.6,
  }));

import { gigabytes } from '../../src/model/values/traffic.ts';
import type { OrderView } from '../../src/services/checkout/views.ts';
import type { InboundView, PlanView, ServerView } from '../../src/services/fleet/views.ts';
import type { RemoteInbound } from '../../src/services/ports/panel.ts';
import { NOW } from './view-data.ts';

/** An order with all that can go wrong in it, `name` standing wherever others write. */
export const anOrder = (name: string, with_: Partial<OrderView> = {}): OrderView => ({
  orderId: 'abcdefghij0123456789',
  status: 'partial',
  customerId: 5_000_000_001,
  customerName: name,
  planId: 1,
  planName: name,
  quantity: 40,
  stars: 100_000,
  createdAt: NOW,
  paidAt: NOW,
  heldAt: null,
  units: Array.from({ length: 40 }, () => aUnit(name, 'failed')),
  charges: [{ chargeId: name, stars: 100_000, status: 'settled' }],
  askedStars: 150,
  fromBalance: { minor: 99_999_999n, currency: 'USD' },
  credits: [true, false].map((done) => ({ amount: { minor: 99_999_999n, currency: 'USD' }, done })),
  refund: { stars: 100_000, credited: { minor: 99_999_999n, currency: 'USD' } },
  ...with_,
});

export const aUnit = (
  name: string,
  status: OrderView['units'][number]['status'],
): OrderView['units'][number] => ({
  unitId: 'abcdefghij012',
  status,
  errorCode: 'permanent',
  error: name,
  server: name,
});

export const aPlan = (name: string, with_: Partial<PlanView> = {}): PlanView => ({
  planId: 2 ** 31 - 1,
  type: 'shared',
  name,
  description: name,
  category: name,
  serverId: 1,
  server: name,
  durationDays: 31,
  priceMinor: 99_999_999n,
  priceStars: null,
  priceVersion: 3,
  setupFeeMinor: 150n,
  currency: 'USD',
  stars: 100_000,
  dataLimitGb: null,
  connections: null,
  currentClients: 1,
  maxClients: null,
  renewable: true,
  autoProvision: true,
  preferred: null,
  pool: [],
  onSale: true,
  unavailable: null,
  ...with_,
});

export const aServer = (name: string, with_: Partial<ServerView> = {}): ServerView => ({
  serverId: 1,
  name,
  country: 'DE',
  health: 'critical',
  healthReason: name,
  healthSince: NOW,
  latencyMs: 120,
  uptimePercent: 99.95,
  strangers: 0,
  version: '3.6.0',
  generation: 'clients',
  publicHost: 'h'.repeat(253),
  proxy: null,
  lastConnectedAt: NOW,
  isPaused: false,
  maxClientsPerInbound: 100,
  probe: { outcome: 'unknown-host', at: NOW },
  clients: { total: 12_345, active: 12_000 },
  seats: { taken: 30, capacity: 100 },
  cutsNeighbours: false,
  own: { ports: '30000-39999', serverName: 'n'.repeat(253), source: null },
  inbounds: Array.from({ length: 300 }, () => anInbound(name, 'inactive')),
  ...with_,
});

export const anInbound = (name: string, status: string, with_: Partial<InboundView> = {}): InboundView => ({
  inboundId: 1,
  isSource: false,
  serverId: 1,
  server: name,
  remark: name,
  protocol: 'vless',
  port: 443,
  network: 'tcp',
  security: 'reality',
  status,
  statusMessage: name,
  currentClients: 0,
  capacity: 5,
  ownCapacity: 5,
  serverCapacity: null,
  isDefault: false,
  enabled: true,
  trafficUsed: gigabytes(7n),
  trafficLimit: gigabytes(100n),
  closed: null,
  warnings: [],
  ...with_,
});

/** What a panel shows of an inbound; `notSellable` null = it can be sold. */
export const aRemoteInbound = (name: string, notSellable: string | null): RemoteInbound => ({
  tag: '',
  cipher: '',
  remoteId: 1,
  remark: name,
  protocol: 'vless',
  port: 443,
  network: 'tcp',
  security: 'reality',
  enable: true,
  flowCapable: true,
  used: 0n as RemoteInbound['used'],
  emails: [],
  notSellable,
});

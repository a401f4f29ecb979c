import { Customer } from '../../src/model/customer.ts';
import { Order, OrderItem } from '../../src/model/order.ts';
import { OrderServerClient } from '../../src/model/order-server-client.ts';
import { Charge, Payment } from '../../src/model/payment.ts';
import { SELLING_HEALTH, Server } from '../../src/model/server.ts';
import { ServerClient } from '../../src/model/server-client.ts';
import { ServerInbound } from '../../src/model/server-inbound.ts';
import { ServerPlan } from '../../src/model/server-plan.ts';
import { bytes } from '../../src/model/values/traffic.ts';
import { countedIds } from './ids.ts';

// Each builds something that works: open, unlimited, empty. A test names only what matters to it, and asks the
// entity or persists it.

export const NOON = new Date('2026-11-22T12:00:00Z');
export const ANN = 5_000_000_001;
export const BOB = 5_000_000_002;
export const BOT = 7_000_000_001;

/** So many milliseconds after noon; negative = before. */
export const afterNoon = (ms: number): Date => new Date(NOON.getTime() + ms);

let built = 0;
const nextNumber = () => ++built;

export const aServer = (state: Partial<Server> = {}): Server =>
  Object.assign(new Server(), {
    name: 'Frankfurt',
    country: 'DE',
    panelUrl: `https://panel-${nextNumber()}.example.com/`,
    publicHost: 'de.example.com',
    panelCredentials: 'sealed',
    panelProxy: null,
    panelProxyHost: null,
    panelVersion: '3.6.0',
    panelGeneration: 'clients',
    panelRestartsCore: false,
    healthStatus: 'healthy',
    healthSince: null,
    healthReason: null,
    healthLeaning: null,
    healthLooks: 0,
    probeDueAt: SELLING_HEALTH.includes(state.healthStatus ?? 'healthy') ? null : NOON,
    failedProbes: 0,
    autoProvisioning: true,
    maxClientsPerInbound: null,
    createdAt: NOON,
    ...state,
  });

export const anInbound = (state: Partial<ServerInbound> = {}): ServerInbound =>
  Object.assign(new ServerInbound(), {
    server: state.server ?? aServer(),
    kind: 'shared',
    remoteId: nextNumber(),
    remark: 'vless-reality',
    protocol: 'vless',
    port: 443,
    network: 'tcp',
    security: 'reality',
    flowCapable: true,
    capacity: null,
    currentClients: 0,
    isDefault: false,
    provisioningEnabled: true,
    clientTemplate: null,
    provisioningRules: null,
    performanceMetrics: null,
    status: 'active',
    statusMessage: null,
    trafficLimit: null,
    trafficUsed: bytes(0n),
    lastSyncedAt: null,
    ...state,
  });

export const aPlan = (state: Partial<ServerPlan> = {}): ServerPlan =>
  Object.assign(new ServerPlan(), {
    server: state.server ?? aServer(),
    name: '1 month',
    type: 'shared',
    provisionSettings: null,
    performanceMetrics: null,
    durationDays: 30,
    price: 300n,
    priceStars: null,
    setupFee: 0n,
    dataLimitGb: null,
    concurrentConnections: null,
    preferredInbound: null,
    maxClients: null,
    currentClients: 0,
    isActive: true,
    onSale: true,
    createdAt: NOON,
    ...state,
  });

export const aCustomer = (state: Partial<Customer> = {}): Customer =>
  Object.assign(new Customer(), {
    id: ANN,
    name: 'Ann',
    username: null,
    language: 'en',
    subscriptionHash: String(nextNumber()).padStart(64, '0'),
    subscriptionToken: 'sealed',
    createdAt: NOON,
    ...state,
  });

export const anOrder = (state: Partial<Order> = {}): Order =>
  Object.assign(new Order(), {
    id: countedIds.id(),
    customer: state.customer ?? aCustomer(),
    botId: BOT,
    nonce: countedIds.nonce(),
    status: 'pending_payment',
    total: 300n,
    currency: 'USD',
    totalStars: 150,
    termsVersion: '1',
    reservedUntil: (state.status ?? 'pending_payment') === 'pending_payment' ? NOON : null,
    precheckedAt: null,
    paidAt: null,
    createdAt: NOON,
    ...state,
  });

export const anItem = (state: Partial<OrderItem> = {}): OrderItem => {
  const { order = anOrder(), plan = aPlan() } = state;
  return Object.assign(new OrderItem(), {
    id: countedIds.id(),
    order,
    plan,
    quantity: 1,
    planName: plan.name,
    durationDays: plan.durationDays,
    dataLimitGb: plan.dataLimitGb,
    concurrentConnections: plan.concurrentConnections,
    unitPrice: plan.price,
    setupFee: plan.setupFee,
    unitStars: 150,
    ...state,
  });
};

/** With the date and the client that its state asks for. */
export function aUnit(state: Partial<OrderServerClient> = {}): OrderServerClient {
  const { orderItem = anItem(), inbound = anInbound(), provisionStatus = 'reserved' } = state;
  return Object.assign(new OrderServerClient(), {
    id: countedIds.unitId(),
    orderItem,
    inbound,
    provisionStatus,
    unitNo: nextNumber(),
    placementNo: 0,
    provisionAttempts: 0,
    attemptsBefore: 0,
    retriedAt: null,
    provisionLog: [],
    provisionErrorCode: null,
    provisionError: null,
    dueAt: ['pending', 'provisioning'].includes(provisionStatus) ? NOON : null,
    serverClient: provisionStatus === 'completed' ? aClient({ order: orderItem.order, inbound }) : null,
    ...state,
  });
}

/** A client that its panel holds, with nothing to push. */
export const aClient = (state: Partial<ServerClient> = {}): ServerClient => {
  const { order = anOrder({ status: 'completed' }), inbound = anInbound() } = state;
  return Object.assign(new ServerClient(), {
    order,
    inbound,
    customer: order.customer,
    status: 'active',
    email: `shop-${countedIds.unitId()}-1`,
    uuid: countedIds.uuid(),
    password: countedIds.secret(),
    subId: countedIds.secret(),
    flow: '',
    limitIp: 0,
    links: [],
    trafficLimit: null,
    trafficUsed: bytes(0n),
    trafficPercentageUsed: 0,
    trafficSeenAt: null,
    panelTraffic: bytes(0n),
    lifetimeTraffic: bytes(0n),
    periodStartTraffic: bytes(0n),
    trafficNoticed: 0,
    trafficResetRev: 0,
    connectionStats: null,
    statusHistory: [],
    autoRenew: false,
    nextBillingAt: null,
    expiresAt: null,
    attemptExpiries: [],
    provisionedAt: null,
    activatedAt: null,
    suspendedAt: null,
    terminatedAt: null,
    statusReason: null,
    wanted: 'enabled',
    wantedRev: 0,
    pushedRev: 0,
    pushDueAt: null,
    recheckAt: null,
    errorMessage: null,
    retryCount: 0,
    ...state,
  });
};

export const aPayment = (state: Partial<Payment> = {}): Payment =>
  Object.assign(new Payment(), {
    id: countedIds.id(),
    order: state.order ?? anOrder(),
    provider: 'stars',
    status: 'created',
    amount: 150n,
    currency: 'XTR',
    settledAt: null,
    createdAt: NOON,
    ...state,
  });

export const aCharge = (state: Partial<Charge> = {}): Charge =>
  Object.assign(new Charge(), {
    id: countedIds.id(),
    payment: null,
    botId: BOT,
    chargeId: `charge-${nextNumber()}`,
    payerId: ANN,
    amount: 150n,
    currency: 'XTR',
    status: 'settled',
    receivedAt: NOON,
    ...state,
  });

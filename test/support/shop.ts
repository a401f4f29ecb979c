import type { Database } from '../../src/db/open-database.ts';
import { Order } from '../../src/model/order.ts';
import { OrderServerClient } from '../../src/model/order-server-client.ts';
import { Charge, Payment, Refund } from '../../src/model/payment.ts';
import type { Server } from '../../src/model/server.ts';
import { ServerInbound } from '../../src/model/server-inbound.ts';
import { ServerPlan } from '../../src/model/server-plan.ts';
import { OutgoingMessage } from '../../src/model/telegram.ts';
import { minutes } from '../../src/model/values/period.ts';
import { CheckoutService } from '../../src/services/checkout/checkout-service.ts';
import { invoicePayload } from '../../src/services/checkout/invoice-payload.ts';
import type { OrderRequest, Placed } from '../../src/services/checkout/place-order.ts';
import type { Logger } from '../../src/services/ports/logger.ts';
import type { IncomingCharge } from '../../src/services/ports/payment-provider.ts';
import type { Shop as ShopFacts } from '../../src/services/ports/shop.ts';
import type { Wakes } from '../../src/services/ports/wakes.ts';
import { ANN, aCustomer, anInbound, aPlan, aServer, BOB, BOT, NOON } from './builders.ts';
import { workOn } from './database.ts';
import { countedIds } from './ids.ts';
import { StarsLedger } from './stars-ledger.ts';

export const OWNER = 9_000_000_001;

/** 50 Stars for a dollar: a price of 3.00 is 150 Stars. */
export const SHOP: ShopFacts = {
  name: 'Shop',
  botId: BOT,
  shop4: 'shop',
  ownerIds: [OWNER],
  currency: 'USD',
  starRate: { numerator: 50n, denominator: 1n },
  termsVersion: '2026-11',
  termsUrl: null,
  privacyUrl: null,
  supportContact: null,
  reservation: minutes(15),
  publicUrl: 'https://shop.example.com',
};

export const silentLog: Logger = { info: () => {}, warn: () => {}, error: () => {} };

/** A clock that stands still until it is moved. */
export class MovedClock {
  private at = NOON;

  now(): Date {
    return this.at;
  }

  /** To `ms` after noon. */
  moveTo(ms: number): void {
    this.at = new Date(NOON.getTime() + ms);
  }
}

/** Remembers who was woken, in order. */
export class HeardWakes implements Wakes {
  readonly heard: string[] = [];

  orderPaid(orderId: string): void {
    this.heard.push(`paid ${orderId}`);
  }

  lane(serverId: number): void {
    this.heard.push(`lane ${serverId}`);
  }

  sender(): void {
    this.heard.push('sender');
  }

  refunds(): void {
    this.heard.push('refunds');
  }
}

type Stock = { server?: Partial<Server>; plans?: Partial<ServerPlan>[]; inbounds?: Partial<ServerInbound>[] };
type Wish = Partial<OrderRequest>;
export type Shop = Awaited<ReturnType<typeof openShop>>;

/**
 * A shop at noon, started an hour before, with one server and two customers, Ann and Bob. One plan of 150 Stars and one
 * inbound, both unlimited, unless told.
 */
export async function openShop(database: Database, stock: Stock = {}) {
  const { server, planIds, inboundIds } = await stockUp(database, stock);
  const [stars, clock, wakes] = [new StarsLedger(), new MovedClock(), new HeardWakes()];
  const startedAt = new Date(NOON.getTime() - minutes(60));
  const needs = { work: workOn(database), clock, ids: countedIds, log: silentLog, shop: SHOP, wakes, stars };
  const checkout = new CheckoutService({ ...needs, startedAt });

  /** A tap on "Buy" by Ann, on a screen of its own: one seat of the first plan unless told. */
  const buy = ({
    planId = planIds[0] ?? 0,
    quantity = 1,
    nonce = countedIds.nonce(),
    customerId = ANN,
    ...pay
  }: Wish = {}) => checkout.placeOrder({ nonce, customerId, planId, quantity, ...pay });

  /** A purchase that has to succeed. */
  const order = async (wish?: Wish): Promise<Placed> => {
    const answer = await buy(wish);
    if (!answer.ok) throw new Error(answer.refusal.code);
    return answer.value;
  };

  const em = () => database.em();
  return {
    needs,
    checkout,
    clock,
    stars,
    wakes,
    serverId: server.id,
    planIds,
    inboundIds,
    buy,
    order,
    /** The same shop in a process that starts at this moment. */
    restarted: () => new CheckoutService({ ...needs, startedAt: clock.now() }),
    cancel: (placed: Placed, customerId = ANN) =>
      checkout.cancelOrder({ orderId: placed.orderId, customerId }),
    /** Telegram took the money for this invoice. */
    pay: (placed: Placed, change: Partial<IncomingCharge> = {}) =>
      checkout.confirmPayment(stars.take(chargeFor(placed, change))),
    admit: (placed: Placed, change: { payerId?: number; amount?: bigint; currency?: string } = {}) =>
      checkout.admitPayment({ ...chargeFor(placed), ...change }),
    orderRow: ({ orderId }: Placed) => em().findOneOrFail(Order, orderId),
    payment: ({ paymentId }: Placed) => em().findOneOrFail(Payment, paymentId),
    charges: () => em().findAll(Charge, { orderBy: { receivedAt: 'asc', id: 'asc' } }),
    refunds: () => em().findAll(Refund, { populate: ['charge'], orderBy: { createdAt: 'asc', id: 'asc' } }),
    messages: (kind: string) => em().find(OutgoingMessage, { kind }, { orderBy: { id: 'asc' } }),
    units: () =>
      em().findAll(OrderServerClient, {
        populate: ['orderItem.order', 'serverClient'],
        orderBy: { orderItem: { id: 'asc' }, unitNo: 'asc' },
      }),
    plans: () => em().findAll(ServerPlan, { orderBy: { id: 'asc' } }),
    inbounds: () => em().findAll(ServerInbound, { orderBy: { id: 'asc' } }),
    /** Balances by account, those of zero left out. */
    balances: () => balances(database),
  };
}

/** An unpaid order of one unit whose quarter of an hour is over, ended by the sweep or by Ann. */
export async function givenUp(database: Database, act: 'expire' | 'cancel', stock: Stock = {}) {
  const shop = await openShop(database, stock);
  const placed = await shop.order();
  shop.clock.moveTo(minutes(15));
  await (act === 'expire' ? shop.checkout.releaseHolds() : shop.cancel(placed));
  return { shop, placed };
}

/** The charge that Telegram makes of an invoice of 150 Stars for one unit, paid by Ann. */
export const chargeFor = (placed: Placed, change: Partial<IncomingCharge> = {}): IncomingCharge => ({
  botId: BOT,
  chargeId: `stx-${countedIds.nonce()}`,
  payerId: ANN,
  amount: 150n,
  currency: 'XTR',
  payload: invoicePayload({ ...placed, planId: 1, quantity: 1 }),
  ...change,
});

async function stockUp(database: Database, { server: state, plans = [{}], inbounds = [{}] }: Stock) {
  const server = aServer(state);
  const customers = [aCustomer(), aCustomer({ id: BOB, name: 'Bob' })];
  const opened = inbounds.map((each) => anInbound({ server, ...each }));
  const listed = plans.map((each) => aPlan({ server, ...each }));
  await database
    .em()
    .persist([server, ...customers, ...opened, ...listed])
    .flush();
  return { server, planIds: listed.map((each) => each.id), inboundIds: opened.map((each) => each.id) };
}

async function balances(database: Database): Promise<Record<string, number>> {
  const rows = await database
    .em()
    .execute<{ name: string; balance: string }[]>(
      'select name, balance from ledger_accounts where balance <> 0',
    );
  return Object.fromEntries(rows.map(({ name, balance }) => [name, Number(balance)]));
}

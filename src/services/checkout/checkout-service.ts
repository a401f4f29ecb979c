import type { Result } from '../../model/result.ts';
import type { Money } from '../../model/values/money.ts';
import { balanceOf } from '../ledger/wallet.ts';
import { crashPoint } from '../ports/crash-point.ts';
import type { IncomingCharge, ReturnedCharge } from '../ports/payment-provider.ts';
import { seatsLeft } from '../seats/seats-left.ts';
import { admitPayment, type NotAdmitted, type PaymentIntent } from './admit-payment.ts';
import { balanceMoves } from './balance-moves.ts';
import { changeUnits, type UnitsChange, type UnitsNotChanged } from './change-units.ts';
import { type Confirmed, confirmPayment } from './confirm-payment.ts';
import {
  cancelForCustomer,
  cancelOrder,
  type NotCancelled,
  type OrderOf,
  releaseHolds,
  type StaffCancel,
} from './end-order.ts';
import { findOrders, listOrders, type OrderQuery, orderView } from './find-orders.ts';
import { type GiveBack, giveBack, type NotGivenBack } from './give-back.ts';
import { giveBackOverdue } from './give-back-overdue.ts';
import { type Grant, grantOrder, type NotGranted } from './grant-order.ts';
import { type ChargeRefund, chargeTrouble, moneyTrouble, refundCharge } from './money-trouble.ts';
import type { CheckoutNeeds } from './needs.ts';
import { invoiceAgain, type NotPayable, ownOrders, receipt } from './own-orders.ts';
import { type NotPlaced, type OrderRequest, type Placed, placeOrder } from './place-order.ts';
import { type PlacedOrder, placedOrder } from './placed-order.ts';
import { type BackPreview, type Previewed, previewGiveBack } from './preview-give-back.ts';
import { DeviceDesk } from './purchases/device-desk.ts';
import { PlanChangeDesk } from './purchases/plan-change-desk.ts';
import { RenewalDesk } from './purchases/renewal-desk.ts';
import { TopUpDesk } from './purchases/top-up-desk.ts';
import { TrafficDesk } from './purchases/traffic-desk.ts';
import { reconcileStars } from './reconcile-stars.ts';
import { RefundDesk } from './refund-desk.ts';
import { type NotRefundable, type RefundRequest, refundOrder } from './refund-order.ts';
import { takeReturned } from './returned/take-returned.ts';
import { runRefunds } from './run-refunds.ts';
import { SubscriptionDesk } from './subscriptions/subscription-desk.ts';
import { takeOverFromOtherBots } from './take-over.ts';
import { TrialDesk } from './trials/trial-desk.ts';
import type {
  BalanceMoves,
  ChargeTrouble,
  GivenBack,
  MoneyTrouble,
  OrderList,
  OrderView,
  OwnOrders,
  Receipt,
} from './views.ts';

/** Selling: from the tap on "Buy" to the paid order, or to the money given back. Every call may be made again. */
export class CheckoutService {
  /** What is bought for an access that is there: a further period, also by Telegram itself, traffic, devices, another plan. */
  readonly renewals: RenewalDesk;
  readonly subscriptions: SubscriptionDesk;
  readonly traffic: TrafficDesk;
  readonly devices: DeviceDesk;
  readonly plans: PlanChangeDesk;
  /** Money for the balance. */
  readonly topUps: TopUpDesk;
  /** A plan for nothing, once. */
  readonly trials: TrialDesk;
  /** Those that were given up. */
  readonly refunds: RefundDesk;
  private readonly needs: CheckoutNeeds;

  constructor(needs: CheckoutNeeds) {
    this.needs = needs;
    this.renewals = new RenewalDesk(needs);
    this.topUps = new TopUpDesk(needs);
    this.traffic = new TrafficDesk(needs);
    this.trials = new TrialDesk(needs);
    this.refunds = new RefundDesk(needs);
    this.devices = new DeviceDesk(needs);
    this.plans = new PlanChangeDesk(needs);
    this.subscriptions = new SubscriptionDesk(needs);
  }

  /**
   * Writes an order down, holds its seats until the reservation ends, and queues its invoice.
   * A second call with the same nonce answers the first one's order, takes no seat and no money. Where the balance pays
   * all of it, it is paid and on its way.
   */
  async placeOrder(request: OrderRequest): Promise<Result<Placed, NotPlaced>> {
    const placed = await placeOrder(this.needs, request);
    crashPoint('order.placed');
    if (!placed.ok) return placed;
    this.needs.wakes.sender();
    if (placed.value.isPaid) this.needs.wakes.orderPaid(placed.value.orderId);
    return placed;
  }

  /** The unpaid order of a person becomes one for another number of keys, with a new invoice; a "no" leaves it as it was. */
  async changeUnits(change: UnitsChange): Promise<Result<Placed, UnitsNotChanged>> {
    const placed = await changeUnits(this.needs, change);
    if (placed.ok) this.needs.wakes.sender();
    return placed;
  }

  /** How an order stands that a tap placed; null = there is none. */
  placedOrder(orderId: string): Promise<PlacedOrder | null> {
    return placedOrder(this.needs.work.read(), orderId);
  }

  /** The staff gives one access for nothing; delivered like a sale. A second call with the same nonce gives nothing more. */
  grantOrder(grant: Grant): Promise<Result<{ orderId: string }, NotGranted>> {
    return grantOrder(this.needs, grant);
  }

  /** How many more units of this plan have a seat now; null = no limit. */
  seatsLeft(planId: number): Promise<number | null> {
    return seatsLeft(this.needs.work.read(), planId);
  }

  /** Ends an unpaid order and gives its seats back. A stranger's order is refused like one that is over. */
  cancelOrder(order: OrderOf): Promise<Result<{ orderId: string }, NotCancelled>> {
    return cancelOrder(this.needs, order);
  }

  /** Whether Telegram may take the money; a yes keeps the seats for ten minutes more. */
  admitPayment(intent: PaymentIntent): Promise<Result<{ orderId: string }, NotAdmitted>> {
    return admitPayment(this.needs, intent);
  }

  /** Money came: settles, or gives back what nobody asked for. Once per charge, however often it is told. */
  confirmPayment(charge: IncomingCharge): Promise<Confirmed> {
    return confirmPayment(this.needs, charge);
  }

  /** Gives a paid order's money back, whole, after its access was switched off. */
  refundOrder(request: RefundRequest): Promise<Result<GivenBack, NotRefundable>> {
    return refundOrder(this.needs, request);
  }

  /** Ends undelivered units of a paid order and gives their money back, once for each unit. */
  giveBack(request: GiveBack): Promise<Result<GivenBack, NotGivenBack>> {
    return giveBack(this.needs, request);
  }

  /** What `giveBack` would give now; null = nothing. */
  previewGiveBack(request: Previewed): Promise<BackPreview | null> {
    return previewGiveBack(this.needs, request);
  }

  /** The ten newest that fit; an empty query fits all. */
  findOrders(query: string): Promise<OrderView[]> {
    return findOrders(this.needs, query);
  }

  /** A page of orders by what becomes of them. */
  listOrders(query: OrderQuery): Promise<OrderList> {
    return listOrders(this.needs, query);
  }

  /** Money that waits for a decision of the staff. */
  moneyTrouble(): Promise<MoneyTrouble> {
    return moneyTrouble(this.needs.work.read());
  }

  /** null = there is no such charge. */
  charge(id: string): Promise<ChargeTrouble | null> {
    return chargeTrouble(this.needs.work.read(), id);
  }

  /** Gives a charge back that belongs to no order. */
  async refundCharge(request: ChargeRefund): Promise<Result<{ stars: number }, { code: 'charge-not-open' }>> {
    const answer = await refundCharge(this.needs, request);
    if (!answer.ok) return answer;
    this.needs.wakes.sender();
    this.needs.wakes.refunds();
    return answer;
  }

  /** The staff ends an unpaid order; its customer is told. */
  async cancelForCustomer(order: StaffCancel): Promise<Result<{ orderId: string }, NotCancelled>> {
    const cancelled = await cancelForCustomer(this.needs, order);
    if (cancelled.ok) this.needs.wakes.sender();
    return cancelled;
  }

  /** null = there is no such order. */
  order(orderId: string): Promise<OrderView | null> {
    return orderView(this.needs, orderId);
  }

  /** A person's own orders, the newest first; a page that is not there is the first one. */
  ownOrders(of: { customerId: number; page: number; size: number }): Promise<OwnOrders> {
    return ownOrders(this.needs.work.read(), of);
  }

  /** One order of this person with its payments; null = it is not theirs, or there is none. */
  receipt(order: OrderOf): Promise<Receipt | null> {
    return receipt(this.needs.work.read(), order, this.needs.clock.now());
  }

  /** Sends the invoice of an unpaid order again; a second call with the same nonce sends nothing. */
  async invoiceAgain(order: OrderOf & { nonce: string }): Promise<Result<{ stars: number }, NotPayable>> {
    const asked = await invoiceAgain(this.needs, order);
    if (asked.ok) this.needs.wakes.sender();
    return asked;
  }

  /** What a person has in the shop, in its currency. */
  async balance(customerId: number): Promise<Money> {
    const { currency } = this.needs.shop;
    return { minor: await balanceOf(this.needs.work.read(), { customerId, currency }), currency };
  }

  /** What moved a person's balance, the newest first; a page that is not there is the first one. */
  balanceMoves(of: { customerId: number; page: number; size: number }): Promise<BalanceMoves> {
    return balanceMoves(this.needs.work.read(), { ...of, currency: this.needs.shop.currency });
  }

  /** Sweep: ends reservations that are over. Answers how many. */
  releaseHolds(): Promise<number> {
    return releaseHolds(this.needs);
  }

  /**
   * Sweep: asks Telegram for the refunds that are due, books due credits to balances, and tells which subscriptions are
   * over. Answers how many refunds and credits were done.
   */
  async runRefunds(): Promise<number> {
    const done = await runRefunds(this.needs);
    await this.subscriptions.tell();
    return done;
  }

  /** Telegram says that a charge went back to its payer: what the shop did not ask for ends what it had paid for. */
  noteReturned(returned: ReturnedCharge): Promise<boolean> {
    return takeReturned(this.needs, returned);
  }

  /** What the bots before this one left is taken over, at every start; `payments` of theirs were booked just now. */
  takeOverFromOtherBots(payments: number): Promise<void> {
    return takeOverFromOtherBots(this.needs, payments);
  }

  /** Sweep: settles payments whose update never came. Answers how many. @throws {PaymentFault} */
  reconcileStars(): Promise<number> {
    return reconcileStars(this.needs);
  }

  /** Sweep: gives back what is not delivered within its time. Answers for how many orders. */
  giveBackOverdue(): Promise<number> {
    return giveBackOverdue(this.needs);
  }
}

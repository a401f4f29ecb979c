import { ORDER_LIFE, type OrderStatus } from '../../model/order.ts';
import { type ProvisionStatus, UNIT_LIFE } from '../../model/order-server-client.ts';
import { CHARGE_LIFE, type ChargeStatus, PAYMENT_LIFE, type PaymentStatus } from '../../model/payment.ts';
import { CLIENT_LIFE, type ClientStatus } from '../../model/server-client.ts';
import { SUBSCRIPTION_LIFE, type SubscriptionStatus } from '../../model/star-subscription.ts';
import type { DrawnLife } from './draw-states.ts';

const order: DrawnLife<OrderStatus> = {
  title: 'Order',
  column: 'orders.status',
  life: ORDER_LIFE,
  starts: ['pending_payment'],
  meanings: {
    pending_payment: 'placed; its seats are kept until `reserved_until`',
    paid: 'the money came; its units are due',
    processing: 'a lane has taken up its units',
    partial: 'some units are ready, others are not',
    completed: 'every unit is ready, or its money went back',
    dispute: 'the payer contests the payment',
    expired: 'not paid in time; the seats are free. A late payment may bring it back',
    cancelled: 'called off before it was paid. A late payment may bring it back',
    refunded: 'the money went back',
  },
};

const payment: DrawnLife<PaymentStatus> = {
  title: 'Payment',
  column: 'payments.status',
  life: PAYMENT_LIFE,
  starts: ['created'],
  meanings: {
    created: 'the customer is to be asked',
    pending: 'the customer was asked',
    confirming: 'on its way; the provider has not confirmed it',
    underpaid: 'less than the price came',
    settled: 'the price came; money that came is never refused',
    credited: 'what came was put into the wallet',
    expired: 'nobody paid in time',
    failed: 'the provider gave up',
    refunding: 'the money is going back',
    refunded: 'the money is back',
    disputed: 'the payer contests it',
  },
};

const charge: DrawnLife<ChargeStatus> = {
  title: 'Charge',
  column: 'charges.status',
  life: CHARGE_LIFE,
  starts: ['settled', 'surplus', 'unmatched'],
  meanings: {
    settled: 'it paid an order',
    surplus: 'it came without need, an order paid twice; it goes back',
    unmatched: 'no payment of ours is known for it; owners are told',
    refunding: 'it is going back',
    refunded: 'it is back with its payer',
    credited: 'it could not go back; its worth is on the balance of its payer',
  },
};

const unit: DrawnLife<ProvisionStatus> = {
  title: 'Unit: one paid client of an order',
  column: 'order_server_clients.provision_status',
  life: UNIT_LIFE,
  starts: ['reserved'],
  meanings: {
    reserved: 'it holds a seat and waits for the payment',
    pending: 'paid; due at `due_at`',
    provisioning: 'a lane is working on it; a new attempt stays here',
    completed: 'the panel holds what was sold. The seat is freed when its client ends',
    failed: 'given up after its attempts; it still holds its seat. Retry or refund it in `/orders`',
    cancelled: 'called off or given back; the seat is free. A late payment may take one again',
  },
};

const client: DrawnLife<ClientStatus> = {
  title: 'Client: the access on a panel',
  column: 'server_clients.status',
  life: CLIENT_LIFE,
  starts: ['provisioning'],
  meanings: {
    provisioning: 'its identity is stored; the panel may not have it yet',
    active: 'it works',
    suspended: 'switched off: traffic, an admin, a payment, or the customer',
    expired: 'its time is over; a renewal brings it back',
    terminated: 'gone from the panel, its seat is free',
  },
};

const subscription: DrawnLife<SubscriptionStatus> = {
  title: 'Subscription: a renewal that Telegram charges for by itself',
  column: 'star_subscriptions.status',
  life: SUBSCRIPTION_LIFE,
  starts: ['active', 'ended'],
  meanings: {
    active: 'Telegram charges again at `ends_at`',
    cancelled: 'called off; until `ends_at` its payer may take it up again',
    ended:
      'no charge came, or what it renewed is gone, or it was never wanted. A late charge may bring it back',
  },
};

/** Every life that has a table, in the order of a purchase. */
export const LIVES: readonly DrawnLife[] = [order, payment, charge, unit, client, subscription];

import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { isGone, nextTry, postponeBilling } from '../../../model/client-billing.ts';
import { Customer } from '../../../model/customer.ts';
import { hasLostPlace } from '../../../model/lost-place.ts';
import { Order } from '../../../model/order.ts';
import { ServerClient } from '../../../model/server-client.ts';
import { days, later, minutes } from '../../../model/values/period.ts';
import { isParked } from '../../lanes/maintenance.ts';
import { lockBalance } from '../../ledger/wallet.ts';
import { wakingMomentOf } from '../../messages/client-notices.ts';
import { queueMessage } from '../../messages/queue-message.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { settleOrder } from '../settle-order.ts';
import { takePart } from '../wallet-part.ts';
import { lockAccess } from './bought.ts';
import { isStopped } from './renewal-news.ts';
import { type Renewable, renewableOf } from './renewal-offer.ts';
import { writeRenewal } from './write-renewal.ts';

/** At a time; the next run takes the others. */
const MOST = 500;

/** Until a renewal that failed is tried again. */
const AGAIN_AFTER = minutes(15);

type Due = { clientId: number; customerId: number };
type Step = { needs: CheckoutNeeds; em: SqlEntityManager; now: Date; client: ServerClient };

/**
 * Renews from their balances what its customers wish to have renewed and is due, one transaction each: one that fails
 * stops no other. Answers how many were renewed. What was due while the shop stood still is tried all the same.
 * `customerId` = theirs alone.
 */
export async function renewDue(needs: CheckoutNeeds, of: { customerId?: number } = {}): Promise<number> {
  const em = needs.work.read();
  if (await isParked(em)) return 0;
  const whose = of.customerId === undefined ? sql`true` : sql`customer_id = ${of.customerId}`;
  const due = await em.execute<{ clientId: number; customerId: string }[]>(sql`
    select id as "clientId", customer_id as "customerId" from server_clients
     where next_billing_at <= ${needs.clock.now()} and ${whose} order by next_billing_at, id limit ${MOST}`);
  let renewed = 0;
  for (const { clientId, customerId } of due) {
    if (await renewSafely(needs, { clientId, customerId: Number(customerId) })) renewed += 1;
  }
  if (due.length > 0) needs.wakes.sender();
  return renewed;
}

async function renewSafely(needs: CheckoutNeeds, due: Due): Promise<boolean> {
  try {
    const serverId = await needs.work.do((em) => renewOne(needs, em, due));
    if (serverId !== null) needs.wakes.lane(serverId);
    return serverId !== null;
  } catch (error) {
    needs.log.error('renewal.failed', { clientId: due.clientId, error });
    await putBehind(needs, due.clientId);
    return false;
  }
}

/** A row that fails must not stand before the others for ever. Where that fails as well, the next run tries both. */
async function putBehind({ work, clock, log }: CheckoutNeeds, clientId: number): Promise<void> {
  const now = clock.now();
  try {
    await work.read().execute(sql`
      update server_clients set next_billing_at = ${later(now, AGAIN_AFTER)}
       where id = ${clientId} and next_billing_at <= ${now}`);
  } catch (error) {
    log.warn('renewal.not-postponed', { clientId, error });
  }
}

/** The server whose lane has to hear of it; null = it was not renewed. */
async function renewOne(needs: CheckoutNeeds, em: SqlEntityManager, due: Due): Promise<number | null> {
  await lockAccess(em, due.clientId);
  const now = needs.clock.now();
  const client = await em.findOneOrFail(ServerClient, due.clientId, {
    populate: ['order', 'inbound.server'],
  });
  // Another hand was here first.
  if (!client.autoRenew || client.nextBillingAt === null || client.nextBillingAt > now) return null;
  const step = { needs, em, now, client };
  if (isGone(client) || (await wasCharged(step))) return settleBilling(step, null);
  const customer = await em.findOneOrFail(Customer, due.customerId);
  // Nobody pays for what somebody else keeps switched off.
  if (isStopped(client) || customer.isSuspended()) return settleBilling(step, later(now, days(1)));
  const found = await renewableOf(needs, em, due);
  if (found.ok && found.value.price.minor > 0n) return charge(step, found.value);
  return stop(step);
}

/** One charge for the period that ends then, whatever becomes of its order. */
const nonceOf = ({ id, expiresAt }: ServerClient): string => `auto-${id}-${expiresAt?.getTime() ?? 0}`;

const wasCharged = async ({ em, client }: Step): Promise<boolean> =>
  (await em.count(Order, { nonce: nonceOf(client), customer: client.customer.id })) > 0;

async function settleBilling({ em, client }: Step, until: Date | null): Promise<null> {
  postponeBilling(client, until);
  await em.flush();
  return null;
}

async function charge(step: Step, found: Renewable): Promise<number | null> {
  const { needs, em, client } = step;
  const { minor } = found.price;
  const customerId = client.customer.id;
  const balance = await lockBalance(em, { customerId, currency: needs.shop.currency });
  if (balance < minor) return missing(step, minor - balance);
  const nonce = nonceOf(client);
  const order = await writeRenewal(needs, em, { ...found, customerId, nonce, automatic: true });
  await takePart(needs, em, { order, part: minor });
  return settleOrder(needs, em, { order, retakenInbound: null });
}

/**
 * Told at the first try of a period and at the last; the tries between are silent. Nobody is woken for it: it is tried
 * again in the morning, and told if it is still so, unless the last try comes before that.
 */
async function missing(step: Step, minor: bigint): Promise<null> {
  const { needs, em, client, now } = step;
  const { expiresAt } = client;
  const until = expiresAt && nextTry(expiresAt, now);
  const morning = await wakingMomentOf(em, { shop: needs.shop, now }, client.customer.id);
  if (until && now < morning && morning < until) return settleBilling(step, morning);
  const isLast = until === null;
  const which = isLast ? 'last' : 'first';
  const key = `renewal-short:${client.id}:${expiresAt?.getTime()}:${which}`;
  const { currency } = needs.shop;
  const data = { clientId: client.id, minor: String(minor), currency, until: endOf(client), isLast };
  const message = { chatId: client.customer.id, kind: 'renewal-short', data, key } as const;
  await queueMessage(em, { shop: needs.shop, now }, message);
  return settleBilling(step, until);
}

/** Its key is dead where it is: its customer is told once what helps, and it is tried again like a short balance. */
async function hold(step: Step): Promise<null> {
  const { needs, em, client, now } = step;
  const key = `renewal-held:${client.id}:${client.expiresAt?.getTime() ?? 0}`;
  const data = { clientId: client.id, until: endOf(client) };
  const message = { chatId: client.customer.id, kind: 'renewal-held', data, key } as const;
  await queueMessage(em, { shop: needs.shop, now }, message);
  return settleBilling(step, client.expiresAt && nextTry(client.expiresAt, now));
}

/** It cannot be renewed any more, or not now: its customer is told that nothing will be charged. */
async function stop(step: Step): Promise<null> {
  if (hasLostPlace(step.client)) return hold(step);
  const { needs, em, client, now } = step;
  const key = `renewal-stopped:${client.id}:${client.expiresAt?.getTime() ?? 0}`;
  const data = { clientId: client.id, until: endOf(client) };
  const message = { chatId: client.customer.id, kind: 'renewal-stopped', data, key } as const;
  await queueMessage(em, { shop: needs.shop, now }, message);
  return settleBilling(step, null);
}

const endOf = ({ expiresAt }: ServerClient): string | null => expiresAt?.toISOString() ?? null;

import type { SqlEntityManager } from '@mikro-orm/sql';
import { switchAutoRenew } from '../../../model/client-billing.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { ServerClient } from '../../../model/server-client.ts';
import { audit } from '../../messages/audit.ts';
import { queueMessage } from '../../messages/queue-message.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { cancelSubscription } from '../subscriptions/end-subscription.ts';
import { lockAccess } from './bought.ts';
import { type AccessOf, type NotRenewable, renewableOf } from './renewal-offer.ts';

/** `renewal-trial` = nobody has paid for it yet: the first period is bought by hand. */
export type NotSwitched = NotRenewable | { code: 'renewal-trial' };

/** When the balance is charged next; null = it is not. `endedSubscription` = Telegram charges no more for it. */
export type AutoRenewal = { isOn: boolean; nextAt: Date | null; endedSubscription?: true };

/** `actorId` = who of the staff wishes it for the person; left out = it is the person's own wish. */
type Wish = AccessOf & { isOn: boolean; actorId?: number };
/** What the staff wishes for whoever has the access. */
export type StaffWish = { clientId: number; isOn: boolean; actorId: number };

/**
 * A person has their access renewed from the balance by itself, or has it no more; audited with who wished it as the
 * actor. What cannot be renewed can only be switched off.
 */
export function setAutoRenewal(needs: CheckoutNeeds, wish: Wish): Promise<Result<AutoRenewal, NotSwitched>> {
  const { clientId, customerId, isOn } = wish;
  return needs.work.run(async (em) => {
    await lockAccess(em, clientId);
    const client = await em.findOne(ServerClient, { id: clientId, customer: customerId });
    if (!client) return refuse({ code: 'access-not-found' });
    const allowed = await mayWish(needs, em, wish);
    if (!allowed.ok) return allowed;
    const endedSubscription = isOn && (await cancelSubscription(needs, em, wish));
    if (client.autoRenew !== isOn) await write(needs, em, { ...wish, client, endedSubscription });
    return ok({ isOn, nextAt: client.nextBillingAt, ...(endedSubscription && { endedSubscription }) });
  });
}

/** The same by the staff, for the access of anybody; who has it is told, because it is about their balance. */
export async function setAutoRenewalFor(
  needs: CheckoutNeeds,
  wish: StaffWish,
): Promise<Result<AutoRenewal, NotSwitched>> {
  const client = await needs.work.read().findOne(ServerClient, wish.clientId);
  if (!client) return refuse({ code: 'access-not-found' });
  return setAutoRenewal(needs, { ...wish, customerId: client.customer.id });
}

type Switched = Wish & { client: ServerClient; endedSubscription: boolean };

async function write(
  { clock, shop }: CheckoutNeeds,
  em: SqlEntityManager,
  { client, isOn, customerId, actorId = customerId, endedSubscription }: Switched,
): Promise<void> {
  const now = clock.now();
  switchAutoRenew(client, isOn);
  const [before, after] = [{ autoRenew: !isOn }, { autoRenew: isOn }];
  const act = { actorId, action: 'client.auto-renew', target: `client:${client.id}` };
  audit(em, { ...act, before, after }, now);
  await em.flush();
  if (actorId === customerId) return;
  const data = { clientId: client.id, isOn, ...(endedSubscription && { endedSubscription }) };
  const key = `auto-renewal:${client.id}:${now.getTime()}`;
  await queueMessage(em, { shop, now }, { chatId: customerId, kind: 'auto-renewal-switched', data, key });
}

/** Off is always possible; on where it is renewable, and at a price that a balance can pay. */
async function mayWish(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { isOn, ...of }: AccessOf & { isOn: boolean },
): Promise<Result<null, NotSwitched>> {
  if (!isOn) return ok(null);
  const found = await renewableOf(needs, em, of);
  if (!found.ok) return found;
  if (found.value.client.isTrial) return refuse({ code: 'renewal-trial' });
  return found.value.price.minor === 0n ? refuse({ code: 'renewal-no-price' }) : ok(null);
}

import type { SqlEntityManager } from '@mikro-orm/sql';
import { switchAutoRenew } from '../../../model/client-billing.ts';
import { ok, type Result, refuse } from '../../../model/result.ts';
import { ServerClient } from '../../../model/server-client.ts';
import { audit } from '../../messages/audit.ts';
import type { CheckoutNeeds } from '../needs.ts';
import { lockAccess } from './bought.ts';
import { type AccessOf, type NotRenewable, renewableOf } from './renewal-offer.ts';

/** When the balance is charged next; null = it is not. */
export type AutoRenewal = { isOn: boolean; nextAt: Date | null };

/**
 * A person has their access renewed from the balance by itself, or has it no more; audited with them as the actor. What
 * cannot be renewed can only be switched off.
 */
export function setAutoRenewal(
  needs: CheckoutNeeds,
  wish: AccessOf & { isOn: boolean },
): Promise<Result<AutoRenewal, NotRenewable>> {
  const { clientId, customerId, isOn } = wish;
  return needs.work.run(async (em) => {
    await lockAccess(em, clientId);
    const client = await em.findOne(ServerClient, { id: clientId, customer: customerId });
    if (!client) return refuse({ code: 'access-not-found' });
    const allowed = await mayWish(needs, em, wish);
    if (!allowed.ok) return allowed;
    if (client.autoRenew !== isOn) await write(needs, em, { client, isOn, clientId, customerId });
    return ok({ isOn, nextAt: client.nextBillingAt });
  });
}

async function write(
  { clock }: CheckoutNeeds,
  em: SqlEntityManager,
  { client, isOn, customerId }: AccessOf & { client: ServerClient; isOn: boolean },
): Promise<void> {
  switchAutoRenew(client, isOn);
  const [before, after] = [{ autoRenew: !isOn }, { autoRenew: isOn }];
  const act = { actorId: customerId, action: 'client.auto-renew', target: `client:${client.id}` };
  audit(em, { ...act, before, after }, clock.now());
  await em.flush();
}

/** Off is always possible; on where it is renewable, and at a price that a balance can pay. */
async function mayWish(
  needs: CheckoutNeeds,
  em: SqlEntityManager,
  { isOn, ...of }: AccessOf & { isOn: boolean },
): Promise<Result<null, NotRenewable>> {
  if (!isOn) return ok(null);
  const found = await renewableOf(needs, em, of);
  if (!found.ok) return found;
  return found.value.price.minor === 0n ? refuse({ code: 'renewal-no-price' }) : ok(null);
}

import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../model/customer.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { days, later } from '../../model/values/period.ts';
import { audit } from '../messages/audit.ts';
import { queueMessage } from '../messages/queue-message.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Vault } from '../ports/vault.ts';
import type { Wakes } from '../ports/wakes.ts';
import { subscriptionHash, subscriptionPlace } from './customer-service.ts';

export type AddressNeeds = {
  work: UnitOfWork;
  clock: Clock;
  ids: Ids;
  vault: Vault;
  shop: Shop;
  wakes: Pick<Wakes, 'sender'>;
};

/** A person's subscription address; `mark` names it without telling it. */
export type Address = { url: string; mark: string };

/** `mark` = the address that is to stop: one that has stopped already is not replaced again. `actorId` = who asks. */
export type NewAddress = { customerId: number; mark: string; actorId: number };

/**
 * There is no such person, or the shop has no public address; it was replaced already; its customer took too many today.
 */
export type NoNewAddress = { code: 'no-address' | 'address-replaced' | 'too-many-addresses' };

/** As many as a customer may take within a day; the staff may always. */
const MOST_A_DAY = 3;
const MARK_LENGTH = 8;

/** The subscription addresses of customers: whoever has one gets every key of its customer, also the new ones. */
export class AddressDesk {
  private readonly needs: AddressNeeds;

  constructor(needs: AddressNeeds) {
    this.needs = needs;
  }

  /** The one that holds now; null = there is no such person, or the shop has no public address. */
  async address(customerId: number): Promise<Address | null> {
    const customer = await this.needs.work.read().findOne(Customer, customerId);
    return customer && this.addressOf(customer);
  }

  /** Another one holds from now on, the old one is dead at once. Where the staff does it, the customer is told. */
  async renew(wish: NewAddress): Promise<Result<Address, NoNewAddress>> {
    const answer = await this.needs.work.run((em) => this.replace(em, wish));
    if (answer.ok && wish.actorId !== wish.customerId) this.needs.wakes.sender();
    return answer;
  }

  private async replace(
    em: SqlEntityManager,
    { customerId, mark, actorId }: NewAddress,
  ): Promise<Result<Address, NoNewAddress>> {
    const { ids, vault, shop, clock } = this.needs;
    const customer = await em.findOne(Customer, customerId, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!customer || shop.publicUrl === null) return refuse({ code: 'no-address' });
    if (markOf(customer) !== mark) return refuse({ code: 'address-replaced' });
    const now = clock.now();
    const isOwn = actorId === customerId;
    if (isOwn && (await takenToday(em, { customerId, now })) >= MOST_A_DAY)
      return refuse({ code: 'too-many-addresses' });
    const token = ids.token();
    customer.takeAddress(subscriptionHash(token), vault.seal(token, subscriptionPlace(customerId)));
    audit(em, { actorId, action: 'address.renew', target: `customer:${customerId}` }, now);
    await em.flush();
    const address = { url: `${shop.publicUrl}/s/${token}`, mark: markOf(customer) };
    if (isOwn) return ok(address);
    const key = `address:${customerId}:${address.mark}`;
    const message = { chatId: customerId, kind: 'address-renewed', data: { customerId }, key } as const;
    await queueMessage(em, { shop, now }, message);
    return ok(address);
  }

  private addressOf(customer: Customer): Address | null {
    const { publicUrl } = this.needs.shop;
    if (publicUrl === null) return null;
    const token = this.needs.vault.open(customer.subscriptionToken, subscriptionPlace(customer.id));
    return { url: `${publicUrl}/s/${token}`, mark: markOf(customer) };
  }
}

/** Of the hash, which tells nothing of the token. */
const markOf = ({ subscriptionHash: hash }: Customer): string => hash.slice(0, MARK_LENGTH);

async function takenToday(
  em: SqlEntityManager,
  { customerId, now }: { customerId: number; now: Date },
): Promise<number> {
  const [row] = await em.execute<{ taken: number }[]>(sql`
    select count(*)::int as taken from audit_log
     where at > ${later(now, days(-1))} and action = 'address.renew' and actor_id = ${customerId}
       and target = ${`customer:${customerId}`}`);
  return row?.taken ?? 0;
}

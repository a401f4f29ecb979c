import { sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../model/customer.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { audit } from '../messages/audit.ts';
import { queueMessage } from '../messages/queue-message.ts';
import { customerAccesses, customerView, staffAccess } from './customer-views.ts';
import type { StaffNeeds } from './needs.ts';
import {
  type NotSuspended,
  type Suspended,
  type Suspension,
  suspendCustomer,
  unsuspendCustomer,
} from './suspend-customer.ts';
import type { CustomerLine, CustomerView, Listed, StaffAccessView } from './views.ts';

/** `nonce` says it once, however often it is handed in. */
export type Letter = { customerId: number; text: string; nonce: string; actorId: number };

const PAGE = 8;

/** Customers, as the staff finds, reads, writes to and stops them (SPEC 158). */
export class CustomerDesk {
  private readonly needs: StaffNeeds;

  constructor(needs: StaffNeeds) {
    this.needs = needs;
  }

  /** The newest first: all, or whom an id, `@username`, part of a name, order number or client's email finds. Pages count from 0. */
  async find({ query, page }: { query: string; page: number }): Promise<Listed<CustomerLine>> {
    const rows = await findRows(this.needs.work.read(), query.trim().toLowerCase(), page);
    return { items: rows.slice(0, PAGE).map(lineOf), page, more: rows.length > PAGE };
  }

  /** null = there is no such customer. */
  customer(customerId: number): Promise<CustomerView | null> {
    return customerView(this.needs, customerId);
  }

  /** A page of a customer's accesses, the newest first, those that are over last; pages count from 0. */
  accesses(customerId: number, page: number): Promise<Listed<StaffAccessView>> {
    return customerAccesses(this.needs, customerId, page);
  }

  /** null = there is no such access. */
  access(clientId: number): Promise<StaffAccessView | null> {
    return staffAccess(this.needs, clientId);
  }

  /** Stops purchases and switches the running accesses off; a second call changes nothing. */
  suspend(request: Omit<Suspension, 'undoes'>): Promise<Result<Suspended, NotSuspended>> {
    return this.switchTo(suspendCustomer, request);
  }

  /** Takes a suspension back: what it had switched off goes on. A second call changes nothing. */
  unsuspend(request: Omit<Suspension, 'undoes'>): Promise<Result<Suspended, NotSuspended>> {
    return this.switchTo(unsuspendCustomer, request);
  }

  /** Sends a person words of the staff, under the shop's name. */
  async write(letter: Letter): Promise<Result<{ customerId: number }, { code: 'person-unknown' }>> {
    const answer = await this.needs.work.run((em) => writeLetter(this.needs, em, letter));
    if (answer.ok) this.needs.wakes.sender();
    return answer;
  }

  private async switchTo(
    step: typeof suspendCustomer,
    { customerId, actorId }: Suspension,
  ): Promise<Result<Suspended, NotSuspended>> {
    const answer = await this.needs.work.run((em) => step(this.needs, em, { customerId, actorId }));
    if (!answer.ok) return answer;
    for (const serverId of answer.value.servers) this.needs.wakes.lane(serverId);
    this.needs.wakes.sender();
    return answer;
  }
}

type Row = { id: string; name: string; username: string | null; suspended: boolean; blocked: boolean };

function findRows(em: SqlEntityManager, text: string, page: number): Promise<Row[]> {
  const like = text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
  return em.execute<Row[]>(sql`
    select id, name, username, suspended_at is not null as suspended, bot_blocked_at is not null as blocked
      from customers
     where ${text} = ''
        or id::text = ${text}
        or lower(username) = ${text.replace(/^@/, '')}
        or lower(name) like ${`%${like}%`}
        or exists (select from orders where orders.customer_id = customers.id and orders.id like ${`${like}%`})
        or exists (select from server_clients where customer_id = customers.id and email = ${text})
     order by created_at desc, id desc limit ${PAGE + 1} offset ${page * PAGE}`);
}

const lineOf = ({ id, name, username, suspended, blocked }: Row): CustomerLine => ({
  customerId: Number(id),
  name,
  username,
  isSuspended: suspended,
  hasBlocked: blocked,
});

async function writeLetter(
  needs: StaffNeeds,
  em: SqlEntityManager,
  { customerId, text, nonce, actorId }: Letter,
): Promise<Result<{ customerId: number }, { code: 'person-unknown' }>> {
  if (!(await em.findOne(Customer, customerId))) return refuse({ code: 'person-unknown' });
  const key = `from-shop:${nonce}`;
  const [said] = await em.execute<unknown[]>(sql`select id from outgoing_messages where idem_key = ${key}`);
  if (said) return ok({ customerId });
  const now = needs.clock.now();
  const data = { shop: needs.shop.name, text };
  audit(em, { actorId, action: 'customer.message', target: `customer:${customerId}`, after: { text } }, now);
  await em.flush();
  await queueMessage(em, { shop: needs.shop, now }, { chatId: customerId, kind: 'from-shop', data, key });
  return ok({ customerId });
}

import { LockMode, sql } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Customer } from '../../model/customer.ts';
import { ok, type Result, refuse } from '../../model/result.ts';
import { isAtLeast } from '../../model/role.ts';
import { SupportMessage } from '../../model/support-message.ts';
import { later, minutes } from '../../model/values/period.ts';
import { audit } from '../messages/audit.ts';
import { queueMessage } from '../messages/queue-message.ts';
import type { Clock } from '../ports/clock.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Wakes } from '../ports/wakes.ts';
import type { SupportView } from './views.ts';

type Needs = { work: UnitOfWork; clock: Clock; shop: Shop; wakes: Wakes };

/** A text that was typed for the shop, or for a customer. `updateId`: what comes twice is stored once. */
export type Typed = { personId: number; updateId: number; text: string };
export type NotTaken = { code: 'support-too-many' | 'support-not-found' | 'nothing-awaited' };

/** A longer silence ends the input. */
const INPUT_LIFE = minutes(15);
const MOST_AN_HOUR = 5;
/** A longer text goes out as a message of its own, so that name and text fit into 4,096 characters each. */
const LONGEST_WITH_HEAD = 3_500;

/** What a question is about stands behind it, where the person's row keeps what is awaited. */
const ABOUT = 'support:';
const LONGEST_AWAITED = 250;

const shortened = (text: string): string => [...text].slice(0, LONGEST_AWAITED).join('');

const withHead = (awaited: string, text: string): string =>
  awaited.startsWith(ABOUT) ? `[${awaited.slice(ABOUT.length)}]\n${text}` : text;

/** What customers and the shop's staff write to each other, through the bot (SPEC 151). */
export class SupportService {
  private readonly needs: Needs;

  constructor(needs: Needs) {
    this.needs = needs;
  }

  /** The person's next text goes to the shop; `about` = what stands above it, of which some 240 signs are kept. */
  begin(personId: number, about = ''): Promise<Result<object, NotTaken>> {
    return this.needs.work.run(async (em) => {
      const person = await locked(em, personId);
      if (await this.wroteTooMuch(em, personId)) return refuse({ code: 'support-too-many' });
      person.awaitText(about === '' ? 'support' : shortened(`${ABOUT}${about}`), this.inputEnd());
      return ok({});
    });
  }

  /** The next text of this member of the staff answers that message. */
  beginAnswer(staffId: number, messageId: number): Promise<Result<SupportView, NotTaken>> {
    return this.needs.work.run(async (em) => {
      const question = await questionOf(em, messageId);
      if (!question) return refuse({ code: 'support-not-found' });
      (await locked(em, staffId)).awaitText(`answer:${messageId}`, this.inputEnd());
      return ok(viewOf(question));
    });
  }

  /** Stores what was typed and queues it for those who read it. A second call with one update changes nothing. */
  async take(typed: Typed): Promise<Result<{ to: 'shop' | 'customer' }, NotTaken>> {
    const taken = await this.needs.work.run(async (em) => {
      const person = await locked(em, typed.personId);
      const awaited = person.awaits(this.needs.clock.now());
      if (awaited === null) return refuse({ code: 'nothing-awaited' as const });
      person.stopAwaiting(typed.updateId);
      const [, question] = /^answer:(\d+)$/.exec(awaited) ?? [];
      return question === undefined
        ? this.ask(em, { ...typed, text: withHead(awaited, typed.text) }, person)
        : this.answer(em, typed, { staff: person, questionId: Number(question) });
    });
    if (taken.ok) this.needs.wakes.sender();
    return taken;
  }

  /** The next text is for nothing any more. */
  async stop(personId: number): Promise<void> {
    await this.needs.work.do(async (em) => (await locked(em, personId)).stopAwaiting(null));
  }

  /** For the words of a message; null = there is none. */
  async message(messageId: number): Promise<SupportView | null> {
    const found = await this.needs.work.read().findOne(SupportMessage, messageId, { populate: ['customer'] });
    return found && viewOf(found);
  }

  private async ask(em: SqlEntityManager, { text }: Typed, customer: Customer) {
    if (await this.wroteTooMuch(em, customer.id)) return refuse({ code: 'support-too-many' as const });
    const asked = await this.store(em, { customer, staffId: null, text });
    for (const chatId of await this.readers(em)) {
      await this.queue(em, { kind: 'support-question', chatId, message: asked });
    }
    return ok({ to: 'shop' as const });
  }

  private async answer(
    em: SqlEntityManager,
    { text }: Typed,
    { staff, questionId }: { staff: Customer; questionId: number },
  ) {
    const { shop, clock } = this.needs;
    const question = await questionOf(em, questionId);
    if (!question || !isAtLeast(staff.role(shop.ownerIds), 'support'))
      return refuse({ code: 'support-not-found' as const });
    const { customer } = question;
    const answer = await this.store(em, { customer, staffId: staff.id, text });
    await this.queue(em, { kind: 'support-answer', chatId: customer.id, message: answer });
    const act = { actorId: staff.id, action: 'support.answer', target: `customer:${customer.id}` };
    audit(em, { ...act, after: { question: questionId, answer: answer.id } }, clock.now());
    return ok({ to: 'customer' as const });
  }

  private async store(
    em: SqlEntityManager,
    message: { customer: Customer; staffId: number | null; text: string },
  ): Promise<SupportMessage> {
    // The database takes neither half a letter nor a NUL.
    const text = message.text.toWellFormed().replaceAll('\u0000', '');
    const stored = em.create(SupportMessage, { ...message, text, createdAt: this.needs.clock.now() });
    await em.flush();
    return stored;
  }

  private async queue(
    em: SqlEntityManager,
    out: { kind: 'support-question' | 'support-answer'; chatId: number; message: SupportMessage },
  ): Promise<void> {
    const { kind, chatId, message } = out;
    const from = { shop: this.needs.shop, now: this.needs.clock.now() };
    const isLong = [...message.text].length > LONGEST_WITH_HEAD;
    for (const part of isLong ? (['head', 'text'] as const) : (['whole'] as const)) {
      const key = `${kind}:${message.id}:${part}:${chatId}`;
      await queueMessage(em, from, { kind, chatId, data: { messageId: message.id, part }, key, priority: 1 });
    }
  }

  /** Owners, and everybody whom they let answer. */
  private async readers(em: SqlEntityManager): Promise<Set<number>> {
    const staff = await em.find(Customer, { staffRole: { $in: ['support', 'admin'] } });
    return new Set([...this.needs.shop.ownerIds, ...staff.map(({ id }) => id)]);
  }

  private async wroteTooMuch(em: SqlEntityManager, customerId: number): Promise<boolean> {
    const since = later(this.needs.clock.now(), minutes(-60));
    const [row] = await em.execute<{ count: number }[]>(sql`
      select count(*)::int as count from support_messages
       where customer_id = ${customerId} and staff_id is null and created_at > ${since}`);
    return (row?.count ?? 0) >= MOST_AN_HOUR;
  }

  private inputEnd = (): Date => later(this.needs.clock.now(), INPUT_LIFE);
}

const locked = (em: SqlEntityManager, id: number): Promise<Customer> =>
  em.findOneOrFail(Customer, id, { lockMode: LockMode.PESSIMISTIC_WRITE });

/** null = no customer wrote a message of this number. */
const questionOf = (em: SqlEntityManager, id: number): Promise<SupportMessage | null> =>
  em.findOne(SupportMessage, { id, staffId: null }, { populate: ['customer'] });

const viewOf = ({ id, customer, text, createdAt }: SupportMessage): SupportView => ({
  messageId: id,
  customerId: customer.id,
  name: customer.name,
  username: customer.username,
  text,
  createdAt,
});

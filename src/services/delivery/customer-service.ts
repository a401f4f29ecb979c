import { createHash } from 'node:crypto';
import { LockMode, sql } from '@mikro-orm/core';
import { Customer, type HomeMessage } from '../../model/customer.ts';
import type { Role } from '../../model/role.ts';
import { later, minutes } from '../../model/values/period.ts';
import { redeliver } from '../messages/queue-message.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Vault } from '../ports/vault.ts';
import { changeNotices, type NoticeChange, type NoticeChoiceView, noticeChoiceOf } from './notice-choice.ts';

/** A person as Telegram presents one. */
export type Person = { id: number; name: string; username: string | null; language: string };

/** Since the last word to a group. */
const GROUP_SILENCE = minutes(-60);

/** The people who talk to the bot. */
export class CustomerService {
  private readonly work: UnitOfWork;
  private readonly clock: Clock;
  private readonly ids: Ids;
  private readonly vault: Vault;

  constructor(needs: { work: UnitOfWork; clock: Clock; ids: Ids; vault: Vault }) {
    this.work = needs.work;
    this.clock = needs.clock;
    this.ids = needs.ids;
    this.vault = needs.vault;
  }

  /**
   * Remembers a person at the first word, with a subscription address of their own; later keeps name and the app's
   * language fresh. What could not reach somebody who was away or unknown goes out now.
   */
  async meet(person: Person): Promise<Customer> {
    const known = await this.work.read().findOne(Customer, person.id);
    if (known && isUnchanged(known, person)) return known;
    return this.work.do(async (em) => {
      const customer = await em.findOne(Customer, person.id, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (customer) customer.introduce(person);
      else em.create(Customer, this.newCustomer(person));
      await em.flush();
      await redeliver(em, person.id, this.clock.now());
      return em.findOneOrFail(Customer, person.id);
    });
  }

  /** The language a person is spoken to, the chosen one before that of the app; English for strangers. */
  async languageOf(id: number): Promise<string> {
    const [row] = await this.work.read().execute<{ spoken: string }[]>(sql`
      select coalesce(language_choice, language) as spoken from customers where id = ${id}`);
    return row?.spoken ?? 'en';
  }

  /** The person has blocked the bot, as far as anybody knows. */
  async isAway(id: number): Promise<boolean> {
    return (await this.work.read().count(Customer, { id, botBlockedAt: { $ne: null } })) > 0;
  }

  /** What a message asks of the person who will read it. */
  asReader(ownerIds: readonly number[]) {
    return {
      languageOf: (id: number) => this.languageOf(id),
      isAway: (id: number) => this.isAway(id),
      roleOf: (id: number) => this.roleOf(id, ownerIds),
    };
  }

  private async roleOf(id: number, ownerIds: readonly number[]): Promise<Role> {
    const person = await this.work.read().findOne(Customer, id);
    return person?.role(ownerIds) ?? (ownerIds.includes(id) ? 'owner' : 'customer');
  }

  /** From now on the person is spoken to in this language, whatever the language of Telegram's app. May come twice. */
  async chooseLanguage(id: number, language: string): Promise<void> {
    await this.work.read().nativeUpdate(Customer, id, { languageChoice: language });
  }

  /** When this person wants to hear of an access, and of what; nothing chosen = as the shop does. */
  noticeChoice(id: number): Promise<NoticeChoiceView> {
    return noticeChoiceOf(this.work, id);
  }

  /** Changes that, and answers how it is now. May come twice. */
  chooseNotices(id: number, change: NoticeChange): Promise<NoticeChoiceView> {
    return changeNotices(this.work, id, change);
  }

  /** From now on navigation edits this message. May come twice. */
  async rememberHome(id: number, home: HomeMessage): Promise<void> {
    const { messageId, drawnAt, updateId } = home;
    const columns = { homeMessageId: messageId, homeDrawnAt: drawnAt, homeUpdateId: updateId };
    await this.work.read().nativeUpdate(Customer, id, columns);
  }

  /** True = this group may be told now that the shop speaks in private chats only; at most once an hour each. */
  async mayTellGroup(chatId: number): Promise<boolean> {
    const now = this.clock.now();
    const rows = await this.work.do((em) =>
      em.execute<unknown[]>(sql`
        insert into group_notices (chat_id, said_at) values (${chatId}, ${now})
        on conflict (chat_id) do update set said_at = excluded.said_at
         where group_notices.said_at <= ${later(now, GROUP_SILENCE)}
        returning chat_id`),
    );
    return rows.length === 1;
  }

  /** The person blocked the bot: notices wait until they come back, and keys and money are tried all the same. */
  async markBlocked(id: number): Promise<void> {
    await this.work.read().nativeUpdate(Customer, id, { botBlockedAt: this.clock.now() });
  }

  async markReachable(id: number): Promise<void> {
    await this.work.read().nativeUpdate(Customer, id, { botBlockedAt: null });
  }

  private newCustomer(person: Person) {
    const token = this.ids.token();
    return {
      ...person,
      name: person.name.slice(0, 255),
      subscriptionHash: subscriptionHash(token),
      subscriptionToken: this.vault.seal(token, subscriptionPlace(person.id)),
      createdAt: this.clock.now(),
    };
  }
}

/** How `/s/<token>` finds its customer: the token itself is stored sealed. */
export const subscriptionHash = (token: string): string => createHash('sha256').update(token).digest('hex');

export const subscriptionPlace = (customerId: number): string => `customers:${customerId}:subscription_token`;

const isUnchanged = (known: Customer, person: Person) =>
  known.name === person.name.slice(0, 255) &&
  known.username === person.username &&
  known.language === person.language &&
  known.botBlockedAt === null;

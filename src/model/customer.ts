import { defineEntity, p } from '@mikro-orm/core';
import { instant, telegramId } from './columns.ts';
import { type Role, STAFF_ROLES, type StaffRole } from './role.ts';

const CustomerSchema = defineEntity({
  name: 'Customer',
  tableName: 'customers',
  properties: {
    /** Telegram's user id. */
    id: telegramId().primary(),
    /** As the person writes it; escaped wherever it is shown. */
    name: p.string(),
    username: p.string().strictNullable(),
    /** The language of Telegram's app. */
    language: p.string().length(16),
    /** The language chosen with /language, which wins; null = none was chosen. */
    languageChoice: p.string().length(16).strictNullable(),
    /** Set while the person blocks the bot; null = messages arrive. */
    botBlockedAt: instant().strictNullable(),
    /** SHA-256 of the subscription token, lower-case hex: how `/s/<token>` finds its customer. */
    subscriptionHash: p.string().length(64).unique(),
    /** The token itself, sealed, so that it can be shown again. */
    subscriptionToken: p.text().hidden(),
    /** Version of the terms accepted last; null = none yet. */
    termsVersion: p.string().strictNullable(),
    termsAcceptedAt: instant().strictNullable(),
    suspendedAt: instant().strictNullable(),
    /** What an owner lets this person do besides buying; null = nothing. */
    staffRole: p.enum(STAFF_ROLES).strictNullable(),
    /** Telegram's id of the one message that navigation edits; null = none was drawn yet. */
    homeMessageId: p.bigint('number').strictNullable(),
    /** When that message was sent; an old one cannot be edited any more. */
    homeDrawnAt: instant().strictNullable(),
    /** The update that sent it: handed in again, it does not send a second one. */
    homeUpdateId: p.bigint('number').strictNullable(),
    /** What the next text of this person is for, until then, or the last one was: `support`, `answer:<message>`. */
    awaiting: p.string().strictNullable(),
    awaitingUntil: instant().strictNullable(),
    /** The update whose text was taken last: handed in again, it is only confirmed again. */
    awaitingUpdateId: p.bigint('number').strictNullable(),
    createdAt: instant(),
  },
});

/** The message that a person's navigation edits. */
export type HomeMessage = { messageId: number; drawnAt: Date; updateId: number };

/** A person who talks to the bot. */
export class Customer extends CustomerSchema.class {
  /** What Telegram tells of the person now; whoever writes does not block the bot. */
  introduce(person: { name: string; username: string | null; language: string }): void {
    this.name = person.name.slice(0, 255);
    this.username = person.username;
    this.language = person.language;
    this.botBlockedAt = null;
  }

  /** What this person may do in the shop; who is named in the configuration is an owner, whatever the row says. */
  role(ownerIds: readonly number[]): Role {
    return ownerIds.includes(this.id) ? 'owner' : (this.staffRole ?? 'customer');
  }

  /** Another subscription address holds from now on: the hash of its token, and the token sealed. */
  takeAddress(hash: string, sealed: string): void {
    this.subscriptionHash = hash;
    this.subscriptionToken = sealed;
  }

  /** null = none was drawn yet. */
  home(): HomeMessage | null {
    const { homeMessageId: messageId, homeDrawnAt: drawnAt, homeUpdateId: updateId } = this;
    return messageId === null || drawnAt === null || updateId === null
      ? null
      : { messageId, drawnAt, updateId };
  }

  /** What the next text is for at this moment; null = for nothing. */
  awaits(now: Date): string | null {
    return this.awaitingUntil !== null && now < this.awaitingUntil ? this.awaiting : null;
  }

  /** The next text is for this, until then. */
  awaitText(what: string, until: Date): void {
    this.awaiting = what;
    this.awaitingUntil = until;
  }

  /** Nothing is awaited any more. @param updateId the update whose text was taken; null = none was. */
  stopAwaiting(updateId: number | null): void {
    this.awaitingUntil = null;
    if (updateId === null) this.awaiting = null;
    else this.awaitingUpdateId = updateId;
  }

  /** Whom the text of this update was taken for; null = it was not taken. */
  takenFor(updateId: number): 'shop' | 'customer' | null {
    if (this.awaitingUpdateId !== updateId) return null;
    return this.awaiting?.startsWith('answer:') ? 'customer' : 'shop';
  }

  /** The staff put this person out: nothing more is sold, what was sold is switched off and kept. */
  isSuspended(): boolean {
    return this.suspendedAt !== null;
  }

  /** @param role null = no more than a customer may. */
  setStaffRole(role: StaffRole | null): void {
    this.staffRole = role;
  }

  /** From now on nothing can be bought; a second call keeps the first date. */
  suspend(at: Date): void {
    this.suspendedAt ??= at;
  }

  unsuspend(): void {
    this.suspendedAt = null;
  }

  /** The language this person is spoken to: the chosen one, else that of Telegram's app. */
  spokenLanguage(): string {
    return this.languageChoice ?? this.language;
  }
}

CustomerSchema.setClass(Customer);

import { defineEntity, p } from '@mikro-orm/core';
import { instant, telegramId } from './columns.ts';
import { type Role, STAFF_ROLES } from './role.ts';

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
    createdAt: instant(),
  },
});

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

  /** The language this person is spoken to: the chosen one, else that of Telegram's app. */
  spokenLanguage(): string {
    return this.languageChoice ?? this.language;
  }
}

CustomerSchema.setClass(Customer);

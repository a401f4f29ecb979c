import type { Persons } from '../persons.ts';
import type { Shelf } from '../shelf.ts';
import type { WorldClock } from '../world-clock.ts';
import { badRequest } from './api-error.ts';
import { randomLetters } from './bot-identity.ts';
import type { Json, Person, Receipt, StoredMessage } from './shapes.ts';
import { personUser } from './views.ts';

/** What is to be paid; `period` in seconds where it is a subscription. */
export type Bill = { amount: number; payload: string; period?: number };

/** `at` and `refundedAt` in ms of the world's clock; `until` says up to when a subscription is paid, in seconds; `renewal` that it was paid by itself. */
export type Charge = Bill & {
  id: string;
  person: number;
  refunded: boolean;
  at?: number;
  refundedAt?: number;
  until?: number;
  renewal?: boolean;
};
type Transaction = Bill & { id: string; person: number; at: number; refund: boolean };

/** What money needs of the chats around it. */
type Surroundings = {
  readonly shelf: Shelf;
  readonly clock: WorldClock;
  readonly persons: Persons;
  fromPerson(person: Person, content: StoredMessage['content']): { updateId: number; messageId: number };
};

/** Who paid what in Stars (contracts/telegram.md A4): whole charges, ids for ever, no money made or lost. */
export class StarLedger {
  private readonly telegram: Surroundings;

  constructor(telegram: Surroundings) {
    this.telegram = telegram;
  }

  /** The bot's Stars; it never withdraws. */
  get balance(): number {
    const rows = this.telegram.shelf.all<Transaction>('transactions');
    return rows.reduce((sum, { amount, refund }) => sum + (refund ? -amount : amount), 0);
  }

  find(chargeId: string): Charge | undefined {
    return this.telegram.shelf.get<Charge>('charges', chargeId);
  }

  /** Takes the Stars and tells the bot; null where the person has too few. */
  charge(
    personId: number,
    bill: Bill & Pick<Charge, 'until' | 'renewal'>,
  ): { charge: Charge; updateId: number } | null {
    const { shelf, persons } = this.telegram;
    const person = persons.find(personId);
    if (!person || person.stars < bill.amount) return null;
    const id = `stx${randomLetters(40)}`;
    const charge: Charge = { ...bill, id, person: personId, refunded: false, at: this.telegram.clock.now() };
    persons.change(personId, { stars: person.stars - bill.amount });
    shelf.put('charges', charge.id, charge);
    this.note(charge, { refund: false });
    const { updateId } = this.telegram.fromPerson(person, { successful_payment: receiptOf(charge) });
    return { charge, updateId };
  }

  /** Every charge there was, oldest first. */
  charges(): Charge[] {
    return this.telegram.shelf.all<Charge>('charges');
  }

  /** @throws ApiError for a charge that is unknown, another person's, or given back before. */
  refund(personId: number, chargeId: string): void {
    const { shelf, persons } = this.telegram;
    const charge = this.find(chargeId);
    const person = persons.find(personId);
    if (!charge || !person || charge.person !== personId) throw badRequest('CHARGE_NOT_FOUND');
    if (charge.refunded) throw badRequest('CHARGE_ALREADY_REFUNDED');
    shelf.put('charges', chargeId, { ...charge, refunded: true, refundedAt: this.telegram.clock.now() });
    persons.change(personId, { stars: person.stars + charge.amount });
    this.note(charge, { refund: true });
    this.telegram.fromPerson(person, { refunded_payment: bareReceipt(charge) });
  }

  /** Oldest first; a refund is a row of its own with the charge's id and a receiver instead of a source. */
  transactions(offset: number, limit: number): Json[] {
    const rows = this.telegram.shelf.all<Transaction>('transactions').slice(offset, offset + limit);
    return rows.map((row) => this.transactionView(row));
  }

  private note({ id, person, amount, payload, period }: Charge, { refund }: { refund: boolean }): void {
    const bill = { amount, payload, ...(period === undefined ? {} : { period }) };
    const row: Transaction = { id, person, ...bill, refund, at: this.telegram.clock.seconds() };
    this.telegram.shelf.put('transactions', refund ? `${id}/refund` : id, row);
  }

  private transactionView({ id, person, amount, payload, period, at, refund }: Transaction): Json {
    const known = this.telegram.persons.find(person);
    const partner = {
      type: 'user',
      transaction_type: 'invoice_payment',
      user: known ? personUser(known) : { id: person, is_bot: false, first_name: '' },
      invoice_payload: payload,
      ...(period === undefined ? {} : { subscription_period: period }),
    };
    return { id, amount, date: at, ...(refund ? { receiver: partner } : { source: partner }) };
  }
}

function bareReceipt({ id, amount, payload }: Charge): Receipt {
  return {
    currency: 'XTR',
    total_amount: amount,
    invoice_payload: payload,
    telegram_payment_charge_id: id,
  };
}

function receiptOf(charge: Charge): Receipt {
  const { person, until, renewal } = charge;
  const receipt = { ...bareReceipt(charge), provider_payment_charge_id: `${person}_0` };
  if (until === undefined) return receipt;
  const isFirst = renewal !== true;
  return {
    ...receipt,
    is_recurring: true,
    ...(isFirst ? { is_first_recurring: true as const } : {}),
    subscription_expiration_date: until,
  };
}

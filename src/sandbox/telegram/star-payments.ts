import { randomInt } from 'node:crypto';
import { EmuError } from '../emu-error.ts';
import type { Persons } from '../persons.ts';
import type { Shelf } from '../shelf.ts';
import type { WorldClock } from '../world-clock.ts';
import { badRequest } from './api-error.ts';
import { randomLetters } from './bot-identity.ts';
import { TOO_OLD } from './callback-queries.ts';
import type { Chats } from './chats.ts';
import type { Json, Person, Receipt, StoredMessage } from './shapes.ts';
import type { UpdateQueue } from './update-queue.ts';
import { personUser } from './views.ts';

type Checkout = { id: string; chat: number; amount: number; payload: string; realAt: number };
type Charge = { id: string; person: number; amount: number; payload: string; refunded: boolean };
type Transaction = {
  id: string;
  person: number;
  amount: number;
  payload: string;
  at: number;
  refund: boolean;
};
type Outcome = { chargeId: string; updateId: number } | EmuError;

const DEADLINE_MS = 10_000;

/** What payments need of the chats around them. */
type Surroundings = {
  readonly shelf: Shelf;
  readonly clock: WorldClock;
  readonly persons: Persons;
  readonly chats: Chats;
  readonly updates: UpdateQueue;
  fromPerson(person: Person, content: StoredMessage['content']): { updateId: number; messageId: number };
};

/** Telegram Stars between persons and the bot (contracts/telegram.md A4, C3): whole charges, ids for ever, no money made or lost. */
export class StarPayments {
  private readonly telegram: Surroundings;
  private readonly waiting = new Map<string, (outcome: Outcome) => void>();

  constructor(telegram: Surroundings) {
    this.telegram = telegram;
  }

  get balance(): number {
    const rows = this.telegram.shelf.all<Transaction>('transactions');
    return rows.reduce((sum, { amount, refund }) => sum + (refund ? -amount : amount), 0);
  }

  /**
   * A person presses Pay: asks the bot and waits up to 10 s of real time.
   * @throws EmuError 402 too few Stars, 408 the bot did not answer, 409 the bot refused.
   */
  async pay(person: Person, message: StoredMessage): Promise<{ chargeId: string; updateId: number }> {
    const amount = message.content.invoice?.total_amount ?? 0;
    if (person.stars < amount) throw tooFew(person, amount);
    const checkout = this.open(person, { amount, payload: message.payload ?? '' });
    const outcome = await this.outcome(checkout);
    if (!(outcome instanceof EmuError)) return outcome;
    this.telegram.chats.notice({ kind: 'alert', chat: person.id, text: outcome.message });
    throw outcome;
  }

  /** What the bot decided; ok moves the money at once. @throws ApiError for a query unknown, answered or older than 10 s. */
  decide(id: string, refusal: string | null): void {
    const checkout = this.telegram.shelf.get<Checkout>('checkouts', id);
    this.telegram.shelf.remove('checkouts', id);
    if (!checkout || Date.now() - checkout.realAt > DEADLINE_MS) throw badRequest(TOO_OLD);
    const outcome = refusal === null ? this.settle(checkout) : new EmuError(409, refusal);
    this.waiting.get(id)?.(outcome);
  }

  /** @throws ApiError for a charge that is unknown, another person's, or given back before. */
  refund(personId: number, chargeId: string): void {
    const { shelf, persons } = this.telegram;
    const charge = shelf.get<Charge>('charges', chargeId);
    const person = persons.find(personId);
    if (!charge || !person || charge.person !== personId) throw badRequest('CHARGE_NOT_FOUND');
    if (charge.refunded) throw badRequest('CHARGE_ALREADY_REFUNDED');
    shelf.put('charges', chargeId, { ...charge, refunded: true });
    persons.change(personId, { stars: person.stars + charge.amount });
    this.note(charge, { refund: true });
    const refunded_payment = { ...receiptOf(charge), provider_payment_charge_id: undefined };
    this.telegram.fromPerson(person, { refunded_payment });
  }

  /** Oldest first; a refund is a row of its own with the charge's id and a receiver instead of a source. */
  transactions(offset: number, limit: number): Json[] {
    const rows = this.telegram.shelf.all<Transaction>('transactions').slice(offset, offset + limit);
    return rows.map((row) => this.transactionView(row));
  }

  /** Nobody is left waiting when the world closes. */
  close(): void {
    for (const tell of this.waiting.values()) tell(new EmuError(408, 'the world was closed'));
  }

  private open(person: Person, { amount, payload }: { amount: number; payload: string }): Checkout {
    const { shelf, updates } = this.telegram;
    const checkout = { id: String(randomInt(2 ** 47)), chat: person.id, amount, payload, realAt: Date.now() };
    shelf.put('checkouts', checkout.id, checkout);
    updates.push('pre_checkout_query', {
      id: checkout.id,
      from: personUser(person),
      currency: 'XTR',
      total_amount: amount,
      invoice_payload: payload,
    });
    return checkout;
  }

  private outcome({ id }: Checkout): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const late = () => {
      this.telegram.shelf.remove('checkouts', id);
      resolve(new EmuError(408, 'the bot did not answer within 10 seconds'));
    };
    const timer = setTimeout(late, DEADLINE_MS);
    this.waiting.set(id, resolve);
    return promise.finally(() => {
      clearTimeout(timer);
      this.waiting.delete(id);
    });
  }

  private settle({ chat, amount, payload }: Checkout): Outcome {
    const { shelf, persons } = this.telegram;
    const person = persons.find(chat);
    if (!person || person.stars < amount) return new EmuError(402, 'not enough Stars');
    const charge: Charge = { id: `stx${randomLetters(40)}`, person: chat, amount, payload, refunded: false };
    persons.change(chat, { stars: person.stars - amount });
    shelf.put('charges', charge.id, charge);
    this.note(charge, { refund: false });
    const { updateId } = this.telegram.fromPerson(person, { successful_payment: receiptOf(charge) });
    return { chargeId: charge.id, updateId };
  }

  private note({ id, person, amount, payload }: Charge, { refund }: { refund: boolean }): void {
    const row: Transaction = { id, person, amount, payload, refund, at: this.telegram.clock.seconds() };
    this.telegram.shelf.put('transactions', refund ? `${id}/refund` : id, row);
  }

  private transactionView({ id, person, amount, payload, at, refund }: Transaction): Json {
    const known = this.telegram.persons.find(person);
    const partner = {
      type: 'user',
      transaction_type: 'invoice_payment',
      user: known ? personUser(known) : { id: person, is_bot: false, first_name: '' },
      invoice_payload: payload,
    };
    return { id, amount, date: at, ...(refund ? { receiver: partner } : { source: partner }) };
  }
}

function receiptOf({ id, person, amount, payload }: Charge): Receipt {
  return {
    currency: 'XTR',
    total_amount: amount,
    invoice_payload: payload,
    telegram_payment_charge_id: id,
    provider_payment_charge_id: `${person}_0`,
  };
}

function tooFew(person: Person, amount: number): EmuError {
  return new EmuError(402, `not enough Stars: ${amount} asked, ${person.stars} there`);
}

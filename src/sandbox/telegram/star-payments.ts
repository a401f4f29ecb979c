import { randomInt } from 'node:crypto';
import { EmuError } from '../emu-error.ts';
import type { Shelf } from '../shelf.ts';
import { badRequest } from './api-error.ts';
import { TOO_OLD } from './callback-queries.ts';
import type { Chats } from './chats.ts';
import type { Person } from './shapes.ts';
import type { Bill, StarLedger } from './star-ledger.ts';
import type { StarSubscriptions } from './star-subscriptions.ts';
import type { UpdateQueue } from './update-queue.ts';
import { personUser } from './views.ts';

type Checkout = Bill & { id: string; chat: number; realAt: number };
type Paid = { chargeId: string; updateId: number };
type Outcome = Paid | EmuError;

const DEADLINE_MS = 10_000;

type Surroundings = {
  readonly shelf: Shelf;
  readonly chats: Chats;
  readonly updates: UpdateQueue;
  readonly ledger: StarLedger;
  readonly subscriptions: StarSubscriptions;
};

/** Payments under way (contracts/telegram.md A4, C3): the bot is asked first, and only its ok moves money. */
export class StarPayments {
  private readonly telegram: Surroundings;
  private readonly waiting = new Map<string, (outcome: Outcome) => void>();

  constructor(telegram: Surroundings) {
    this.telegram = telegram;
  }

  /**
   * A person presses Pay: asks the bot and waits up to 10 s of real time.
   * @throws EmuError 402 too few Stars, 408 the bot did not answer, 409 the bot refused.
   */
  async pay(person: Person, bill: Bill): Promise<Paid> {
    if (person.stars < bill.amount) throw tooFew(person, bill.amount);
    const outcome = await this.outcome(this.open(person, bill));
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

  /** Nobody is left waiting when the world closes. */
  close(): void {
    for (const tell of this.waiting.values()) tell(new EmuError(408, 'the world was closed'));
  }

  private open(person: Person, { amount, payload, period }: Bill): Checkout {
    const { shelf, updates } = this.telegram;
    const bill = { amount, payload, ...(period === undefined ? {} : { period }) };
    const checkout = { ...bill, id: String(randomInt(2 ** 47)), chat: person.id, realAt: Date.now() };
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

  private settle({ chat, amount, payload, period }: Checkout): Outcome {
    const { ledger, subscriptions } = this.telegram;
    const bill = { amount, payload };
    const paid =
      period === undefined ? ledger.charge(chat, bill) : subscriptions.begin(chat, { ...bill, period });
    if (!paid) return new EmuError(402, 'not enough Stars');
    return { chargeId: paid.charge.id, updateId: paid.updateId };
  }
}

function tooFew(person: Person, amount: number): EmuError {
  return new EmuError(402, `not enough Stars: ${amount} asked, ${person.stars} there`);
}

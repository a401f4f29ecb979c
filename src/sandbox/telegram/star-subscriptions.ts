import { EmuError } from '../emu-error.ts';
import type { Persons } from '../persons.ts';
import type { Shelf } from '../shelf.ts';
import type { WorldClock } from '../world-clock.ts';
import { badRequest } from './api-error.ts';
import type { Bill, Charge, StarLedger } from './star-ledger.ts';
import type { UpdateQueue } from './update-queue.ts';
import { personUser } from './views.ts';

type Recurring = Bill & { period: number };
type Paid = { charge: Charge; updateId: number };

/** `until` in seconds; `barred`: the bot cancelled it, so the person cannot take that back. */
export type Subscription = Recurring & {
  id: string;
  person: number;
  until: number;
  charges: string[];
  state: 'active' | 'canceled' | 'failed' | 'over';
  barred: boolean;
};

type Surroundings = {
  readonly shelf: Shelf;
  readonly clock: WorldClock;
  readonly persons: Persons;
  readonly updates: UpdateQueue;
  readonly ledger: StarLedger;
};

const LONGEST_TIMER_MS = 24 * 3600_000;

/**
 * Payments that come again every 30 days by the world's clock, without asking the bot (contracts/telegram.md A4, C3). One
 * that cannot be paid has failed and ends; Telegram itself would try again for a while.
 */
export class StarSubscriptions {
  private readonly telegram: Surroundings;
  private timer: NodeJS.Timeout | undefined;

  constructor(telegram: Surroundings) {
    this.telegram = telegram;
    this.renewDue();
  }

  /** The first payment; null where the person has too few Stars. The id of its charge is the subscription's. */
  begin(person: number, bill: Recurring): Paid | null {
    const until = this.telegram.clock.seconds() + bill.period;
    const paid = this.telegram.ledger.charge(person, { ...bill, until });
    if (!paid) return null;
    const { id } = paid.charge;
    this.put({ ...bill, id, person, until, charges: [id], state: 'active', barred: false });
    this.watch();
    return paid;
  }

  of(person: number): Subscription[] {
    return this.all().filter((subscription) => subscription.person === person);
  }

  /** Renews or ends what the clock has passed; after a long leap as many periods as are paid for. */
  renewDue(): void {
    const now = this.telegram.clock.seconds();
    for (const due of this.all()) {
      let subscription: Subscription | null = due;
      while (subscription && isLive(subscription) && subscription.until <= now)
        subscription = this.renew(subscription);
    }
    this.watch();
  }

  /** The bot cancels it, or lets the person renew it again. @throws ApiError for a charge that began none of this person's. */
  editByBot(person: number, chargeId: string, isCanceled: boolean): void {
    const found = this.of(person).find(({ charges }) => charges.includes(chargeId));
    if (!found) throw badRequest('CHARGE_NOT_FOUND');
    const state = isCanceled && found.state === 'active' ? 'canceled' : found.state;
    this.put({ ...found, barred: isCanceled, state });
  }

  /** @throws EmuError 404 where it is not this person's, 409 where there is nothing to cancel. */
  cancel(person: number, id: string): { updateId: number } {
    const found = this.own(person, id);
    if (found.state !== 'active') throw new EmuError(409, `this subscription is ${found.state}`);
    return this.settle(found, 'canceled');
  }

  /** Takes a cancellation back while it is still paid. @throws EmuError 404, 409. */
  enable(person: number, id: string): { updateId: number } {
    const found = this.own(person, id);
    if (found.state !== 'canceled') throw new EmuError(409, `this subscription is ${found.state}`);
    if (found.barred) throw new EmuError(409, 'the bot cancelled this subscription');
    return this.settle(found, 'active');
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private all(): Subscription[] {
    return this.telegram.shelf.all<Subscription>('subscriptions');
  }

  private put(subscription: Subscription): void {
    this.telegram.shelf.put('subscriptions', subscription.id, subscription);
  }

  private own(person: number, id: string): Subscription {
    const found = this.of(person).find((subscription) => subscription.id === id);
    if (!found) throw new EmuError(404, `charge: this person has no subscription ${id}`);
    return found;
  }

  /** Null where it ended. */
  private renew(subscription: Subscription): Subscription | null {
    const { amount, payload, period, person, charges, state } = subscription;
    if (state === 'canceled') {
      this.put({ ...subscription, state: 'over' });
      return null;
    }
    const until = subscription.until + period;
    const paid = this.telegram.ledger.charge(person, { amount, payload, period, until, renewal: true });
    if (!paid) {
      this.settle(subscription, 'failed');
      return null;
    }
    const renewed = { ...subscription, until, charges: [...charges, paid.charge.id] };
    this.put(renewed);
    return renewed;
  }

  private settle(subscription: Subscription, state: 'canceled' | 'active' | 'failed'): { updateId: number } {
    this.put({ ...subscription, state });
    const person = this.telegram.persons.find(subscription.person);
    const user = person ? personUser(person) : { id: subscription.person, is_bot: false, first_name: '' };
    const update = { user, invoice_payload: subscription.payload, state };
    return { updateId: this.telegram.updates.push('subscription', update) };
  }

  /** Real time passes the next date too; a leap of the clock calls `renewDue` itself. */
  private watch(): void {
    clearTimeout(this.timer);
    const dates = this.all()
      .filter(isLive)
      .map(({ until }) => until * 1000 - this.telegram.clock.now());
    if (dates.length === 0) return;
    const left = Math.min(Math.max(Math.min(...dates), 1000), LONGEST_TIMER_MS);
    this.timer = setTimeout(() => this.renewDue(), left).unref();
  }
}

function isLive({ state }: Subscription): boolean {
  return state === 'active' || state === 'canceled';
}

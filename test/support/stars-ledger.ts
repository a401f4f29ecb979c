import {
  type IncomingCharge,
  type LedgerPage,
  PaymentFault,
  type PaymentProvider,
  type ReturnedCharge,
  type SubscriptionWish,
} from '../../src/services/ports/payment-provider.ts';

/** What goes wrong at the next refund; `applied` = the money moved all the same. */
type Trouble = { fault: PaymentFault; applied: boolean };

const PAGE = 100;

/**
 * Telegram's side of Stars: a ledger that grows at its end, with rows for what came in and what went out. It stands
 * for the world outside and knows nothing of orders.
 */
export class StarsLedger implements PaymentProvider {
  /** Charge ids in the order in which a refund was asked for, repeated as often as it was asked. */
  readonly asked: string[] = [];
  /** What was wished of subscriptions, in the order in which it was told. */
  readonly wishes: SubscriptionWish[] = [];
  /** What the next wishes of subscriptions meet. */
  readonly subscriptionTroubles: PaymentFault[] = [];
  /** Offsets at which the ledger was read. */
  readonly readings: number[] = [];
  /** Runs before a page is given away: something else happens while the shop reads. */
  beforePage: () => Promise<void> = async () => {};
  private readonly rows: (IncomingCharge | 'out' | { returned: ReturnedCharge })[] = [];
  private readonly returned = new Set<string>();
  private readonly troubles: Trouble[] = [];

  /** Money comes in. */
  take(charge: IncomingCharge): IncomingCharge {
    this.rows.push(charge);
    return charge;
  }

  /** Somebody else's business in the same ledger. */
  takeOther(count: number): void {
    for (let row = 0; row < count; row++) this.rows.push('out');
  }

  /** The next refunds go wrong, one trouble each. */
  fail(...troubles: Trouble[]): void {
    this.troubles.push(...troubles);
  }

  /** Telegram, or somebody with the bot's token, gives it back without a word to the shop; `amount` = of it, left out = whole. */
  returnUnasked(chargeId: string, amount?: bigint): ReturnedCharge {
    this.giveBack(chargeId, amount);
    return { chargeId, amount: amount ?? this.amountOf(chargeId) };
  }

  /** Whether this money is back with its payer. */
  hasReturned(chargeId: string): boolean {
    return this.returned.has(chargeId);
  }

  async refund({ chargeId }: { payerId: number; chargeId: string }): Promise<void> {
    this.asked.push(chargeId);
    const trouble = this.troubles.shift();
    if (!trouble || trouble.applied) this.giveBack(chargeId);
    if (trouble) throw trouble.fault;
  }

  async changeSubscription(wish: SubscriptionWish): Promise<void> {
    const trouble = this.subscriptionTroubles.shift();
    if (trouble) throw trouble;
    this.wishes.push(wish);
  }

  async ledger(offset: number): Promise<LedgerPage> {
    this.readings.push(offset);
    await this.beforePage();
    const page = this.rows.slice(offset, offset + PAGE);
    const told = page.filter((row) => row !== 'out');
    return {
      charges: told.flatMap((row) => ('returned' in row ? [] : [row])),
      returned: told.flatMap((row) => ('returned' in row ? [row.returned] : [])),
      read: page.length,
    };
  }

  private amountOf(chargeId: string): bigint {
    const charge = this.rows.find(
      (row): row is IncomingCharge => row !== 'out' && 'payerId' in row && row.chargeId === chargeId,
    );
    return charge?.amount ?? 150n;
  }

  /** A second time moves nothing: "already refunded" is success. */
  private giveBack(chargeId: string, amount?: bigint): void {
    if (this.returned.has(chargeId)) return;
    this.returned.add(chargeId);
    this.rows.push({ returned: { chargeId, amount: amount ?? this.amountOf(chargeId) } });
  }
}

/** Telegram could not be reached: nothing happened. */
export const refused = () => new PaymentFault({ outcome: 'failed', retryable: true }, 'Telegram: 502');

/** The answer was lost: the money may have moved. */
export const noAnswer = () =>
  new PaymentFault({ outcome: 'unknown', retryable: true }, 'Telegram: no answer');

/** Telegram will never do it. */
export const neverAgain = () =>
  new PaymentFault({ outcome: 'failed', retryable: false }, 'Telegram: CHARGE_NOT_FOUND');

/** Money that Telegram says has come. */
export type IncomingCharge = {
  readonly botId: number;
  readonly chargeId: string;
  readonly payerId: number;
  /** Whole Stars. */
  readonly amount: bigint;
  readonly currency: string;
  readonly payload: string;
  /** When it was paid, as the provider's list has it; left out = now. */
  readonly at?: Date;
  /** Of a subscription: its first charge, or a further one; left out = nobody said. */
  readonly recurring?: 'first' | 'again';
  /** Of a subscription: paid up to then; left out = nobody said. */
  readonly paidUntil?: Date;
};

/** What Telegram is told of a subscription; `chargeId` = its first charge. */
export type SubscriptionWish = {
  readonly payerId: number;
  readonly chargeId: string;
  /** false = its payer may take it up again. */
  readonly isCancelled: boolean;
};

/** A charge that went back to its payer, whoever asked for it; `amount` in whole Stars. */
export type ReturnedCharge = { readonly chargeId: string; readonly amount: bigint };

/**
 * A page of the provider's ledger, oldest first. `read` = how many rows it had, ours and others; `returned` = charges
 * that went back to their payers, left out = it does not tell.
 */
export type LedgerPage = {
  readonly charges: readonly IncomingCharge[];
  readonly returned?: readonly ReturnedCharge[];
  readonly read: number;
};

/**
 * A provider did not do what was asked. `outcome` 'unknown' = it may have been done: asked again with the same key.
 * The message holds no secret.
 */
export class PaymentFault extends Error {
  override readonly name = 'PaymentFault';
  readonly outcome: 'failed' | 'unknown';
  readonly retryable: boolean;

  constructor(
    fault: { outcome: 'failed' | 'unknown'; retryable: boolean },
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.outcome = fault.outcome;
    this.retryable = fault.retryable;
  }
}

/** Telegram Stars, as far as money has to be given back or looked up (contracts/payments.md 1). */
export type PaymentProvider = {
  /** Gives a whole charge back; "already refunded" is success. @throws {PaymentFault} */
  refund(charge: { payerId: number; chargeId: string }): Promise<void>;
  /** Reads the ledger from `offset`, at most 100 rows. @throws {PaymentFault} */
  ledger(offset: number): Promise<LedgerPage>;
  /** Ends a subscription with its period, or lets its payer take it up again; the same twice is success. @throws {PaymentFault} */
  changeSubscription(wish: SubscriptionWish): Promise<void>;
};

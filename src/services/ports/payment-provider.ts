/** Money that Telegram says has come. */
export type IncomingCharge = {
  readonly botId: number;
  readonly chargeId: string;
  readonly payerId: number;
  /** Whole Stars. */
  readonly amount: bigint;
  readonly currency: string;
  readonly payload: string;
};

/**
 * A page of the provider's ledger, oldest first. `read` = how many rows it had, ours and others; `returned` = charges
 * that went back to their payers, left out = it does not tell.
 */
export type LedgerPage = {
  readonly charges: readonly IncomingCharge[];
  readonly returned?: readonly string[];
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
};

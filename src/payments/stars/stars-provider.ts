import { type Api, GrammyError, HttpError } from 'grammy';
import type { StarTransaction } from 'grammy/types';
import {
  type IncomingCharge,
  type LedgerPage,
  PaymentFault,
  type PaymentProvider,
  type SubscriptionWish,
} from '../../services/ports/payment-provider.ts';

/** Rows that Telegram gives at a time. */
const PAGE = 100;

/** Telegram says this also where the refund has just worked (contracts/telegram.md A4). */
const ALREADY_BACK = 'CHARGE_ALREADY_REFUNDED';

/** Telegram Stars by the Bot API: whole refunds, and the ledger for payments whose update never came. */
export class StarsProvider implements PaymentProvider {
  private readonly api: Api;
  private readonly botId: number;

  constructor(needs: { api: Api; botId: number }) {
    this.api = needs.api;
    this.botId = needs.botId;
  }

  async refund({ payerId, chargeId }: { payerId: number; chargeId: string }): Promise<void> {
    try {
      await this.api.refundStarPayment(payerId, chargeId);
    } catch (fault) {
      if (fault instanceof GrammyError && fault.description.includes(ALREADY_BACK)) return;
      throw paymentFault(fault);
    }
  }

  async ledger(offset: number): Promise<LedgerPage> {
    try {
      const { transactions } = await this.api.getStarTransactions({ offset, limit: PAGE });
      const charges = transactions.flatMap((each) => this.chargeOf(each) ?? []);
      const returned = transactions
        .filter(isRefund)
        .map(({ id, amount }) => ({ chargeId: id, amount: BigInt(amount) }));
      return { charges, returned, read: transactions.length };
    } catch (fault) {
      throw paymentFault(fault);
    }
  }

  async changeSubscription({ payerId, chargeId, isCancelled }: SubscriptionWish): Promise<void> {
    try {
      await this.api.editUserStarSubscription(payerId, chargeId, isCancelled);
    } catch (fault) {
      throw paymentFault(fault);
    }
  }

  /** null = not a payment of an invoice of ours: a refund, a withdrawal, a gift. */
  private chargeOf(transaction: StarTransaction): IncomingCharge | null {
    const { source } = transaction;
    if (source?.type !== 'user' || source.transaction_type !== 'invoice_payment') return null;
    return {
      botId: this.botId,
      chargeId: transaction.id,
      payerId: source.user.id,
      amount: BigInt(transaction.amount),
      currency: 'XTR',
      payload: source.invoice_payload ?? '',
      at: new Date(transaction.date * 1_000),
    };
  }
}

/** The row of a refund has the id of its payment (Bot API, StarTransaction). */
const isRefund = ({ receiver }: StarTransaction): boolean =>
  receiver?.type === 'user' && receiver.transaction_type === 'invoice_payment';

/** 429, 5xx and silence pass; what Telegram refuses it goes on refusing. */
function paymentFault(fault: unknown): PaymentFault {
  if (fault instanceof GrammyError) {
    const passes = fault.error_code === 429 || fault.error_code >= 500;
    return new PaymentFault({ outcome: 'failed', retryable: passes }, `Telegram: ${fault.description}`);
  }
  const cause = fault instanceof HttpError ? fault.error : fault;
  const text = 'Telegram did not answer';
  return new PaymentFault({ outcome: 'unknown', retryable: true }, text, { cause: nameOf(cause) });
}

/** A network error's message holds the address, and with it the bot token. */
const nameOf = (cause: unknown) => (cause instanceof Error ? cause.name : typeof cause);

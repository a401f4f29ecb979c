import type { Api } from 'grammy';
import type { Message, Update } from 'grammy/types';
import type { Logger } from '../../services/ports/logger.ts';
import type { Texts } from '../texts.ts';
import { safeReason } from './safe-reason.ts';
import { isTelegramTrouble } from './telegram-trouble.ts';

/** The part of grammY's `Api` that answers without a database: no rate budget stands before it. */
type Answers = Pick<Api, 'sendMessage' | 'answerCallbackQuery' | 'answerPreCheckoutQuery'>;

type Needs = {
  readonly api: Answers;
  readonly texts: Texts;
  readonly ownerIds: readonly number[];
  readonly log: Logger;
  /** The machine's clock in ms; for tests. */
  readonly now?: () => number;
};

/** Disk full, and a database that only lets itself be read: nothing can be stored, so nothing may be sold. */
const UNWRITABLE = ['53100', '25006'];

/** The same person is told again after so long, an owner too. */
const AGAIN_MS = 10 * 60_000;
/** So many updates are remembered as answered: Telegram brings them again until they can be stored. */
const MOST_REMEMBERED = 10_000;

/** Whether the database refuses to store anything at all, for now (SQLSTATE 53100, 25006). */
export function isUnwritable(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  const code = 'code' in fault ? String(fault.code) : '';
  return UNWRITABLE.includes(code) || isUnwritable(fault.cause);
}

/**
 * Answers people while nothing can be stored (RELIABILITY 86): payments are refused before money moves, whoever writes
 * or taps reads that the shop cannot work now, owners are told. The updates stay with Telegram and are handled later.
 */
export class EmergencyDesk {
  private readonly needs: Needs;
  private readonly answered = new Set<number>();
  private readonly toldAt = new Map<number, number>();

  constructor(needs: Needs) {
    this.needs = needs;
  }

  /** Each update once, each person once in ten minutes; what Telegram did not take comes again with its update. */
  async answer(updates: readonly Update[], fault: unknown): Promise<void> {
    const { ownerIds, log } = this.needs;
    const lost = (error: unknown) => log.warn('emergency.not-answered', { reason: safeReason(error) });
    const words = this.words('en', 'emergency-owner', safeReason(fault));
    await Promise.all(ownerIds.map((id) => this.tell(id, words).catch(lost)));
    for (const update of updates) {
      if (this.answered.has(update.update_id)) continue;
      this.remember(update.update_id);
      await this.reply(update).catch((error: unknown) => {
        if (isTelegramTrouble(error)) this.answered.delete(update.update_id);
        lost(error);
      });
    }
  }

  private async reply({ pre_checkout_query: checkout, callback_query: tap, message }: Update): Promise<void> {
    const { api } = this.needs;
    if (checkout) {
      const error_message = this.words(checkout.from.language_code, 'emergency-checkout');
      await api.answerPreCheckoutQuery(checkout.id, false, { error_message });
    }
    if (tap)
      await api.answerCallbackQuery(tap.id, {
        text: this.words(tap.from.language_code, 'emergency-checkout'),
        show_alert: true,
      });
    if (message && wantsAnswer(message))
      await this.tell(message.chat.id, this.words(message.from?.language_code, 'emergency'));
  }

  private async tell(chatId: number, text: string): Promise<void> {
    const now = (this.needs.now ?? (() => performance.now()))();
    const last = this.toldAt.get(chatId);
    if (last !== undefined && now - last < AGAIN_MS) return;
    this.toldAt.set(chatId, now);
    try {
      await this.needs.api.sendMessage(chatId, text);
    } catch (error) {
      if (isTelegramTrouble(error)) this.toldAt.delete(chatId);
      throw error;
    }
  }

  private words(language: string | undefined, id: string, reason = ''): string {
    return this.needs.texts.for(language ?? 'en')(id, { reason });
  }

  private remember(updateId: number): void {
    if (this.answered.size >= MOST_REMEMBERED) this.answered.clear();
    this.answered.add(updateId);
  }
}

/** Money that came is booked from Telegram's own list later, and says so by its order's card. */
const wantsAnswer = ({ chat, successful_payment, refunded_payment }: Message): boolean =>
  chat.type === 'private' && !successful_payment && !refunded_payment;

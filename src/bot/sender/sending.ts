import type { Clock } from '../../services/ports/clock.ts';
import type { Logger } from '../../services/ports/logger.ts';
import type { UnitOfWork } from '../../services/ports/unit-of-work.ts';
import { safeReason } from '../inbox/safe-reason.ts';
import type { FailedMessage, Renderer, SendsMessages } from './sendable.ts';
import type { HeldChat } from './sender-statements.ts';
import { backoffMs, type TelegramRefusal } from './telegram-refusal.ts';

/** What the sender needs to bring a chat's messages out. */
export type Sending = {
  readonly work: UnitOfWork;
  readonly clock: Clock;
  readonly log: Logger;
  readonly botId: number;
  readonly telegram: SendsMessages;
  readonly render: Renderer;
  /** Whose text could not be made, and how often in a row; in this process. */
  readonly unmade: Map<string, number>;
  /** When Telegram last took anything of this process; null = not since its start. */
  readonly reached: { at: Date | null };
  /** Telegram has taken this message, and that is recorded. */
  onSent?(message: { kind: string; data: Readonly<Record<string, unknown>> }): Promise<void>;
  /** This person cannot be reached; may be told more than once. */
  onBlocked(chatId: number): Promise<void>;
  /** Telegram will never take this; may be told twice. A failed message about a failed message must end there. */
  onFailed(failed: FailedMessage, reason: string): Promise<void>;
};

/** What became of one thing to send. `again` = ms after which it is due once more. */
export type SendEnd = { readonly held: boolean; readonly again: number | null };

/** A text that cannot be made is a fault of ours; after so many tries in a row somebody has to look. */
const MOST_RENDERINGS = 10;

/** A call must end while the lease still holds: a fence stops our SQL, not a request under way. */
export const callLimit = ({ leaseMs }: HeldChat) => AbortSignal.timeout(Math.floor(leaseMs * 0.8));

/** Others are told; if they cannot hear, the message's own end is recorded all the same. */
export async function tell(tools: Sending, telling: Promise<void>): Promise<void> {
  try {
    await telling;
  } catch (error) {
    tools.log.error('sender.tell-failed', { reason: safeReason(error) });
  }
}

/** The text of `whose`, or what follows when it could not be made; as a rule the database did not answer. */
export async function textOf<Text>(
  { unmade }: Sending,
  whose: string,
  make: () => Promise<Text>,
): Promise<Text | Extract<TelegramRefusal, { kind: 'again' | 'failed' }>> {
  const faults = (unmade.get(whose) ?? 0) + 1;
  unmade.delete(whose);
  try {
    return await make();
  } catch (fault) {
    const reason = safeReason(fault);
    if (faults >= MOST_RENDERINGS) return { kind: 'failed', reason };
    unmade.set(whose, faults);
    return { kind: 'again', waitMs: backoffMs(faults), reason };
  }
}

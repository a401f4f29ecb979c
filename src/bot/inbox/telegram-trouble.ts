import { BotError, GrammyError, HttpError } from 'grammy';

const FIRST_WAIT_MS = 1_000;
const LAST_WAIT_MS = 60_000;
const GIVEN_UP_MS = 60 * 60 * 1_000;

/** Whether a handler failed because Telegram, or the way to it, did: no fault of the update. */
export function isTelegramTrouble(fault: unknown): boolean {
  if (fault instanceof BotError) return isTelegramTrouble(fault.error);
  if (fault instanceof HttpError) return true;
  return fault instanceof GrammyError && (fault.error_code === 429 || fault.error_code >= 500);
}

/** How long an update waits for Telegram to be well again: 1, 2, 4 ... 60 s; null = it has waited long enough. */
export function telegramWait({ ageMs, leaseNo }: { ageMs: number; leaseNo: number }): number | null {
  if (ageMs > GIVEN_UP_MS) return null;
  return Math.min(FIRST_WAIT_MS * 2 ** (leaseNo - 1), LAST_WAIT_MS);
}

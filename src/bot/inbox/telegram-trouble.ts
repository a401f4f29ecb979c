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

/** How long an update of this age (ms) waits for Telegram to be well again; null = it has waited long enough. */
export function telegramWait(ageMs: number): number | null {
  if (ageMs > GIVEN_UP_MS) return null;
  return Math.round(Math.min(Math.max(ageMs, FIRST_WAIT_MS), LAST_WAIT_MS));
}

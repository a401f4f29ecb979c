import { GrammyError } from 'grammy';
import { safeReason } from '../inbox/safe-reason.ts';

/** What follows from a call that Telegram did not do (RELIABILITY E5). `reason` holds no secret. */
export type TelegramRefusal =
  /** The text is there already. */
  | { readonly kind: 'unchanged'; readonly reason: string }
  /** The message to edit is no longer there. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** This person cannot be reached: blocked the bot, deleted the account, never pressed Start. */
  | { readonly kind: 'blocked'; readonly reason: string }
  /** It will never be taken. */
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'again'; readonly waitMs: number; readonly reason: string };

const FIRST_WAIT_MS = 1_000;
const LAST_WAIT_MS = 60_000;

/** Descriptions of 400 that mean something else than "never"; the texts of contracts/telegram.md C3. */
const BAD_REQUESTS: readonly [RegExp, 'unchanged' | 'gone' | 'blocked'][] = [
  [/message is not modified/i, 'unchanged'],
  [/message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i, 'gone'],
  [/chat not found|PEER_ID_INVALID|user is deactivated/i, 'blocked'],
];

/** `attempts` = tries so far, this one included. */
export function telegramRefusal(fault: unknown, attempts: number): TelegramRefusal {
  const reason = safeReason(fault);
  if (!(fault instanceof GrammyError)) return { kind: 'again', waitMs: backoffMs(attempts), reason };
  const { error_code: code, parameters, description } = fault;
  if (code === 403) return { kind: 'blocked', reason };
  if (code === 400) return { kind: meaningOf(description), reason };
  if (code === 413) return { kind: 'failed', reason };
  if (code === 429) return { kind: 'again', waitMs: (parameters.retry_after ?? 1) * 1_000, reason };
  return { kind: 'again', waitMs: backoffMs(attempts), reason };
}

/** 1, 2, 4 ... 60 s. */
export const backoffMs = (attempts: number) => Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LAST_WAIT_MS);

function meaningOf(description: string): 'unchanged' | 'gone' | 'blocked' | 'failed' {
  return BAD_REQUESTS.find(([form]) => form.test(description))?.[1] ?? 'failed';
}

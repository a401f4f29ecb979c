/** What the operator reads where Telegram does not take the token. */
export const WRONG_TOKEN = 'Telegram does not know this bot token (401): check BOT_TOKEN.';

/** Telegram's own number of what went wrong; null = it did not answer with one. */
export function errorCode(fault: unknown): number | null {
  return fault instanceof Error && 'error_code' in fault ? Number(fault.error_code) : null;
}

/** Ms that Telegram asked us to wait (429); 0 = it did not. */
export function askedWait(fault: unknown): number {
  const { retry_after: seconds = 0 } =
    fault instanceof Error && 'parameters' in fault ? (fault.parameters as { retry_after?: number }) : {};
  return seconds * 1_000;
}

/** The host of a webhook, for words and logs: the path may be a secret. */
export const hostOf = (url: string): string => URL.parse(url)?.host ?? 'an address that cannot be read';

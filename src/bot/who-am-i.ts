import { setTimeout as wait } from 'node:timers/promises';
import { type Api, GrammyError } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import type { Logger } from '../services/ports/logger.ts';

const LONGEST_WAIT_MS = 30_000;

/**
 * Asks Telegram who this bot is, for as long as Telegram cannot be reached.
 * @throws {Error} in words for the operator when Telegram does not know the token.
 */
export async function whoAmI(api: Api, log: Logger): Promise<UserFromGetMe> {
  for (let waitMs = 1000; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      return await api.getMe();
    } catch (fault) {
      if (fault instanceof GrammyError && [401, 404].includes(fault.error_code)) {
        throw new Error('Telegram does not know this BOT_TOKEN: take it anew from @BotFather', {
          cause: fault,
        });
      }
      log.warn('telegram.unreachable', { waitMs, error: fault });
      await wait(waitMs);
    }
  }
}

import { sql } from '@mikro-orm/core';
import type { Update } from 'grammy/types';
import type { Clock } from '../../services/ports/clock.ts';
import { crashPoint } from '../../services/ports/crash-point.ts';
import type { UnitOfWork } from '../../services/ports/unit-of-work.ts';
import { type EmergencyDesk, isUnwritable } from './emergency-desk.ts';
import { storeUpdates } from './store-updates.ts';

/** Where a process that stores updates tells those that handle them. */
export const INBOX_CHANNEL = 'inbox';

type Needs = {
  readonly work: UnitOfWork;
  readonly clock: Clock;
  readonly botId: number;
  /** New updates are in the inbox, for the inbox of this process. */
  onStored(): void;
  /** Answers people while nothing can be stored; without it they wait. */
  readonly emergency?: Pick<EmergencyDesk, 'answer'>;
};

/** Takes updates into the inbox in one transaction, and tells every process that something is there. */
export function storeFromWebhook({ work, clock, botId, onStored, emergency }: Needs) {
  return async (updates: readonly Update[]): Promise<void> => {
    const now = clock.now();
    const stored = work.do(async (em) => {
      const fresh = await storeUpdates(em, { botId, now }, updates);
      if (fresh > 0) await em.execute(sql`select pg_notify(${INBOX_CHANNEL}, '')`);
    });
    await stored.catch(async (fault: unknown) => {
      if (isUnwritable(fault)) await emergency?.answer(updates, fault);
      throw fault; // Telegram brings them again
    });
    crashPoint('update.stored');
    onStored();
  };
}

import { sql } from '@mikro-orm/core';
import type { Logger } from '../services/ports/logger.ts';
import type { UnitOfWork } from '../services/ports/unit-of-work.ts';
import type { Wakes } from '../services/ports/wakes.ts';

/** Where a process without the worker's role tells the workers what there is to do. */
export const WAKES_CHANNEL = 'wakes';

/** What is said within so many ms goes out together: one purchase wakes the sender several times. */
const GATHER_MS = 5;

/**
 * Wakes for other processes on the same database (NOTIFY). What is lost costs at most one sweep, and a worker that
 * comes back to the line looks at everything.
 */
export class WakeLine implements Wakes {
  private readonly work: UnitOfWork;
  private readonly log: Logger;
  private readonly words = new Set<string>();
  private timer: NodeJS.Timeout | null = null;

  constructor({ work, log }: { work: UnitOfWork; log: Logger }) {
    this.work = work;
    this.log = log;
  }

  orderPaid(orderId: string): void {
    this.say(`order ${orderId}`);
  }

  lane(serverId: number): void {
    this.say(`lane ${serverId}`);
  }

  sender(): void {
    this.say('sender');
  }

  refunds(): void {
    this.say('refunds');
  }

  private say(word: string): void {
    this.words.add(word);
    this.timer ??= setTimeout(() => void this.send(), GATHER_MS);
  }

  private async send(): Promise<void> {
    const words = JSON.stringify([...this.words]);
    this.words.clear();
    this.timer = null;
    try {
      await this.work.read().execute(sql`
        select pg_notify(${WAKES_CHANNEL}, word) from jsonb_array_elements_text(${words}::jsonb) as word`);
    } catch (error) {
      this.log.warn('wake.lost', { error });
    }
  }
}

/** Does what a word from the line asks for; one that a newer program may have said is passed over. */
export function heardWake(word: string, wakes: Wakes): void {
  const [kind, id = ''] = word.split(' ');
  if (kind === 'order' && id !== '') wakes.orderPaid(id);
  if (kind === 'lane' && /^\d{1,9}$/.test(id)) wakes.lane(Number(id));
  if (kind === 'sender') wakes.sender();
  if (kind === 'refunds') wakes.refunds();
}

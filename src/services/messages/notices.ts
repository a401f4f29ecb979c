import type { Clock } from '../ports/clock.ts';
import type { Shop } from '../ports/shop.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { Wakes } from '../ports/wakes.ts';
import { alertStaff, queueMessage } from './queue-message.ts';

type Needs = { work: UnitOfWork; clock: Clock; shop: Shop; wakes: Wakes };

/** What the shop says when its own machinery gave up on something. */
export class Notices {
  private readonly needs: Needs;

  constructor(needs: Needs) {
    this.needs = needs;
  }

  /** An update was put aside: polite words to the person (null = nobody is known), a note to the owners. Said once. */
  async updateAside(update: { updateId: number; personId: number | null; reason: string }): Promise<void> {
    const { updateId, personId, reason } = update;
    await this.say(async (em, from) => {
      if (personId !== null) {
        await queueMessage(em, from, { chatId: personId, kind: 'sorry', data: {}, key: `sorry:${updateId}` });
      }
      await alertStaff(em, from, {
        key: `aside:${updateId}`,
        data: { code: 'update-aside', updateId, reason },
      });
    });
  }

  /** Telegram will never take a message. One about another alert is not told on: it would fail the same way. */
  async messageFailed(failed: { what: string; messageId: number; reason: string }): Promise<void> {
    if (failed.what === 'alert') return;
    const data = {
      code: 'message-failed',
      messageId: failed.messageId,
      kind: failed.what,
      reason: failed.reason,
    };
    await this.say((em, from) =>
      alertStaff(em, from, {
        key: `message-failed:${failed.what}:${failed.messageId}`,
        data: { ...data, code: 'message-failed' },
      }),
    );
  }

  private async say(queue: (em: Em, from: { shop: Shop; now: Date }) => Promise<void>): Promise<void> {
    const { work, shop, clock, wakes } = this.needs;
    await work.do((em) => queue(em, { shop, now: clock.now() }));
    wakes.sender();
  }
}

type Em = Parameters<Parameters<UnitOfWork['do']>[0]>[0];

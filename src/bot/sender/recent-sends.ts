import { setTimeout as sleep } from 'node:timers/promises';

/** A little more than a second, because calls travel at different speeds. */
const WINDOW_MS = 1_100;
const TO_ONE_CHAT = 3;
const IN_ALL = 28;

/**
 * What this process sent in the last second. The budget in the database gives places by its clock; when this process
 * was held up meanwhile (the embedded database works in it), places that lay apart are used together. This looks at the
 * moment itself.
 */
export class RecentSends {
  private sent: { readonly chatId: number; readonly at: number }[] = [];

  /** Returns when one more message to this chat may leave, and counts it. */
  async pass(chatId: number): Promise<void> {
    for (let wait = this.waitMs(chatId); wait > 0; wait = this.waitMs(chatId)) await sleep(wait);
    this.sent.push({ chatId, at: performance.now() });
  }

  private waitMs(chatId: number): number {
    const now = performance.now();
    this.sent = this.sent.filter(({ at }) => at > now - WINDOW_MS);
    const toChat = this.sent.filter((message) => message.chatId === chatId);
    const oldest = toChat.at(-TO_ONE_CHAT) ?? this.sent.at(-IN_ALL);
    return oldest ? Math.ceil(oldest.at + WINDOW_MS - now) + 1 : 0;
  }
}

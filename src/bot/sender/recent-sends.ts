import { setTimeout as sleep } from 'node:timers/promises';

/** A little more than a second, because calls travel at different speeds. */
const WINDOW_MS = 1_100;
const TO_ONE_CHAT = 3;
const IN_ALL = 28;

/** So many chats are remembered; who is forgotten gets no answer free of charge, which costs a second at most. */
const MOST_CHATS = 10_000;

/**
 * What this process sent in the last second. The budget in the database gives places by its clock; when this process
 * was held up meanwhile (the embedded database works in it), places that lay apart are used together. This looks at the
 * moment itself.
 *
 * The first message after an update of the person is free (contracts/telegram.md C2, "burst"). An update earns that only
 * where it is known to be younger than all that was sent before: two presses on one screen earn it once.
 */
export class RecentSends {
  private sent: { readonly chatId: number; readonly at: number }[] = [];
  /** The newest message of a chat; null = it is on its way, or its fate is not known. */
  private readonly newest = new Map<number, number | null>();
  private readonly unanswered = new Set<number>();

  /** @param messageId the message that the update is, or whose button was pressed. */
  updateFrom(chatId: number, messageId: number): void {
    const newest = this.newest.get(chatId) ?? null;
    if (newest !== null && messageId >= newest) this.unanswered.add(chatId);
  }

  /** Returns when one more message to this chat may leave, and counts it. */
  async pass(chatId: number): Promise<void> {
    if (!this.unanswered.has(chatId)) {
      for (let wait = this.waitMs(chatId); wait > 0; wait = this.waitMs(chatId)) await sleep(wait);
    }
    const isFree = this.unanswered.delete(chatId);
    if (!isFree) this.sent.push({ chatId, at: performance.now() });
    this.remember(chatId, null);
  }

  /** A message that had passed is in the chat. */
  arrived(chatId: number, messageId: number): void {
    this.remember(chatId, messageId);
  }

  private remember(chatId: number, messageId: number | null): void {
    this.newest.delete(chatId);
    this.newest.set(chatId, messageId);
    const [oldest] = this.newest.keys();
    if (this.newest.size > MOST_CHATS && oldest !== undefined) this.newest.delete(oldest);
  }

  private waitMs(chatId: number): number {
    const now = performance.now();
    this.sent = this.sent.filter(({ at }) => at > now - WINDOW_MS);
    const toChat = this.sent.filter((message) => message.chatId === chatId);
    const oldest = toChat.at(-TO_ONE_CHAT) ?? this.sent.at(-IN_ALL);
    return oldest ? Math.ceil(oldest.at + WINDOW_MS - now) + 1 : 0;
  }
}

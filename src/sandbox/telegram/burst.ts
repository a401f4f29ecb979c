const PER_CHAT = 3;
const IN_ALL = 30;
const SECOND_MS = 1000;

/** Counts new messages in a second of real time, 30 in all where nobody set another limit; a chat's first answer to an update is free (contracts/telegram.md C2). */
export class Burst {
  private readonly unanswered = new Set<number>();
  private sent: { chat: number; at: number }[] = [];

  updateFrom(chat: number): void {
    this.unanswered.add(chat);
  }

  /** What is wrong with one more message to this chat now; null where all is well. */
  message(chat: number, most = IN_ALL): string | null {
    if (this.unanswered.delete(chat)) return null;
    const now = performance.now();
    this.sent = [...this.sent.filter(({ at }) => now - at < SECOND_MS), { chat, at: now }];
    const toChat = this.sent.filter((message) => message.chat === chat).length;
    if (toChat > PER_CHAT) return `${toChat} messages to one chat within a second`;
    return this.sent.length > most ? `${this.sent.length} messages within a second` : null;
  }
}

import type { WorldClock } from '../world-clock.ts';

/** What the bot is seen doing in a chat, `typing` for one; `until` in ms of the world's clock. */
type ChatAction = { action: string; until: number };

const SHOWN_MS = 5000;

/** "typing", "sending a photo": shown for 5 s or until the bot's next message (Bot API, sendChatAction); in memory only. */
export class ChatActions {
  private readonly clock: WorldClock;
  private readonly shown = new Map<number, ChatAction>();

  constructor(clock: WorldClock) {
    this.clock = clock;
  }

  show(chat: number, action: string): void {
    this.shown.set(chat, { action, until: this.clock.now() + SHOWN_MS });
  }

  end(chat: number): void {
    this.shown.delete(chat);
  }

  /** What the bot is doing now, and for how many ms more; null where it does nothing. */
  of(chat: number): { action: string; ms: number } | null {
    const shown = this.shown.get(chat);
    const ms = (shown?.until ?? 0) - this.clock.now();
    return shown && ms > 0 ? { action: shown.action, ms } : null;
  }
}

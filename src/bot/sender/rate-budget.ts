import type { UnitOfWork } from '../../services/ports/unit-of-work.ts';
import {
  type Pace,
  pauseBot,
  pauseChat,
  postponeChat,
  returnChatPlace,
  takeBotPlace,
  takePlaces,
} from './budget-statements.ts';
import { RecentSends } from './recent-sends.ts';

/** A place in the queue of messages, already taken: it is used after `waitMs`, or lost. */
export type Place = {
  readonly waitMs: number;
  /** false = the chat's turn comes first: after `waitMs` a place of the bot has to be taken too. */
  readonly whole: boolean;
};

/**
 * Telegram allows about 30 messages a second and one a second to a chat, short bursts aside (contracts/telegram.md A2).
 * The paces stay a little below, so that calls which travel at different speeds do not meet in one second.
 */
const PER_SECOND = 30;
const CHAT: Pace = { intervalMs: 1_100, burst: 3 };

/** Four fifths of what Telegram takes in a second go out evenly, a sixth at once. */
const botPace = (perSecond: number): Pace => ({
  intervalMs: Math.ceil(1_250 / perSecond),
  burst: Math.max(1, Math.floor(perSecond / 6)),
});

/**
 * The one rate budget of a bot token over all processes; in the database and by its clock, because limits are real time.
 * One object per process.
 */
export class RateBudget {
  private readonly work: UnitOfWork;
  private readonly botId: number;
  private readonly bot: Pace;
  private readonly recent = new RecentSends();

  /** @param options `perSecond`: new messages that Telegram takes of this bot in a second; 30 where it is left out. */
  constructor(options: { work: UnitOfWork; botId: number; perSecond?: number }) {
    this.work = options.work;
    this.botId = options.botId;
    this.bot = botPace(options.perSecond ?? PER_SECOND);
  }

  /** A place for one new message to this chat. */
  take(chatId: number): Promise<Place> {
    return this.work.alone((em) =>
      takePlaces(em, { botId: this.botId, chatId }, { bot: this.bot, chat: CHAT }),
    );
  }

  /** A place of the bot alone; answers the ms to wait for it. */
  takeBot(): Promise<number> {
    return this.work.alone((em) => takeBotPlace(em, this.botId, this.bot));
  }

  /** Returns when a message whose places are due may really leave this process. */
  pass(chatId: number): Promise<void> {
    return this.recent.pass(chatId);
  }

  /** A message that had its place is in the chat, under this id. */
  arrived(chatId: number, messageId: number): void {
    this.recent.arrived(chatId, messageId);
  }

  /** A message took `ms` to get into its chat: the next one keeps its distance from there, whichever process sends it. */
  async late(chatId: number, ms: number): Promise<void> {
    await this.work.alone((em) => postponeChat(em, { botId: this.botId, chatId }, ms));
  }

  /**
   * A person wrote or tapped: the answer shall not wait for what was said before, so a place of the chat is given
   * back. Where the update is known to be younger than all that was sent (`messageId`: the message that it is, or whose
   * button was pressed; null = neither), its answer does not count among what leaves within a second either.
   */
  async updateFrom(chatId: number, messageId: number | null = null): Promise<void> {
    if (messageId !== null) this.recent.updateFrom(chatId, messageId);
    await this.work.alone((em) => returnChatPlace(em, { botId: this.botId, chatId }, CHAT));
  }

  /** Nothing goes out for `ms`: Telegram said 429 to the bot. */
  async pause(ms: number): Promise<void> {
    await this.work.alone((em) => pauseBot(em, this.botId, ms + spanOf(this.bot)));
  }

  /** Nothing goes to this chat for `ms`. */
  async pauseChat(chatId: number, ms: number): Promise<void> {
    await this.work.alone((em) => pauseChat(em, { botId: this.botId, chatId }, ms + spanOf(CHAT)));
  }
}

/** How far the used-up moment may lie ahead while the next message may still go at once. */
const spanOf = ({ intervalMs, burst }: Pace) => intervalMs * (burst - 1);

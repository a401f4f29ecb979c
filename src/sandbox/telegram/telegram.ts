import { Persons } from '../persons.ts';
import type { Shelf } from '../shelf.ts';
import type { WorldClock } from '../world-clock.ts';
import { type BotIdentity, botIdentity, botUser } from './bot-identity.ts';
import { BotSession } from './bot-session.ts';
import { Burst } from './burst.ts';
import { CallbackQueries } from './callback-queries.ts';
import { ChatActions } from './chat-actions.ts';
import { Chats } from './chats.ts';
import { Faults } from './faults.ts';
import { FloodLimits } from './flood-limits.ts';
import { Groups, isGroup } from './groups.ts';
import { Journal } from './journal.ts';
import { type OpenSecret, Secrets } from './secrets.ts';
import type { Chat, Content, Group, Json, Person, StoredMessage, Topic } from './shapes.ts';
import { StarLedger } from './star-ledger.ts';
import { StarPayments } from './star-payments.ts';
import { StarSubscriptions } from './star-subscriptions.ts';
import { Storm } from './storm.ts';
import { UpdateQueue } from './update-queue.ts';
import { chatView, messageView, personUser } from './views.ts';
import { Webhook } from './webhook.ts';

type NewTopic = Pick<Topic, 'name' | 'icon_color' | 'icon_custom_emoji_id'>;

/** Telegram as far as this world has it: one bot, chats, Stars. The parts that methods and persons share. */
export class Telegram {
  readonly shelf: Shelf;
  readonly clock: WorldClock;
  readonly bot: BotIdentity;
  readonly session: BotSession;
  readonly persons: Persons;
  readonly groups: Groups;
  readonly chats: Chats;
  readonly actions: ChatActions;
  readonly updates: UpdateQueue;
  readonly webhook: Webhook;
  readonly queries: CallbackQueries;
  readonly ledger: StarLedger;
  readonly subscriptions: StarSubscriptions;
  readonly payments: StarPayments;
  readonly faults: Faults;
  readonly flood: FloodLimits;
  readonly journal: Journal;
  readonly secrets: Secrets;
  readonly burst = new Burst();
  readonly storm = new Storm();

  constructor(shelf: Shelf, clock: WorldClock, panelSecrets: () => OpenSecret[]) {
    this.shelf = shelf;
    this.clock = clock;
    this.bot = botIdentity(shelf);
    this.session = new BotSession(shelf, clock);
    this.persons = new Persons(shelf);
    this.groups = new Groups(shelf);
    this.chats = new Chats(shelf, clock);
    this.actions = new ChatActions(clock);
    this.updates = new UpdateQueue(shelf, clock, this.storm);
    this.journal = new Journal(clock);
    this.webhook = new Webhook(this);
    this.queries = new CallbackQueries(shelf, clock, this.journal);
    this.ledger = new StarLedger(this);
    this.subscriptions = new StarSubscriptions(this);
    this.payments = new StarPayments(this);
    this.faults = new Faults(shelf);
    this.flood = new FloodLimits(shelf);
    this.secrets = new Secrets(shelf, [{ value: this.bot.token, owner: null }], panelSecrets);
  }

  /** A person's private chat, or a group; undefined where there is none of this id. */
  chat(id: number): Chat | undefined {
    return id < 0 ? this.groups.find(id) : this.persons.find(id);
  }

  /** Who wrote a message, as a `User` of the Bot API. */
  authorOf({ from, author, chat }: StoredMessage): Json {
    const person = from === 'bot' ? undefined : this.persons.find(author ?? chat);
    return person ? personUser(person) : botUser(this.bot);
  }

  /** A stored message in the Bot API's shape, with the one it answers. */
  view(message: StoredMessage): Json {
    const { chat, replyTo } = message;
    const answered = replyTo === undefined ? undefined : this.chats.find(chat, replyTo);
    return this.viewOf(message, answered ? this.viewOf(answered, null) : null);
  }

  /** Puts a message of a person into the chat with the bot and before the bot. */
  fromPerson(
    person: Person,
    content: Content,
    more: { replyTo?: number } = {},
  ): { updateId: number; messageId: number } {
    const message = this.chats.add({ chat: person.id, from: 'person', content, ...more });
    this.burst.updateFrom(person.id);
    return { updateId: this.updates.push('message', this.view(message)), messageId: message.id };
  }

  /** A line that tells what happened in a chat; the bot is told of its own too. */
  service(chat: Chat, content: Content, thread?: number): StoredMessage {
    const place = isGroup(chat) && thread !== undefined ? { thread } : {};
    const message = this.chats.add({ chat: chat.id, from: 'bot', content, ...place });
    this.updates.push('message', this.view(message));
    return message;
  }

  /** Opens a topic in a forum: its id is that of the line that says so. */
  openTopic(group: Group, topic: NewTopic): Topic {
    const { id } = this.service(group, { forum_topic_created: { ...topic } });
    const stored: Topic = { ...topic, group: group.id, id, closed: false };
    this.groups.putTopic(stored);
    return stored;
  }

  /** Ends what waits, when the world closes. */
  close(): void {
    this.updates.close();
    this.webhook.close();
    this.queries.close();
    this.subscriptions.close();
    this.payments.close();
  }

  private viewOf(message: StoredMessage, repliedTo: Json | null): Json {
    const chat = this.chatView(message.chat);
    return messageView(message, { chat, from: this.authorOf(message), repliedTo });
  }

  private chatView(id: number): Json {
    const chat = this.chat(id);
    return chat ? chatView(chat) : { id, type: 'private', first_name: '' };
  }
}

import { Persons } from '../persons.ts';
import type { Shelf } from '../shelf.ts';
import type { WorldClock } from '../world-clock.ts';
import { type BotIdentity, botIdentity } from './bot-identity.ts';
import { Burst } from './burst.ts';
import { CallbackQueries } from './callback-queries.ts';
import { Chats } from './chats.ts';
import { Faults } from './faults.ts';
import { Journal } from './journal.ts';
import { type OpenSecret, Secrets } from './secrets.ts';
import type { Json, Person, StoredMessage } from './shapes.ts';
import { StarPayments } from './star-payments.ts';
import { UpdateQueue } from './update-queue.ts';
import { messageView } from './views.ts';
import { Webhook } from './webhook.ts';

/** Telegram as far as this world has it: one bot, private chats, Stars. The parts that methods and persons share. */
export class Telegram {
  readonly shelf: Shelf;
  readonly clock: WorldClock;
  readonly bot: BotIdentity;
  readonly persons: Persons;
  readonly chats: Chats;
  readonly updates: UpdateQueue;
  readonly webhook: Webhook;
  readonly queries: CallbackQueries;
  readonly payments: StarPayments;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly secrets: Secrets;
  readonly burst = new Burst();

  constructor(shelf: Shelf, clock: WorldClock, panelSecrets: () => OpenSecret[]) {
    this.shelf = shelf;
    this.clock = clock;
    this.bot = botIdentity(shelf);
    this.persons = new Persons(shelf);
    this.chats = new Chats(shelf, clock);
    this.updates = new UpdateQueue(shelf, clock);
    this.journal = new Journal(clock);
    this.webhook = new Webhook(this);
    this.queries = new CallbackQueries(shelf, clock, this.journal);
    this.payments = new StarPayments(this);
    this.faults = new Faults(shelf);
    this.secrets = new Secrets(shelf, [{ value: this.bot.token, owner: null }], panelSecrets);
  }

  /** A stored message in the Bot API's shape. */
  view(message: StoredMessage, person: Person): Json {
    return messageView(message, person, this.bot);
  }

  /** Puts a message of a person into the chat and before the bot. */
  fromPerson(person: Person, content: StoredMessage['content']): { updateId: number; messageId: number } {
    const message = this.chats.add({ chat: person.id, from: 'person', content });
    this.burst.updateFrom(person.id);
    return { updateId: this.updates.push('message', this.view(message, person)), messageId: message.id };
  }

  /** Ends what waits, when the world closes. */
  close(): void {
    this.updates.close();
    this.webhook.close();
    this.queries.close();
    this.payments.close();
  }
}

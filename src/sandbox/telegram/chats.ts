import type { Shelf } from '../shelf.ts';
import type { WorldClock } from '../world-clock.ts';
import type { Entry, Notice, StoredMessage } from './shapes.ts';

type NewMessage = Omit<StoredMessage, 'kind' | 'id' | 'at'>;

/** All chats: messages in their order, and the toasts and alerts between them. Message ids count per bot, as Telegram's do. */
export class Chats {
  /** Called with the id of the person or group whenever something in that chat changed. */
  onChange: (chat: number) => void = () => undefined;
  private readonly shelf: Shelf;
  private readonly clock: WorldClock;
  private readonly keysOf = new Map<number, Set<string>>();
  private lastId = 0;
  private lastNotice = 0;

  constructor(shelf: Shelf, clock: WorldClock) {
    this.shelf = shelf;
    this.clock = clock;
    for (const entry of shelf.all<Entry & { key: string }>('chat')) this.index(entry.key, entry);
    this.lastId = shelf.get<number>('world', 'last-message') ?? this.lastId;
  }

  add(message: NewMessage): StoredMessage {
    this.lastId += 1;
    const stored: StoredMessage = { kind: 'message', id: this.lastId, at: this.clock.now(), ...message };
    this.shelf.put('world', 'last-message', this.lastId);
    this.store(messageKey(message.chat, stored.id), stored);
    return stored;
  }

  notice(notice: Omit<Notice, 'at'>): void {
    this.lastNotice += 1;
    this.store(`notice/${this.lastNotice}`, { ...notice, at: this.clock.now() });
  }

  find(chat: number, id: number): StoredMessage | undefined {
    return this.shelf.get<StoredMessage>('chat', messageKey(chat, id));
  }

  replace(message: StoredMessage): StoredMessage {
    return this.mark({ ...message, editedAt: this.clock.now() });
  }

  /** Keeps what changed about a message and is no edit of it: a pin, a reaction. */
  mark(message: StoredMessage): StoredMessage {
    this.store(messageKey(message.chat, message.id), message);
    return message;
  }

  remove({ chat, id }: StoredMessage): void {
    this.drop(chat, messageKey(chat, id));
    this.onChange(chat);
  }

  /** The person deletes what stands there: it leaves this screen, or with `revoke` both ends. */
  clear(chat: number, { revoke }: { revoke: boolean }): void {
    for (const key of [...(this.keysOf.get(chat) ?? [])]) {
      const entry = this.shelf.get<Entry>('chat', key);
      if (entry?.kind === 'message' && !revoke) this.shelf.put('chat', key, { ...entry, hidden: true });
      else this.drop(chat, key);
    }
    this.onChange(chat);
  }

  /** Oldest first, without what the person deleted. */
  entries(chat: number): Entry[] {
    const all = [...(this.keysOf.get(chat) ?? [])].flatMap((key) => this.shelf.get<Entry>('chat', key) ?? []);
    return all.filter((entry) => entry.kind !== 'message' || !entry.hidden);
  }

  /** Newest first, without toasts. */
  messages(chat: number): StoredMessage[] {
    return this.entries(chat)
      .filter((entry) => entry.kind === 'message')
      .reverse();
  }

  private drop(chat: number, key: string): void {
    this.shelf.remove('chat', key);
    this.keysOf.get(chat)?.delete(key);
  }

  private store(key: string, entry: Entry): void {
    const kept = { ...entry, key };
    this.shelf.put('chat', key, kept);
    this.index(key, kept);
    this.onChange(entry.chat);
  }

  private index(key: string, entry: Entry): void {
    const keys = this.keysOf.get(entry.chat) ?? new Set<string>();
    this.keysOf.set(entry.chat, keys.add(key));
    if (entry.kind === 'message') this.lastId = Math.max(this.lastId, entry.id);
    else this.lastNotice = Math.max(this.lastNotice, Number(key.split('/')[1]));
  }
}

function messageKey(chat: number, id: number): string {
  return `${chat}/${id}`;
}

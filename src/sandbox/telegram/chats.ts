import type { Shelf } from '../shelf.ts';
import type { WorldClock } from '../world-clock.ts';
import type { Content, Entry, Keyboard, Notice, StoredMessage } from './shapes.ts';

type NewMessage = {
  chat: number;
  from: 'bot' | 'person';
  content: Content;
  keyboard?: Keyboard;
  payload?: string;
};

/** The private chats: messages in their order, and the toasts and alerts between them. Message ids count per bot, as Telegram's do. */
export class Chats {
  /** Called with the person's id whenever something in that chat changed. */
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
    const edited = { ...message, editedAt: this.clock.now() };
    this.store(messageKey(message.chat, message.id), edited);
    return edited;
  }

  remove({ chat, id }: StoredMessage): void {
    const key = messageKey(chat, id);
    this.shelf.remove('chat', key);
    this.keysOf.get(chat)?.delete(key);
    this.onChange(chat);
  }

  /** Oldest first. */
  entries(chat: number): Entry[] {
    return [...(this.keysOf.get(chat) ?? [])].flatMap((key) => this.shelf.get<Entry>('chat', key) ?? []);
  }

  /** Newest first, without toasts. */
  messages(chat: number): StoredMessage[] {
    return this.entries(chat)
      .filter((entry) => entry.kind === 'message')
      .reverse();
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

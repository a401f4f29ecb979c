import { EmuError } from '../emu-error.ts';
import { forwarded } from './copy-methods.ts';
import { storedDocument } from './document.ts';
import { isGroup, isMeantForBot } from './groups.ts';
import { captioned, fileFor, typed } from './person-content.ts';
import { storedPhoto } from './photo.ts';
import type { Content, Group, Person, StoredMessage } from './shapes.ts';
import type { Telegram } from './telegram.ts';

/** Where a message goes: the chat with the bot, or a group, a topic of it, as an answer to another message. */
export type Target = {
  chat?: number | undefined;
  threadId?: number | undefined;
  replyTo?: number | undefined;
};
/** `updateId` is null where the bot does not get to read it. */
type Sent = { updateId: number | null; messageId: number };

/** What a person can say: texts, files, a contact, a place, what others wrote; and take back. */
export class PersonWords {
  private readonly telegram: Telegram;

  constructor(telegram: Telegram) {
    this.telegram = telegram;
  }

  /** @throws EmuError 400 for a text Telegram would not send, 409 while the bot is blocked. */
  text(person: Person, text: string, target: Target = {}): Sent {
    return this.send(person, typed(text), target);
  }

  sticker(person: Person, target: Target = {}): Sent {
    const sticker = {
      ...{ file_id: 'CAACsandbox', file_unique_id: 'AgADsandbox', type: 'regular', width: 512, height: 512 },
      ...{ is_animated: false, is_video: false, emoji: '👋', file_size: 1000 },
    };
    return this.send(person, { sticker }, target);
  }

  /** @throws EmuError 400 for bytes that are no picture Telegram takes. */
  photo(person: Person, bytes: Buffer, { caption, ...target }: Target & { caption: string }): Sent {
    const words = captioned(caption);
    const size = fileFor('photo', () => storedPhoto(this.telegram.shelf, bytes));
    return this.send(person, { photo: [size], ...words }, target);
  }

  /** @throws EmuError 400 for an empty file or one over 50 MB. */
  document(
    person: Person,
    file: { name: string; bytes: Buffer },
    { caption, ...target }: Target & { caption: string },
  ): Sent {
    const words = captioned(caption);
    const document = fileFor('document', () => storedDocument(this.telegram.shelf, file));
    return this.send(person, { document, ...words }, target);
  }

  /** The own contact carries the person's id, somebody else's does not. */
  contact(
    person: Person,
    { phone, name }: { phone: string; name: string | undefined },
    target: Target = {},
  ): Sent {
    const isOwn = name === undefined;
    const contact = {
      phone_number: phone,
      first_name: name ?? person.name,
      ...(isOwn ? { user_id: person.id } : {}),
    };
    return this.send(person, { contact }, target);
  }

  location(person: Person, place: { latitude: number; longitude: number }, target: Target = {}): Sent {
    return this.send(person, { location: place }, target);
  }

  /** Brings a message of the own chat, or of `from`, before the bot. @throws EmuError 404. */
  forward(
    person: Person,
    { messageId, from = person.id }: { messageId: number; from?: number | undefined },
  ): Sent {
    const message = this.telegram.chats.find(from, messageId);
    if (!message) throw new EmuError(404, `messageId: there is no message ${messageId} in chat ${from}`);
    this.checkOpen(person);
    const { content, keyboard, payload } = forwarded(this.telegram, message);
    return this.put(person, {
      ...{ chat: person.id, content },
      ...(keyboard ? { keyboard } : {}),
      ...(payload === undefined ? {} : { payload }),
    });
  }

  /** Changes the words of one of the person's own texts. @throws EmuError 400, 404, 409. */
  edit(person: Person, messageId: number, text: string): { updateId: number } {
    const own = this.telegram.chats.messages(person.id).find(({ id }) => id === messageId);
    if (own?.from !== 'person' || own.content.text === undefined)
      throw new EmuError(404, `messageId: ${messageId} is no text of this person`);
    this.checkOpen(person);
    const content = typed(text);
    if (content.text === own.content.text) throw new EmuError(409, 'text: is the same as before');
    const edited = this.telegram.chats.replace({ ...own, content });
    this.telegram.burst.updateFrom(person.id);
    return { updateId: this.telegram.updates.push('edited_message', this.telegram.view(edited)) };
  }

  /** The chat is empty for the person; with `revoke` for the bot too, whose later edits find nothing. */
  deleteHistory(person: Person, { revoke }: { revoke: boolean }): void {
    checkAlive(person);
    this.telegram.chats.clear(person.id, { revoke });
  }

  private send(person: Person, content: Content, { chat = person.id, threadId, replyTo }: Target): Sent {
    this.checkReply(chat, replyTo);
    const answer = replyTo === undefined ? {} : { replyTo };
    if (chat !== person.id) return this.inGroup(person, { chat, content, ...answer }, threadId);
    this.checkOpen(person);
    return this.put(person, { chat, content, ...answer });
  }

  private put(person: Person, message: Pick<StoredMessage, 'chat' | 'content'>): Sent {
    if (!person.started) this.telegram.persons.change(person.id, { started: true });
    const { chat, content, ...more } = message;
    return this.telegram.fromPerson(person, content, more);
  }

  private inGroup(
    person: Person,
    message: Pick<StoredMessage, 'chat' | 'content' | 'replyTo'>,
    thread: number | undefined,
  ): Sent {
    checkAlive(person);
    const { chats, updates, burst } = this.telegram;
    const group = this.groupFor(person, message.chat);
    if (thread !== undefined) this.checkTopic(group, thread);
    const place = thread === undefined ? {} : { thread };
    const stored = chats.add({ ...message, ...place, from: 'person', author: person.id });
    if (!this.isRead(group, stored)) return { updateId: null, messageId: stored.id };
    burst.updateFrom(group.id);
    return { updateId: updates.push('message', this.telegram.view(stored)), messageId: stored.id };
  }

  private isRead(group: Group, { content, chat, replyTo }: StoredMessage): boolean {
    const isHere = group.bot === 'administrator' || group.bot === 'member';
    const answered = replyTo === undefined ? undefined : this.telegram.chats.find(chat, replyTo);
    const isReply = answered?.from === 'bot';
    const text = content.text ?? content.caption ?? '';
    return isHere && isMeantForBot(group, { text, isReply, username: this.telegram.bot.username });
  }

  private groupFor(person: Person, id: number): Group {
    const group = this.telegram.chat(id);
    if (!group || !isGroup(group)) throw new EmuError(404, `chat: there is no group ${id}`);
    if (!group.members.includes(person.id))
      throw new EmuError(409, `chat: this person is not in group ${id}`);
    if (group.type === 'channel') throw new EmuError(409, 'chat: persons do not write in a channel');
    return group;
  }

  private checkTopic(group: Group, thread: number): void {
    const topic = this.telegram.groups.topic(group.id, thread);
    if (!topic) throw new EmuError(404, `threadId: there is no topic ${thread}`);
    if (topic.closed) throw new EmuError(409, `threadId: topic ${thread} is closed`);
  }

  private checkReply(chat: number, replyTo: number | undefined): void {
    if (replyTo !== undefined && !this.telegram.chats.find(chat, replyTo))
      throw new EmuError(404, `replyTo: there is no message ${replyTo}`);
  }

  private checkOpen(person: Person): void {
    checkAlive(person);
    if (person.blocked) throw new EmuError(409, 'this person has blocked the bot');
  }
}

function checkAlive({ deleted }: Person): void {
  if (deleted) throw new EmuError(409, 'this account was deleted');
}

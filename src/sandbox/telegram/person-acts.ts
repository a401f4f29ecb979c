import { EmuError } from '../emu-error.ts';
import { botUser } from './bot-identity.ts';
import { typedEntities } from './formatted-text.ts';
import type { Button, Content, Person, StoredMessage } from './shapes.ts';
import type { Telegram } from './telegram.ts';
import { personUser, privateChat, shownButtons } from './views.ts';

type Place = { messageId: number; row: number; column: number };
type Found = { message: StoredMessage; button: Button };
type Sent = { updateId: number; messageId: number };
type Tapped =
  | { updateId: number; callbackQueryId: string }
  | { opened: string }
  | { copied: string }
  | { chargeId: string; updateId: number };

const TEXT_LIMIT = 4096;

/** What a person can do in the chat with the bot. */
export class PersonActs {
  private readonly telegram: Telegram;

  constructor(telegram: Telegram) {
    this.telegram = telegram;
  }

  /** @throws EmuError 400 for a text Telegram would not send, 409 while the bot is blocked. */
  sendText(person: Person, text: string): Sent {
    const clean = text.trim();
    if (clean === '') throw new EmuError(400, 'text: is empty');
    if ([...clean].length > TEXT_LIMIT)
      throw new EmuError(400, `text: is longer than ${TEXT_LIMIT} characters`);
    const entities = typedEntities(clean);
    return this.send(person, { text: clean, ...(entities.length > 0 ? { entities } : {}) });
  }

  sendSticker(person: Person): Sent {
    const sticker = {
      ...{ file_id: 'CAACsandbox', file_unique_id: 'AgADsandbox', type: 'regular', width: 512, height: 512 },
      ...{ is_animated: false, is_video: false, emoji: '👋', file_size: 1000 },
    };
    return this.send(person, { sticker });
  }

  /** @throws EmuError 404 with the labels on the screen where no message has this button. */
  async tapLabel(person: Person, label: string): Promise<Tapped> {
    const onScreen = this.buttons(person);
    const found = onScreen.find(({ button }) => button.text === label);
    if (!found) throw noButton(`label: "${label}" is not on the screen`, onScreen);
    return this.press(person, found);
  }

  async tapPlace(person: Person, { messageId, row, column }: Place): Promise<Tapped> {
    const message = this.telegram.chats.find(person.id, messageId);
    const button = message && shownButtons(message)[row]?.[column];
    if (!message || !button) throw noButton('messageId: no button there', this.buttons(person));
    return this.press(person, { message, button });
  }

  /** Pays the newest invoice, or the one named. @throws EmuError 402, 404, 408, 409. */
  async pay(person: Person, messageId: number | undefined): Promise<{ chargeId: string; updateId: number }> {
    const messages = this.telegram.chats.messages(person.id).filter(({ content }) => content.invoice);
    const invoice = messageId === undefined ? messages[0] : messages.find(({ id }) => id === messageId);
    if (!invoice) throw new EmuError(404, 'there is no invoice to pay');
    return this.telegram.payments.pay(person, invoice);
  }

  setBlocked(person: Person, blocked: boolean): { updateId: number | null } {
    if (person.blocked === blocked) return { updateId: null };
    const { telegram } = this;
    telegram.persons.change(person.id, { blocked });
    const member = { user: botUser(telegram.bot), status: 'member' };
    const kicked = { user: botUser(telegram.bot), status: 'kicked', until_date: 0 };
    const updateId = telegram.updates.push('my_chat_member', {
      chat: privateChat(person),
      from: personUser(person),
      date: telegram.clock.seconds(),
      old_chat_member: blocked ? member : kicked,
      new_chat_member: blocked ? kicked : member,
    });
    return { updateId };
  }

  private send(person: Person, content: Content): Sent {
    if (person.blocked) throw new EmuError(409, 'this person has blocked the bot');
    if (!person.started) this.telegram.persons.change(person.id, { started: true });
    return this.telegram.fromPerson(person, content);
  }

  /** Newest message first. */
  private buttons(person: Person): Found[] {
    return this.telegram.chats.messages(person.id).flatMap((message) =>
      shownButtons(message)
        .flat()
        .map((button) => ({ message, button })),
    );
  }

  private async press(person: Person, { message, button }: Found): Promise<Tapped> {
    if (button.url !== undefined) return { opened: button.url };
    if (button.copy_text) return { copied: button.copy_text.text };
    if (button.pay) return this.pay(person, message.id);
    if (button.callback_data === undefined) throw new EmuError(409, 'this kind of button is not emulated');
    return this.callback(person, message, button.callback_data);
  }

  private callback(person: Person, message: StoredMessage, data: string): Tapped {
    const { queries, updates, burst } = this.telegram;
    const callbackQueryId = queries.open(person.id);
    burst.updateFrom(person.id);
    const updateId = updates.push('callback_query', {
      id: callbackQueryId,
      from: personUser(person),
      message: this.telegram.view(message, person),
      chat_instance: String(person.id * 7),
      data,
    });
    return { updateId, callbackQueryId };
  }
}

function noButton(text: string, onScreen: Found[]): EmuError {
  return new EmuError(404, text, { labels: [...new Set(onScreen.map(({ button }) => button.text))] });
}

import { EmuError } from '../emu-error.ts';
import { botUser } from './bot-identity.ts';
import { isGroup } from './groups.ts';
import type { InvoiceLink } from './invoice.ts';
import type { Button, Chat, Person, StoredMessage } from './shapes.ts';
import type { Bill } from './star-ledger.ts';
import type { Telegram } from './telegram.ts';
import { memberView, personUser, privateChat, shownButtons } from './views.ts';

type Place = { messageId: number; row: number; column: number };
type Found = { message: StoredMessage; button: Button };
type Pressed = { updateId: number; callbackQueryId: string };
type Tapped = Pressed | { opened: string } | { copied: string } | { chargeId: string; updateId: number };

/** Which invoice: the newest of the own chat, one named, one that stands in another chat, or one behind a link. */
export type Payable = {
  messageId?: number | undefined;
  chat?: number | undefined;
  link?: string | undefined;
};

/** What a person can do with what stands in a chat: press, pay, block. */
export class PersonActs {
  private readonly telegram: Telegram;

  constructor(telegram: Telegram) {
    this.telegram = telegram;
  }

  /** @throws EmuError 404 with the labels on the screen where no message has this button. */
  async tapLabel(person: Person, label: string, chat = person.id): Promise<Tapped> {
    const onScreen = this.buttons(this.seen(person, chat));
    const found = onScreen.find(({ button }) => button.text === label);
    if (!found) throw noButton(`label: "${label}" is not on the screen`, onScreen);
    return this.press(person, found);
  }

  async tapPlace(person: Person, { messageId, row, column }: Place, chat = person.id): Promise<Tapped> {
    const seen = this.seen(person, chat);
    const message = this.telegram.chats.messages(seen.id).find(({ id }) => id === messageId);
    const button = message && shownButtons(message)[row]?.[column];
    if (!message || !button) throw noButton('messageId: no button there', this.buttons(seen));
    return this.press(person, { message, button });
  }

  /**
   * Callback data of the caller's own making, as a client that was tampered with sends it. It names a message of the own
   * chat, the bot's newest where none is named. A message of another chat is out of its reach: the bot sees an
   * inaccessible message of the own chat with that number.
   */
  forgeCallback(person: Person, data: string, messageId: number | undefined): Pressed {
    const own = this.telegram.chats.messages(person.id);
    const named = messageId === undefined ? own.find(({ from }) => from === 'bot') : undefined;
    const message = named ?? own.find(({ id }) => id === messageId);
    const seen = message
      ? this.telegram.view(message)
      : { chat: privateChat(person), message_id: messageId ?? 0, date: 0 };
    return this.callback(person, { chat: person.id, seen, data });
  }

  /** Pays an invoice. @throws EmuError 402, 404, 408, 409. */
  async pay(person: Person, payable: Payable): Promise<{ chargeId: string; updateId: number }> {
    this.checkAlive(person);
    const bill =
      payable.link === undefined ? this.billOfMessage(person, payable) : this.billOfLink(payable.link);
    return this.telegram.payments.pay(person, bill);
  }

  setBlocked(person: Person, blocked: boolean): { updateId: number | null } {
    this.checkAlive(person);
    if (person.blocked === blocked) return { updateId: null };
    const { telegram } = this;
    telegram.persons.change(person.id, { blocked });
    const bot = botUser(telegram.bot);
    const [before, after] = blocked ? (['member', 'kicked'] as const) : (['kicked', 'member'] as const);
    const updateId = telegram.updates.push('my_chat_member', {
      chat: privateChat(person),
      from: personUser(person),
      date: telegram.clock.seconds(),
      old_chat_member: memberView(bot, before),
      new_chat_member: memberView(bot, after),
    });
    return { updateId };
  }

  /** The account is gone for good: the bot hears nothing of it until it writes. */
  deleteAccount(person: Person): void {
    this.checkAlive(person);
    this.telegram.persons.change(person.id, { deleted: true, name: 'Deleted Account', stars: 0 });
  }

  private checkAlive({ deleted }: Person): void {
    if (deleted) throw new EmuError(409, 'this account was deleted');
  }

  /** @throws EmuError 404 for a chat that this person is not in. */
  private seen(person: Person, id: number): Chat {
    this.checkAlive(person);
    const chat = this.telegram.chat(id);
    const isIn = chat && (isGroup(chat) ? chat.members.includes(person.id) : chat.id === person.id);
    if (!isIn) throw new EmuError(404, `chat: this person is not in a chat ${id}`);
    return chat;
  }

  /** Newest message first. */
  private buttons(chat: Chat): Found[] {
    return this.telegram.chats.messages(chat.id).flatMap((message) =>
      shownButtons(message)
        .flat()
        .map((button) => ({ message, button })),
    );
  }

  private async press(person: Person, { message, button }: Found): Promise<Tapped> {
    if (button.url !== undefined) return { opened: button.url };
    if (button.copy_text) return { copied: button.copy_text.text };
    if (button.pay) return this.pay(person, { messageId: message.id, chat: message.chat });
    if (button.callback_data === undefined) throw new EmuError(409, 'this kind of button is not emulated');
    const seen = this.telegram.view(message);
    return this.callback(person, { chat: message.chat, seen, data: button.callback_data });
  }

  private callback(
    person: Person,
    { chat, seen, data }: { chat: number; seen: object; data: string },
  ): Pressed {
    this.checkAlive(person);
    const { queries, updates, burst } = this.telegram;
    const callbackQueryId = queries.open(chat);
    burst.updateFrom(chat);
    const updateId = updates.push('callback_query', {
      id: callbackQueryId,
      from: personUser(person),
      message: seen,
      chat_instance: String(chat * 7),
      data,
    });
    return { updateId, callbackQueryId };
  }

  private billOfLink(link: string): Bill {
    const found = this.telegram.shelf.get<InvoiceLink>('invoice-links', link);
    if (!found) throw new EmuError(404, 'link: the bot made no such invoice link');
    const { amount, payload, period } = found;
    return { amount, payload, ...(period === undefined ? {} : { period }) };
  }

  /** An invoice of another person's chat was forwarded: with a start parameter such a copy has no Pay button. */
  private billOfMessage(person: Person, { messageId, chat = person.id }: Payable): Bill {
    if (chat < 0) this.seen(person, chat);
    const message = this.invoice(chat, messageId);
    const { total_amount = 0, start_parameter } = message.content.invoice ?? {};
    const isForwarded = chat > 0 && chat !== person.id;
    const isPayable = message.payload !== undefined && !(isForwarded && start_parameter !== '');
    if (!isPayable)
      throw new EmuError(409, 'this invoice has a start_parameter: a forwarded copy has no Pay button');
    return { amount: total_amount, payload: message.payload ?? '' };
  }

  /** The newest of a chat, or the one named. */
  private invoice(chat: number, messageId: number | undefined): StoredMessage {
    const messages = this.telegram.chats.messages(chat).filter(({ content }) => content.invoice);
    const message = messageId === undefined ? messages[0] : messages.find(({ id }) => id === messageId);
    if (!message) throw new EmuError(404, 'there is no invoice to pay');
    return message;
  }
}

function noButton(text: string, onScreen: Found[]): EmuError {
  return new EmuError(404, text, { labels: [...new Set(onScreen.map(({ button }) => button.text))] });
}

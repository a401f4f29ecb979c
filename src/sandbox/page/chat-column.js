// One person's chat with the bot: who it is, what the bot is doing, messages, and what the person can do.
import { ChatList } from '/chat-list.js';
import { alertBox, copyText, showPicture } from '/dialogs.js';
import { button, fromTemplate, keepChildren, once, oneAtATime, setText } from '/dom.js';
import { get, post } from '/doors.js';
import { saveChat } from '/save-chat.js';

const TOAST_MS = 3000;
/** Bot API, sendChatAction. */
const DOING = {
  typing: 'typing …',
  upload_photo: 'sending a photo …',
  upload_document: 'sending a file …',
};

export class ChatColumn {
  noticesSeen = null;
  doingTimer = 0;
  toastTimer = 0;

  /** `hands`: `close()`, `changed()` when Stars may have moved, `now()` in ms of the world's clock. */
  constructor(person, hands) {
    const { node, parts } = fromTemplate('chat-template');
    Object.assign(this, { node, parts, person, hands });
    node.ariaLabel = `Chat of ${person.name}`;
    parts.messages.lang = person.language;
    this.refresh = oneAtATime(() => this.draw());
    this.list = new ChatList(parts.messages, this.listHands());
    this.listen();
    this.show(person);
  }

  listHands() {
    return {
      person: this.person.id,
      language: this.person.language,
      now: this.hands.now,
      press: (place, pressed) => this.press(place, pressed),
      copy: (text) => this.copy(text),
      say: (text) => this.act('send', { text }),
      enlarge: showPicture,
      rest: () => this.parts.text,
    };
  }

  listen() {
    const { parts } = this;
    parts.say.addEventListener('submit', (event) => this.say(event));
    parts.start.addEventListener('click', () =>
      once(parts.start, () => this.act('send', { text: '/start' })),
    );
    parts.close.addEventListener('click', () => this.hands.close());
    parts.close.ariaLabel = `Close the chat of ${this.person.name}`;
    parts.menu.addEventListener('focusout', ({ relatedTarget }) => {
      if (!parts.menu.contains(relatedTarget)) parts.menu.open = false;
    });
    parts.menu.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') parts.menu.open = false;
    });
    parts.sticker.addEventListener('click', () => this.fromMenu('send', { sticker: true }));
    parts.save.addEventListener('click', () => this.save());
    parts.block.addEventListener('click', () => this.fromMenu(this.person.blocked ? 'unblock' : 'block', {}));
  }

  /** New facts about the person. */
  show(person) {
    this.person = person;
    const { parts } = this;
    setText(parts.avatar, [...person.name][0] ?? '');
    setText(parts.name, person.name);
    setText(parts.stars, `⭐\u00a0${person.stars}`);
    parts.stars.ariaLabel = `${person.stars} Stars`;
    setText(parts.block, person.blocked ? 'Unblock the bot' : 'Block the bot');
    setText(parts.title, `You are ${person.name}. This is your chat with the shop's bot.`);
    parts.owner.hidden = person.role !== 'owner';
    if (this.doingTimer === 0) setText(parts.doing, this.standing());
  }

  standing() {
    const { role, language, blocked, deleted } = this.person;
    if (deleted) return 'the account is deleted';
    return blocked ? `${role} · has blocked the bot` : `${role} · ${language}`;
  }

  async draw() {
    const door = `/_emu/persons/${this.person.id}`;
    const [entries, doing, commands] = await Promise.all([
      get(`${door}/messages`),
      get(`${door}/action`),
      get(`${door}/commands`),
    ]);
    this.parts.welcome.hidden = entries.length > 0;
    this.parts.messages.hidden = entries.length === 0;
    this.list.show(entries.filter(({ id }) => id !== null));
    this.showNews(entries.filter(({ id }) => id === null));
    this.showDoing(doing);
    this.showCommands(commands);
  }

  /** Toasts and alerts that came since the last look pop up once. */
  showNews(notices) {
    const before = this.noticesSeen ?? notices.length;
    this.noticesSeen = notices.length;
    for (const { kind, text } of notices.slice(before)) {
      if (kind === 'toast') this.toast(text);
      else alertBox(`${this.person.name} is told`, text);
    }
  }

  /** It ends by itself: nobody tells when its five seconds are over. */
  showDoing(doing) {
    clearTimeout(this.doingTimer);
    this.doingTimer = doing ? setTimeout(() => this.showDoing(null), doing.ms) : 0;
    this.parts.doing.classList.toggle('busy', doing !== null);
    setText(this.parts.doing, doing ? (DOING[doing.action] ?? 'busy …') : this.standing());
  }

  /** /start, and what the bot put into the menu of this person. */
  showCommands(commands) {
    const all = new Map([['start', ''], ...commands.map((each) => [each.command, each.description])]);
    const keys = [...all].map(([command, title]) =>
      button(`/${command}`, () => this.act('send', { text: `/${command}` }), { title }),
    );
    keepChildren(this.parts.commands, keys);
  }

  async say(event) {
    event.preventDefault();
    const input = this.parts.text;
    const text = input.value.trim();
    if (text === '') return;
    input.value = '';
    if (!(await this.act('send', { text })) && input.value === '') input.value = text;
  }

  async fromMenu(what, body) {
    this.parts.menu.open = false;
    await this.act(what, body);
  }

  async save() {
    this.parts.menu.open = false;
    await saveChat(this.person, this.parts.messages);
  }

  async press(place, { kind, value }) {
    if (kind === 'copy') return this.copy(value);
    if (kind === 'url') window.open(value, '_blank', 'noopener');
    if (kind === 'pay') this.tell('Paying …');
    await this.act('tap', place);
  }

  async copy(text) {
    if (await copyText(text)) this.toast('Copied to the clipboard');
  }

  /** True when the world took it. Who writes looks at the end of the chat. */
  async act(what, body) {
    if (what === 'send') this.list.sticks = true;
    const { error } = await post(`/_emu/persons/${this.person.id}/${what}`, body);
    this.tell(error ?? '');
    await Promise.all([this.refresh(), this.hands.changed()]);
    return error === undefined;
  }

  tell(text) {
    setText(this.parts.said, text);
  }

  toast(text) {
    const { toast } = this.parts;
    toast.hidden = false;
    toast.textContent = text;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => {
      toast.hidden = true;
    }, TOAST_MS);
  }

  focus() {
    const { welcome, start, text } = this.parts;
    (welcome.hidden ? text : start).focus();
  }
}

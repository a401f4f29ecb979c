// Who is in the world, and whose chats are open side by side.
import { ChatColumn } from '/chat-column.js';
import { byId, element, keepChildren, oneAtATime, replaceSome } from '/dom.js';
import { get } from '/doors.js';

const COLUMN_PX = 320;

export class Desk {
  persons = [];
  /** By person, the one used last at the end. */
  columns = new Map();
  /** Whose chats changed since they were last open. */
  news = new Set();

  /** `hands`: `now()` in ms of the world's clock, `onOpen()` when somebody chose a chat. */
  constructor(hands) {
    this.hands = hands;
    this.box = byId('chats');
    this.refresh = oneAtATime(() => this.draw());
  }

  /** Opens the chats named in the address, else those of the first customer and the first owner, as far as there is room. */
  async start() {
    await this.refresh();
    const named = location.hash.slice(1).split(',').map(Number);
    const known = this.persons.filter(({ id }) => named.includes(id));
    const first = known.length > 0 ? known : firstOnes(this.persons);
    for (const { id } of first.slice(0, this.room).reverse()) this.add(id);
    this.arrange();
    new ResizeObserver(() => this.fit()).observe(this.box);
    for (const column of this.columns.values()) column.refresh();
  }

  /** How many columns stand side by side. */
  get room() {
    return Math.max(1, Math.floor(this.box.clientWidth / COLUMN_PX));
  }

  changed(id) {
    const column = this.columns.get(id);
    if (column) column.refresh();
    else this.news.add(id);
    return this.refresh();
  }

  refreshAll() {
    for (const column of this.columns.values()) column.refresh();
    return this.refresh();
  }

  nameOf(id) {
    return this.persons.find((each) => each.id === id)?.name;
  }

  async draw() {
    this.persons = await get('/_emu/persons');
    for (const person of this.persons) this.columns.get(person.id)?.show(person);
    this.drawSwitch();
  }

  drawSwitch() {
    keepChildren(
      byId('persons'),
      this.persons.map((person) => this.personButton(person)),
    );
  }

  personButton({ id, name, stars }) {
    const hasNews = this.news.has(id);
    const parts = [
      element('b', { textContent: name }),
      element('span', { className: 'facts', textContent: `⭐\u00a0${stars}` }),
    ];
    if (hasNews) parts.push(element('span', { className: 'news', role: 'img', ariaLabel: 'something new' }));
    const key = element('button', { type: 'button', onclick: () => this.choose(id) }, parts);
    key.ariaPressed = String(this.columns.has(id));
    return key;
  }

  /** Opens a chat, in the place of the one not used for longest where there is no room beside it. */
  async choose(id) {
    this.hands.onOpen();
    this.add(id);
    this.arrange();
    const column = this.columns.get(id);
    await column.refresh();
    column.focus();
  }

  add(id) {
    const column = this.columns.get(id) ?? this.columnOf(id);
    this.columns.delete(id);
    this.columns.set(id, column);
    this.news.delete(id);
  }

  columnOf(id) {
    const person = this.persons.find((each) => each.id === id);
    const column = new ChatColumn(person, {
      close: () => this.close(id),
      changed: () => this.refresh(),
      now: this.hands.now,
    });
    column.node.addEventListener('focusin', () => this.used(id));
    return column;
  }

  used(id) {
    const column = this.columns.get(id);
    if (!column) return;
    this.columns.delete(id);
    this.columns.set(id, column);
  }

  close(id) {
    this.columns.delete(id);
    this.arrange();
    [...this.columns.values()].at(-1)?.focus();
  }

  /** Hidden behind the world's pane it has no width, and then nothing is closed. */
  fit() {
    if (this.box.clientWidth > 0 && this.columns.size > this.room) this.arrange();
  }

  arrange() {
    const room = this.box.clientWidth > 0 ? this.room : 1;
    const surplus = [...this.columns.keys()].slice(0, Math.max(0, this.columns.size - room));
    for (const id of surplus) this.columns.delete(id);
    const open = this.persons.filter(({ id }) => this.columns.has(id)).map(({ id }) => this.columns.get(id));
    for (const { parts } of open) parts.close.hidden = open.length === 1;
    replaceSome(
      this.box,
      open.map(({ node }) => node),
    );
    history.replaceState(null, '', `#${open.map(({ person }) => person.id).join(',')}`);
    this.drawSwitch();
  }
}

function firstOnes(persons) {
  const [customer, owner] = ['customer', 'owner'].map((role) => persons.find((each) => each.role === role));
  return [customer, owner].filter(Boolean);
}

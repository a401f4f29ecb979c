// The messages of one chat: draws what changed, stays at the end, keeps the focus.
import { replaceSome } from '/dom.js';
import { dayItem, messageItem } from '/message.js';

const NEAR_END_PX = 80;

export class ChatList {
  items = new Map();
  sticks = true;

  constructor(list, hands) {
    this.list = list;
    this.hands = hands;
    new ResizeObserver(() => this.stickToEnd()).observe(list);
    list.addEventListener('scroll', () => {
      this.sticks = this.isAtEnd();
    });
  }

  /** `messages` oldest first. */
  show(messages) {
    const { list } = this;
    const held = [...list.children].findIndex((item) => item.contains(document.activeElement));
    const before = this.items;
    const drawn = withDays(messages).map(({ key, make }) => [key, before.get(key) ?? make(this.hands)]);
    this.items = new Map(drawn);
    const sticks = this.sticks;
    if (!replaceSome(list, [...this.items.values()])) return;
    this.sticks = sticks;
    this.stickToEnd();
    if (held >= 0 && !list.contains(document.activeElement)) this.focusIn(held);
  }

  isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  stickToEnd() {
    if (this.sticks) this.list.scrollTop = this.list.scrollHeight;
  }

  /** The pressed key is gone with its old message: the keyboard goes on in the new one. */
  focusIn(index) {
    const next = this.list.children[index]?.querySelector('.keys button') ?? this.hands.rest();
    next.focus({ preventScroll: true });
  }
}

/** Each with its key; before the first of a day stands the day. */
function withDays(messages) {
  let day = '';
  return messages.flatMap((message) => {
    const today = new Date(message.at).toDateString();
    const drawn = {
      key: `${message.id}/${JSON.stringify(message)}`,
      make: (hands) => messageItem(message, hands),
    };
    if (today === day) return [drawn];
    day = today;
    return [{ key: today, make: () => dayItem(message.at) }, drawn];
  });
}

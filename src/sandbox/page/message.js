// Draws the pieces of the page: an entry of a chat, a client of the panel. Words from outside are only ever text nodes.

const TAGS = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  pre: 'pre',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
  bot_command: 'b',
};

/** What a tap can do: `press(place, button)` for a button of the entry, `copy(text)` for a piece of code. */
export function messageItem(message, hands) {
  const { kind } = message;
  if (kind === 'toast' || kind === 'alert' || kind === 'service') return note(message.text);
  const bubble = element('div', { className: 'bubble' }, [...bubbleParts(message, hands), time(message)]);
  const rows = message.buttons.map((row, index) => keyRow({ row, index, message, hands }));
  return element('li', { className: message.from }, [bubble, ...rows]);
}

/** A client as the panel has it. */
export function clientItem({ email, enable, expiryTime, totalGB, up, down, comment }) {
  const gib = (bytes, digits) => (bytes / 2 ** 30).toFixed(digits);
  const ends = expiryTime > 0 ? `until ${new Date(expiryTime).toLocaleDateString()}` : 'no end';
  const used = `${gib(up + down, 2)} GB used of ${totalGB > 0 ? `${gib(totalGB, 0)} GB` : 'unlimited'}`;
  return element('li', { className: enable ? 'on' : 'off' }, [
    element('strong', { textContent: email }),
    element('span', { className: 'mark', textContent: enable ? 'on' : 'off' }),
    element('div', { className: 'facts', textContent: `${ends} · ${used}` }),
    element('div', { className: 'facts', textContent: comment }),
  ]);
}

/** Leaves alone what is there already, so that focus and selection stay; true where anything changed. */
export function replaceSome(list, items) {
  const before = [...list.children];
  const isSame = before.length === items.length && before.every((each, index) => each === items[index]);
  if (isSame) return false;
  for (const each of before.filter((item) => !items.includes(item))) each.remove();
  for (const [index, each] of items.entries()) {
    const present = list.children[index] ?? null;
    if (present !== each) list.insertBefore(each, present);
  }
  return true;
}

/** An element with properties and children; a string among them becomes a text node. */
export function element(name, properties, children = []) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function bubbleParts({ photo, invoice, sticker, text, caption, entities }, hands) {
  const parts = [];
  if (photo) parts.push(picture(photo, caption));
  if (invoice) parts.push(invoiceCard(invoice));
  if (sticker) parts.push(element('span', { textContent: `${sticker} sticker` }));
  parts.push(...formatted({ text: text ?? caption ?? '', entities, from: 0, hands }));
  return parts;
}

function picture(photo, caption) {
  return element('img', { src: `data:image/png;base64,${photo}`, alt: caption || 'Picture from the shop' });
}

function invoiceCard({ title, description, amount }) {
  return element('div', { className: 'invoice' }, [
    element('strong', { textContent: title }),
    element('div', { textContent: description }),
    element('div', { className: 'amount', textContent: `⭐ ${amount}` }),
  ]);
}

function keyRow({ row, index, message, hands }) {
  const keys = row.map((button, column) => {
    const key = element('button', {
      type: 'button',
      className: button.kind,
      textContent: button.kind === 'url' ? `${button.text} ↗` : button.text,
    });
    key.addEventListener('click', () =>
      once(key, () => hands.press({ messageId: message.id, row: index, column }, button)),
    );
    return key;
  });
  return element('div', { className: 'keys' }, keys);
}

/** A second press waits for the first; the key keeps the focus, which `disabled` would take. */
async function once(key, act) {
  if (key.ariaBusy === 'true') return;
  key.ariaBusy = 'true';
  await act();
  key.ariaBusy = null;
}

function time({ at, edited }) {
  const clock = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return element('div', { className: 'time', textContent: edited ? `edited ${clock}` : clock });
}

function note(text) {
  return element('li', { className: 'note' }, [element('div', { className: 'bubble', textContent: text })]);
}

/** Text with its entities as nested elements; `from` is where this piece stands in the whole text. */
function formatted({ text, entities, from, hands }) {
  const parts = [];
  let at = from;
  const end = from + text.length;
  const here = entities.filter(({ offset, length }) => offset >= from && offset + length <= end);
  for (const entity of here) {
    if (entity.offset < at) continue;
    const inside = text.slice(entity.offset - from, entity.offset - from + entity.length);
    const inner = here.filter((other) => other !== entity && isInside(other, entity));
    const piece = formatted({ text: inside, entities: inner, from: entity.offset, hands });
    parts.push(text.slice(at - from, entity.offset - from), styled({ entity, inside, hands }, piece));
    at = entity.offset + entity.length;
  }
  return [...parts, text.slice(at - from)];
}

function isInside(inner, outer) {
  return inner.offset >= outer.offset && inner.offset + inner.length <= outer.offset + outer.length;
}

function styled({ entity, inside, hands }, parts) {
  if (entity.type === 'code') return copied(inside, hands.copy);
  if (entity.type === 'spoiler') return element('span', { className: 'spoiler', tabIndex: 0 }, parts);
  if (entity.type === 'text_link' || entity.type === 'url') return link(entity.url ?? inside, parts);
  return element(TAGS[entity.type] ?? 'span', {}, parts);
}

/** As in Telegram, a tap on code copies it. */
function copied(text, copy) {
  const code = element('code', { textContent: text, tabIndex: 0, role: 'button', title: 'Copy' });
  code.addEventListener('click', () => copy(text));
  code.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') copy(text);
  });
  return code;
}

function link(url, parts) {
  if (!/^https?:\/\//i.test(url)) return element('span', {}, parts);
  return element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, parts);
}

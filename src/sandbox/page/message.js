// Draws one entry of a chat. Words from outside are only ever text nodes.

const TAGS = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  expandable_blockquote: 'blockquote',
  bot_command: 'b',
};

/** `press(place, button)` is called when a button of the entry is pressed. */
export function messageItem(message, press) {
  const { kind } = message;
  if (kind === 'toast' || kind === 'alert') return note(`${kind}: ${message.text}`);
  if (kind === 'service') return note(message.text);
  const bubble = element('div', { className: 'bubble' }, bubbleParts(message));
  const rows = message.buttons.map((row, index) => keyRow({ row, index, message, press }));
  return element('li', { className: message.from }, [bubble, ...rows, time(message)]);
}

function bubbleParts({ photo, invoice, sticker, text, caption, entities }) {
  const parts = [];
  if (photo)
    parts.push(element('img', { src: `data:image/png;base64,${photo}`, alt: 'Picture from the shop' }));
  if (invoice) parts.push(invoiceCard(invoice));
  if (sticker) parts.push(element('span', { textContent: `${sticker} sticker` }));
  parts.push(...formatted(text ?? caption ?? '', entities));
  return parts;
}

function invoiceCard({ title, description, amount }) {
  return element('div', { className: 'invoice' }, [
    element('strong', { textContent: title }),
    element('div', { textContent: description }),
    element('div', { textContent: `⭐ ${amount}` }),
  ]);
}

function keyRow({ row, index, message, press }) {
  const keys = row.map((button, column) => {
    const marks = { url: ' ↗', copy: ' ⧉' };
    const key = element('button', {
      type: 'button',
      className: button.kind,
      textContent: `${button.text}${marks[button.kind] ?? ''}`,
    });
    key.addEventListener('click', async () => {
      key.disabled = true;
      await press({ messageId: message.id, row: index, column }, button);
      key.disabled = false;
    });
    return key;
  });
  return element('div', { className: 'keys' }, keys);
}

function time({ at, edited }) {
  const clock = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return element('div', { className: 'time', textContent: edited ? `edited ${clock}` : clock });
}

function note(text) {
  return element('li', { className: 'note' }, [element('div', { className: 'bubble', textContent: text })]);
}

/** Text with its entities as nested elements; `from` is where this piece stands in the whole text. */
function formatted(text, entities, from = 0) {
  const parts = [];
  let at = from;
  const end = from + text.length;
  const here = entities.filter(({ offset, length }) => offset >= from && offset + length <= end);
  for (const entity of here) {
    if (entity.offset < at) continue;
    const inside = text.slice(entity.offset - from, entity.offset - from + entity.length);
    const inner = here.filter((other) => other !== entity && isInside(other, entity));
    parts.push(text.slice(at - from, entity.offset - from));
    parts.push(styled(entity, inside, formatted(inside, inner, entity.offset)));
    at = entity.offset + entity.length;
  }
  return [...parts, text.slice(at - from)];
}

function isInside(inner, outer) {
  return inner.offset >= outer.offset && inner.offset + inner.length <= outer.offset + outer.length;
}

function styled(entity, inside, parts) {
  if (entity.type === 'spoiler') return element('span', { className: 'spoiler' }, parts);
  if (entity.type === 'text_link' || entity.type === 'url') return link(entity.url ?? inside, parts);
  return element(TAGS[entity.type] ?? 'span', {}, parts);
}

function link(url, parts) {
  if (!/^https?:\/\//i.test(url)) return element('span', {}, parts);
  return element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, parts);
}

function element(name, properties, children = []) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

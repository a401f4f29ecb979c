// Draws the entries of a chat as Telegram does: bubbles, keys below them, lines of service between them.
import { element, once } from '/dom.js';
import { formatted } from '/formatted.js';

/**
 * An entry of a chat. `hands` is what a tap can do: `press(place, button)`, `copy(text)`, `say(text)`,
 * `enlarge(picture)`; `person` the reader's id, `language` and `now()` the reader's.
 */
export function messageItem(message, hands) {
  if (message.kind === 'service') return service(message);
  const bubble = element('div', { className: bubbleClass(message) }, bubbleParts(message, hands));
  const rows = (message.buttons ?? []).map((row, index) => keyRow({ row, index, message, hands }));
  return element('li', { className: message.from, lang: hands.language }, [bubble, ...rows]);
}

/** The line between two days. */
export function dayItem(at) {
  const text = new Date(at).toLocaleDateString('en', { day: 'numeric', month: 'long', year: 'numeric' });
  return element('li', { className: 'note' }, [element('span', { textContent: text })]);
}

function bubbleClass({ photo, sticker, text, caption }) {
  if (sticker) return 'bubble sticker';
  return photo && !text && !caption ? 'bubble bare' : 'bubble';
}

function bubbleParts(message, hands) {
  const { photo, document: file, invoice, sticker, text, caption, entities = [] } = message;
  const words = text ?? caption ?? '';
  const parts = [...carried(message)];
  if (photo) parts.push(picture(photo, caption, hands));
  if (file) parts.push(fileCard(file, `/_emu/persons/${hands.person}/documents/${message.id}`));
  if (invoice) parts.push(invoiceCard(invoice));
  if (sticker)
    parts.push(element('span', { textContent: sticker, role: 'img', ariaLabel: `Sticker ${sticker}` }));
  if (words) parts.push(element('div', { className: 'words' }, formatted({ text: words, entities, hands })));
  const seen = (message.reactions ?? []).map((textContent) =>
    element('span', { className: 'reaction', textContent }),
  );
  return [...parts, ...seen, time(message)];
}

/** What a person may send besides words, and what stands over them. */
function carried({ forwarded, contact, location }) {
  const parts = [];
  if (forwarded) parts.push(element('div', { className: 'facts', textContent: 'Forwarded' }));
  if (contact) parts.push(line('👤', [contact.first_name, contact.last_name, contact.phone_number]));
  if (location) parts.push(line('📍', [location.latitude, location.longitude]));
  return parts;
}

const line = (sign, words) =>
  element('div', { textContent: [sign, ...words.filter((each) => each !== undefined)].join(' ') });

/** Its size is known before it is drawn, so nothing jumps. */
function picture(photo, caption, { enlarge }) {
  const image = { src: `data:image/png;base64,${photo}`, alt: caption || 'Picture from the shop' };
  const node = element('img', { ...image, ...pngSize(photo) });
  const key = element('button', { type: 'button', className: 'picture', title: 'Enlarge' }, [node]);
  key.addEventListener('click', () => enlarge(image));
  return key;
}

/** Width and height stand in bytes 16 to 23 of a PNG. */
function pngSize(base64) {
  const bytes = Uint8Array.from(atob(base64.slice(0, 32)), (letter) => letter.charCodeAt(0));
  if (String.fromCharCode(...bytes.slice(1, 4)) !== 'PNG') return {};
  const view = new DataView(bytes.buffer);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function fileCard({ name, size }, href) {
  const facts = element('span', { className: 'facts', textContent: bytesText(size) });
  const icon = element('span', { className: 'icon', textContent: '📄', ariaHidden: 'true' });
  const words = element('span', {}, [element('b', { textContent: name }), facts]);
  return element('a', { className: 'file', href, download: name }, [icon, words]);
}

function bytesText(size) {
  if (size < 1024) return `${size} B`;
  return size < 2 ** 20 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 2 ** 20).toFixed(1)} MB`;
}

function invoiceCard({ title, description, amount }) {
  return element('div', { className: 'invoice' }, [
    element('b', { textContent: title }),
    element('span', { textContent: description }),
    element('span', { className: 'amount', textContent: `⭐\u00a0${amount}` }),
  ]);
}

function keyRow({ row, index, message, hands }) {
  const keys = row.map((each, column) => {
    const key = messageKey(each);
    const place = { messageId: message.id, row: index, column };
    key.addEventListener('click', () => once(key, () => hands.press(place, each)));
    return key;
  });
  return element('div', { className: 'keys' }, keys);
}

/** In the corner a sign for what leaves the chat, as Telegram has it. */
const SIGNS = { url: '↗', copy: '' };

function messageKey({ text, kind, style }) {
  const parts = [element('span', { textContent: text })];
  if (kind in SIGNS) parts.push(element('i', { textContent: SIGNS[kind], ariaHidden: 'true' }));
  return element('button', { type: 'button', className: [kind, style ?? ''].join(' ').trim() }, parts);
}

function time({ at, edited }) {
  const clock = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return element('span', { className: 'time', textContent: edited ? `edited ${clock}` : clock });
}

/** Money that moved; what Telegram's receipt says stands behind it. */
function service({ text, payment, refund, at }) {
  const receipt = payment ?? refund;
  if (!receipt) return element('li', { className: 'note' }, [element('span', { textContent: text })]);
  const facts = [
    ['Stars', String(receipt.total_amount)],
    ['When', new Date(at).toLocaleString()],
    ['Charge', receipt.telegram_payment_charge_id],
  ];
  const list = facts.flatMap(([name, value]) => [
    element('dt', { textContent: name }),
    element('dd', { textContent: value }),
  ]);
  const summary = element('summary', {}, [text, element('span', { textContent: ' · Receipt' })]);
  return element('li', { className: 'note' }, [
    element('details', { className: 'receipt' }, [summary, element('dl', {}, list)]),
  ]);
}

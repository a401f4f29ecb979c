// Text with its entities (Bot API, MessageEntity) as nested elements.
import { button, element } from '/dom.js';

const TAGS = { bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', blockquote: 'blockquote' };
/** What Telegram draws like a link, though a tap leads nowhere here. */
const LINKLIKE = ['mention', 'text_mention', 'hashtag', 'cashtag', 'phone_number'];
/** They stand in lines of their own: the line breaks around them are not shown twice. */
const BLOCKS = ['pre', 'blockquote', 'expandable_blockquote'];
const OWN = ['code', 'pre', 'text_link', 'url', 'bot_command', 'email', ...LINKLIKE];
const FOUND = {
  bot_command: /(?<![\p{L}\p{N}_/<>])\/[A-Za-z0-9_]{1,64}(?![\p{L}\p{N}_/])/gu,
  url: /(?<![\p{L}\p{N}_@.])https?:\/\/[^\s<>"]*[^\s<>".,;:!?)]/gu,
  mention: /(?<![\p{L}\p{N}_@.])@[A-Za-z][A-Za-z0-9_]{3,31}(?![\p{L}\p{N}_])/gu,
};

/**
 * `hands` does what a tap on a piece asks for: `copy(text)`, `say(command)`; `language` and `now()` (ms) are the
 * reader's.
 */
export function formatted({ text, entities, hands }) {
  const marked = nested([...entities, ...found(text, entities)]);
  return pieces({ text, from: 0, to: text.length, entities: marked, hands });
}

/** What Telegram marks by itself, where the bot said nothing about these words. */
function found(text, entities) {
  const matches = Object.entries(FOUND).flatMap(([type, pattern]) =>
    [...text.matchAll(pattern)].map(({ 0: words, index }) => ({ type, offset: index, length: words.length })),
  );
  const isFree = ({ offset, length }) =>
    !entities.some((each) => OWN.includes(each.type) && crosses(each, { offset, length }));
  return matches.filter(isFree);
}

const crosses = (one, other) =>
  one.offset < other.offset + other.length && other.offset < one.offset + one.length;

/** Outer ones first; what crosses the end of another is cut there in two, as the elements of a page cannot cross. */
function nested(entities) {
  const sorted = entities.map((each) => ({ ...each, end: each.offset + each.length })).sort(byPlace);
  const open = [];
  const done = [];
  while (sorted.length > 0) {
    const entity = sorted.shift();
    while (open.length > 0 && open.at(-1).end <= entity.offset) open.pop();
    const limit = open.at(-1)?.end ?? entity.end;
    if (entity.end > limit) {
      sorted.push({ ...entity, offset: limit });
      sorted.sort(byPlace);
    }
    const kept = { ...entity, end: Math.min(entity.end, limit), inside: [] };
    (open.at(-1)?.inside ?? done).push(kept);
    open.push(kept);
  }
  return done;
}

const byPlace = (left, right) => left.offset - right.offset || right.end - left.end;

function pieces({ text, from, to, entities, hands }) {
  const parts = [];
  let at = from;
  for (const entity of entities) {
    const { offset, end, inside } = entity;
    const within = { text, from: offset, to: end, entities: inside, hands };
    const isBlock = BLOCKS.includes(entity.type);
    const before = text.slice(at, offset);
    parts.push(isBlock ? before.replace(/\n$/, '') : before);
    parts.push(styled({ entity, words: text.slice(offset, end), hands }, within));
    at = isBlock && end < to && text[end] === '\n' ? end + 1 : end;
  }
  return [...parts, text.slice(at, to)].filter((part) => part !== '');
}

function styled({ entity, words, hands }, within) {
  const special = SPECIAL[entity.type];
  if (special) return special({ entity, words, hands, within });
  const className = LINKLIKE.includes(entity.type) ? 'linklike' : '';
  return element(TAGS[entity.type] ?? 'span', { className }, pieces(within));
}

/** Types that do more than look different. */
const SPECIAL = {
  code: ({ words, hands }) => copied(element('code', { textContent: words }), words, hands),
  pre: ({ entity, words, hands }) => block(entity, words, hands),
  spoiler: ({ within }) => spoiler(pieces(within)),
  expandable_blockquote: ({ within }) => expandable(pieces(within)),
  bot_command: ({ words, hands }) => button(words, () => hands.say(words), { className: 'inline' }),
  text_link: ({ entity, within }) => link(entity.url, pieces(within)),
  url: ({ words, within }) => link(words, pieces(within)),
  email: ({ words, within }) => link(`mailto:${words}`, pieces(within)),
  date_time: ({ entity, words, hands }) => moment(entity, words, hands),
};

/** As in Telegram, a tap on code copies it. */
function copied(node, text, { copy }) {
  Object.assign(node, { tabIndex: 0, role: 'button', title: 'Copy', onclick: () => copy(text) });
  onEnter(node, () => copy(text));
  return node;
}

function block({ language }, words, hands) {
  const code = copied(element('code', { textContent: words }), words, hands);
  return element('pre', {}, language ? [element('span', { textContent: language }), code] : [code]);
}

function spoiler(parts) {
  const node = element('span', { className: 'spoiler', tabIndex: 0, role: 'button', title: 'Show' }, parts);
  const show = () => {
    node.classList.add('shown');
    for (const name of ['role', 'tabindex', 'title']) node.removeAttribute(name);
  };
  node.addEventListener('click', show);
  onEnter(node, show);
  return node;
}

/** Three lines until it is opened; a short one needs no key. */
function expandable(parts) {
  const words = element('div', { className: 'words' }, parts);
  const key = button('more', () => turn(), { className: 'inline more', hidden: true, ariaExpanded: 'false' });
  const turn = () => {
    const isOpen = words.classList.toggle('open');
    key.textContent = isOpen ? 'less' : 'more';
    key.ariaExpanded = String(isOpen);
  };
  new ResizeObserver(() => {
    if (!words.classList.contains('open')) key.hidden = words.scrollHeight <= words.clientHeight + 1;
  }).observe(words);
  return element('blockquote', { className: 'expandable' }, [words, key]);
}

function link(url, parts) {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `https://${url}`;
  if (!/^(https?|mailto|tg):/i.test(whole)) return element('span', { className: 'linklike' }, parts);
  return element('a', { href: whole, target: '_blank', rel: 'noopener noreferrer' }, parts);
}

/** A moment in the reader's own time zone and language; without a format the words of the bot stay. */
function moment({ unix_time, date_time_format: format }, words, hands) {
  const at = new Date(unix_time * 1000);
  const shown = format === 'r' ? ago(at - hands.now(), hands.language) : written(at, format, hands.language);
  const title = at.toLocaleString(hands.language, { dateStyle: 'full', timeStyle: 'long' });
  return element('time', { dateTime: at.toISOString(), title, textContent: shown || words });
}

function written(at, format, language) {
  const looks = { d: { dateStyle: 'short' }, D: { dateStyle: 'long' }, t: { timeStyle: 'short' } };
  const wanted = { w: { weekday: 'long' }, ...looks, T: { timeStyle: 'medium' } };
  return [...format].map((letter) => at.toLocaleString(language, wanted[letter])).join(', ');
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

function ago(ms, language) {
  const [unit, length] = UNITS.find(([, each]) => Math.abs(ms) >= each) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.round(ms / length), unit);
}

function onEnter(node, act) {
  node.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    act();
  });
}

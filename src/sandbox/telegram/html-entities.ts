import { badRequest } from './api-error.ts';
import { type Attributes, readTag } from './html-tag.ts';
import type { Entity } from './shapes.ts';

export type FormattedText = { text: string; entities: Entity[] };
type Open = { tag: string; start: number; attributes: Attributes };
type Draft = { source: string; at: number; out: string; open: Open[]; entities: Entity[] };

const TYPES: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  code: 'code',
};
const SUPPORTED = new Set([...Object.keys(TYPES), 'a', 'pre', 'blockquote', 'tg-time', 'tg-emoji']);
const CHARACTERS: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/**
 * Reads text in Telegram's HTML style (core.telegram.org/bots/api#html-style); offsets count UTF-16 units.
 * @throws ApiError with TDLib's words and byte offsets (contracts/telegram.md C3).
 */
export function parseHtml(source: string): FormattedText {
  const draft: Draft = { source, at: 0, out: '', open: [], entities: [] };
  while (draft.at < source.length) step(draft);
  const unclosed = draft.open.at(-1);
  if (unclosed) throw cannotParse(`Can't find end tag corresponding to start tag "${unclosed.tag}"`);
  return { text: draft.out, entities: draft.entities.sort(byPlace) };
}

function step(draft: Draft): void {
  const rest = draft.source.slice(draft.at, draft.at + 2);
  if (rest === '</') closeTag(draft);
  else if (rest.startsWith('<')) openTag(draft);
  else if (rest.startsWith('&')) readCharacter(draft);
  else {
    draft.out += rest.charAt(0);
    draft.at += 1;
  }
}

/** Telegram knows four names and numbers; what else begins with & stays as it is. */
function readCharacter(draft: Draft): void {
  const match = /^&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot));?/i.exec(
    draft.source.slice(draft.at),
  );
  const [whole = '&', hex, decimal, name] = match ?? [];
  draft.out += match ? (named(name) ?? numbered(hex, decimal)) : '&';
  draft.at += whole.length;
}

function named(name: string | undefined): string | undefined {
  return name === undefined ? undefined : CHARACTERS[name.toLowerCase()];
}

function numbered(hex: string | undefined, decimal: string | undefined): string {
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

function openTag(draft: Draft): void {
  const { tag, attributes, end } = readTag(draft.source, draft.at, (text, at) => fault(draft, text, at));
  if (!SUPPORTED.has(tag)) throw fault(draft, `Unsupported start tag "${tag}"`);
  if (tag === 'span' && attributes.class !== 'tg-spoiler')
    throw fault(draft, 'Tag "span" must have class "tg-spoiler"');
  draft.open.push({ tag, start: draft.out.length, attributes });
  draft.at = end;
}

function closeTag(draft: Draft): void {
  const opened = draft.open.pop();
  if (!opened) throw fault(draft, 'Unexpected end tag');
  const [whole, name = ''] = /^<\/([^\s>]*)\s*>/.exec(draft.source.slice(draft.at)) ?? [];
  if (whole === undefined) throw fault(draft, 'Unclosed end tag');
  const tag = name.toLowerCase();
  if (tag !== '' && tag !== opened.tag)
    throw cannotParse(
      `Unmatched end tag at byte offset ${byteOffset(draft)}, expected "</${opened.tag}>", found "</${tag}>"`,
    );
  draft.at += whole.length;
  addEntity(draft, opened);
}

function addEntity(draft: Draft, { tag, start, attributes }: Open): void {
  const span = { offset: start, length: draft.out.length - start };
  const entity = span.length > 0 ? entityOf(tag, attributes, draft.out.slice(start)) : null;
  if (!entity) return;
  const inner = draft.entities.at(-1);
  const isCodeOfPre = tag === 'pre' && inner?.type === 'code' && inner.length === span.length;
  if (isCodeOfPre && inner.offset === start) draft.entities.pop();
  const language = isCodeOfPre ? inner.language : undefined;
  draft.entities.push({ ...entity, ...span, ...(language ? { language } : {}) });
}

function entityOf(
  tag: string,
  attributes: Attributes,
  inside: string,
): Pick<Entity, 'type' | 'url' | 'unix_time' | 'date_time_format'> | null {
  if (tag === 'a') return textLink(attributes.href ?? inside);
  if (tag === 'pre') return { type: 'pre' };
  if (tag === 'blockquote')
    return { type: 'expandable' in attributes ? 'expandable_blockquote' : 'blockquote' };
  if (tag === 'code') return { type: 'code', ...languageOf(attributes) };
  return plainEntity(tag, attributes);
}

function plainEntity(tag: string, attributes: Attributes) {
  if (tag === 'tg-time') return moment(attributes);
  const type = TYPES[tag];
  return type ? { type } : null;
}

/** What Telegram cannot read as a moment leaves plain text behind. */
function moment({ unix = '', format = '' }: Attributes) {
  const isReadable = /^\d{1,10}$/.test(unix) && /^(r|w?[dD]?[tT]?)$/.test(format);
  return isReadable ? { type: 'date_time', unix_time: Number(unix), date_time_format: format } : null;
}

function languageOf({ class: name = '' }: Attributes): { language?: string } {
  return name.startsWith('language-') ? { language: name.slice('language-'.length) } : {};
}

/** The link to an address; null where Telegram would not open it: that leaves plain text behind. */
export function textLink(url: string): { type: string; url: string } | null {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`;
  return URL.canParse(whole) && /^(https?|tg|ton|tonsite|mailto):/i.test(whole)
    ? { type: 'text_link', url: new URL(whole).href }
    : null;
}

function fault({ source, at }: Draft, text: string, place = at): Error {
  return cannotParse(`${text} at byte offset ${byteOffset({ source, at: place })}`);
}

function byteOffset({ source, at }: Pick<Draft, 'source' | 'at'>): number {
  return Buffer.byteLength(source.slice(0, at));
}

function cannotParse(text: string): Error {
  return badRequest(`can't parse entities: ${text}`);
}

/** The order in which Telegram tells entities: by place, the longer first. */
export function byPlace(left: Entity, right: Entity): number {
  return left.offset - right.offset || right.length - left.length;
}

import { badRequest } from './api-error.ts';
import { byPlace, type FormattedText, textLink } from './html-entities.ts';
import type { Entity } from './shapes.ts';

type Name = keyof typeof ENDS;
type Mark = { name: Name; at: number; start: number; language?: string };
type Draft = {
  source: string;
  at: number;
  out: string;
  open: Mark[];
  entities: Entity[];
  /** A quote that goes on: where it began, and how many marks were open then. */
  quote: { start: number; depth: number } | null;
  isLineStart: boolean;
};

const RESERVED = '_*[]()~`>#+-=|{}.!\n';
/** By TDLib's name of the entity, which its errors tell: what ends it. */
const ENDS = {
  ...{ Bold: '*', Italic: '_', Underline: '__', Strikethrough: '~', Spoiler: '||' },
  ...{ Code: '`', Pre: '```', PreCode: '```', TextUrl: ']', CustomEmoji: ']' },
} as const;
const BEGINS: [string, Name][] = [
  ...([
    ['__', 'Underline'],
    ['||', 'Spoiler'],
    ['![', 'CustomEmoji'],
  ] as [string, Name][]),
  ...([
    ['_', 'Italic'],
    ['*', 'Bold'],
    ['~', 'Strikethrough'],
  ] as [string, Name][]),
  ...([
    ['[', 'TextUrl'],
    ['`', 'Code'],
  ] as [string, Name][]),
];

/**
 * Reads text in Telegram's MarkdownV2 style (core.telegram.org/bots/api#markdownv2-style); offsets count UTF-16 units.
 * @throws ApiError with TDLib's words and byte offsets (contracts/telegram.md C3).
 */
export function parseMarkdownV2(source: string): FormattedText {
  const draft: Draft = { source, at: 0, out: '', open: [], entities: [], quote: null, isLineStart: true };
  while (draft.at < source.length) step(draft);
  if (draft.quote) endQuote(draft);
  const unclosed = draft.open.at(-1);
  if (unclosed) throw unended(draft, unclosed);
  return { text: draft.out, entities: draft.entities.sort(byPlace) };
}

function step(draft: Draft): void {
  const plain = plainAt(draft);
  const top = draft.open.at(-1);
  if (plain !== null) take(draft, plain);
  else if (top && isEnd(draft, top)) close(draft, top);
  else begin(draft);
}

/** Where the character stands that is no mark; null at a mark. */
function plainAt({ source, at, open }: Draft): number | null {
  const top = open.at(-1);
  const marks = top && ENDS[top.name].startsWith('`') ? '`' : RESERVED;
  if (source.charAt(at) === '\\' && isEscapable(source.charCodeAt(at + 1))) return at + 1;
  return marks.includes(source.charAt(at)) ? null : at;
}

function isEscapable(code: number): boolean {
  return code > 0 && code <= 126;
}

function take(draft: Draft, at: number): void {
  const character = draft.source.charAt(at);
  draft.out += character;
  draft.at = at + 1;
  if (character !== '\r') draft.isLineStart = false;
}

/** Two underscores are never the end of italic, so `___` is read from the left. */
function isEnd({ source, at }: Draft, { name }: Mark): boolean {
  return source.startsWith(ENDS[name], at) && !(name === 'Italic' && source.charAt(at + 1) === '_');
}

function begin(draft: Draft): void {
  const { source, at } = draft;
  if (source.charAt(at) === '\n') newLine(draft);
  else if (source.charAt(at) === '>' && draft.isLineStart && !draft.quote) beginQuote(draft);
  else if (source.startsWith('```', at)) beginPre(draft);
  else beginMark(draft);
}

function beginMark(draft: Draft): void {
  const { source, at } = draft;
  const [sign, name] = BEGINS.find(([each]) => source.startsWith(each, at)) ?? [];
  if (!sign || !name)
    throw cannotParse(
      `Character '${source.charAt(at)}' is reserved and must be escaped with the preceding '\\'`,
    );
  draft.open.push({ name, at, start: draft.out.length });
  draft.at += sign.length;
}

/** A word right behind the mark is the language, and one new line after it is no part of the text. */
function beginPre(draft: Draft): void {
  const rest = draft.source.slice(draft.at + 3);
  const language = /^([^\s`]+)(?=\s)/.exec(rest)?.[1] ?? '';
  const gap = /^(\r\n|\n\r|\n|\r)/.exec(rest.slice(language.length))?.[0].length ?? 0;
  const mark = { at: draft.at, start: draft.out.length };
  draft.open.push(language ? { ...mark, name: 'PreCode', language } : { ...mark, name: 'Pre' });
  draft.at += 3 + language.length + gap;
}

function close(draft: Draft, mark: Mark): void {
  draft.open.pop();
  draft.at += ENDS[mark.name].length;
  const inside = draft.out.slice(mark.start);
  const entity = entityOf(draft, mark, inside);
  if (entity && inside !== '') draft.entities.push({ ...entity, offset: mark.start, length: inside.length });
}

function entityOf(draft: Draft, mark: Mark, inside: string): { type: string } | null {
  switch (mark.name) {
    case 'TextUrl':
      return textLink(readUrl(draft, 'a URL') ?? inside);
    case 'CustomEmoji':
      if (!readUrl(draft, 'a custom emoji URL')?.startsWith('tg://'))
        throw cannotParse('Custom emoji entity must contain a tg://emoji URL');
      return null;
    case 'Pre':
    case 'PreCode':
      return { type: 'pre', ...(mark.language ? { language: mark.language } : {}) };
    default:
      return { type: mark.name.toLowerCase() };
  }
}

/** What stands in round brackets behind a link's words; null where there are none. */
function readUrl(draft: Draft, what: string): string | null {
  const { source, at } = draft;
  if (source.charAt(at) !== '(') return null;
  const [whole, url = ''] = /^\(((?:\\[ -~]|\\(?![ -~])|[^)\\])*)\)/.exec(source.slice(at)) ?? [];
  if (whole === undefined)
    throw cannotParse(`Can't find end of ${what} at byte offset ${byteOffset(source, at + 1)}`);
  draft.at += whole.length;
  return url.replace(/\\([ -~])/g, '$1');
}

function newLine(draft: Draft): void {
  take(draft, draft.at);
  draft.isLineStart = true;
  if (!draft.quote) return;
  if (draft.source.charAt(draft.at) !== '>') {
    endQuote(draft);
    return;
  }
  draft.at += 1;
  draft.isLineStart = false;
}

function beginQuote(draft: Draft): void {
  draft.quote = { start: draft.out.length, depth: draft.open.length };
  draft.at += 1;
  draft.isLineStart = false;
}

function endQuote(draft: Draft): void {
  const { start, depth } = draft.quote ?? { start: 0, depth: 0 };
  const inside = draft.open.slice(depth);
  const [first, ...others] = inside;
  const isFolded = first !== undefined && others.length === 0 && isFold(draft, first);
  const unclosed = inside.at(-1);
  if (unclosed && !isFolded) throw unended(draft, unclosed);
  draft.open.length = Math.min(draft.open.length, depth);
  const length = draft.out.length - start;
  const type = isFolded ? 'expandable_blockquote' : 'blockquote';
  if (length > 0) draft.entities.push({ type, offset: start, length });
  draft.quote = null;
}

/** Two bars at the end of a quote, behind which nothing comes, fold it. */
function isFold({ out }: Draft, { name, start }: Mark): boolean {
  return name === 'Spoiler' && start === out.replace(/[\r\n]+$/, '').length;
}

function unended({ source }: Draft, { name, at }: Mark): Error {
  return cannotParse(`Can't find end of ${name} entity at byte offset ${byteOffset(source, at)}`);
}

function byteOffset(source: string, at: number): number {
  return Buffer.byteLength(source.slice(0, at));
}

function cannotParse(text: string): Error {
  return badRequest(`can't parse entities: ${text}`);
}

import { ApiError, badRequest } from './api-error.ts';
import type { Params } from './call-params.ts';
import { type FormattedText, parseHtml } from './html-entities.ts';
import { parseMarkdownV2 } from './markdown-v2.ts';
import type { Content, Entity, Json } from './shapes.ts';

const TEXT_LIMIT = 4096;
const CAPTION_LIMIT = 1024;
const RAW_LIMIT_BYTES = 32_768;

/** The text of a message as people will see it. @throws ApiError where it is empty, too long or wrongly marked up. */
export function messageText(params: Params): FormattedText {
  const formatted = formattedText(params, 'text', 'entities');
  if (formatted.text === '') throw badRequest('message text is empty');
  if (codePoints(formatted.text) > TEXT_LIMIT) throw badRequest('message is too long');
  return formatted;
}

/** The words under a photo or document as its message carries them; nothing where there are none. */
export function captionOf(params: Params): Pick<Content, 'caption' | 'caption_entities'> {
  const { text, entities } = formattedText(params, 'caption', 'caption_entities');
  if (codePoints(text) > CAPTION_LIMIT) throw badRequest('message caption is too long');
  if (text === '') return {};
  return { caption: text, ...(entities.length > 0 ? { caption_entities: entities } : {}) };
}

function formattedText(params: Params, name: string, entitiesName: string): FormattedText {
  const raw = params.string(name) ?? '';
  if (Buffer.byteLength(raw) > RAW_LIMIT_BYTES) throw badRequest('text is too long');
  const mode = (params.string('parse_mode') ?? '').toLowerCase();
  if (mode === 'html') return trimmed(parseHtml(raw));
  if (mode === 'markdownv2') return trimmed(parseMarkdownV2(raw));
  if (mode === 'markdown') throw new ApiError(501, `Not emulated: parse_mode ${params.string('parse_mode')}`);
  if (mode !== '') throw badRequest('unsupported parse_mode');
  return trimmed({ text: raw, entities: givenEntities(params.list(entitiesName), raw.length) });
}

function givenEntities(entities: Json[], length: number): Entity[] {
  return entities.map((entity) => {
    const { type, offset, length: span } = entity;
    if (typeof type !== 'string' || !isPlace(offset) || !isPlace(span))
      throw badRequest("can't parse MessageEntity: entity must have type, offset and length");
    if (offset + span > length)
      throw badRequest(`entity begins or ends outside the text at offset ${offset}`);
    return { ...entity, type, offset, length: span };
  });
}

function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

/** Telegram cuts white space at both ends; entities move with the text. */
function trimmed({ text, entities }: FormattedText): FormattedText {
  const lead = text.length - text.trimStart().length;
  const clean = text.trim();
  const moved = entities.map((entity) => {
    const start = Math.max(entity.offset - lead, 0);
    const end = Math.min(entity.offset + entity.length - lead, clean.length);
    return { ...entity, offset: start, length: end - start };
  });
  return { text: clean, entities: moved.filter(({ length }) => length > 0) };
}

/** What Telegram itself marks in words a person typed: commands and addresses. */
export function typedEntities(text: string): Entity[] {
  const found = [
    ...matches(text, /(?<![^\s])\/[A-Za-z0-9_]{1,64}(?:@\w+)?/g, 'bot_command'),
    ...matches(text, /(?<![^\s])https?:\/\/[^\s]+/g, 'url'),
  ];
  return found.sort((left, right) => left.offset - right.offset);
}

function matches(text: string, pattern: RegExp, type: string): Entity[] {
  return [...text.matchAll(pattern)].map((match) => ({ type, offset: match.index, length: match[0].length }));
}

function codePoints(text: string): number {
  return [...text].length;
}

import { EmuError } from '../emu-error.ts';
import { ApiError } from './api-error.ts';
import { typedEntities } from './formatted-text.ts';
import type { Content } from './shapes.ts';

const TEXT_LIMIT = 4096;
const CAPTION_LIMIT = 1024;

/** A text as it goes into a chat. @throws EmuError 400 where Telegram would not send it. */
export function typed(text: string): Content {
  const clean = text.trim();
  if (clean === '') throw new EmuError(400, 'text: is empty');
  if ([...clean].length > TEXT_LIMIT)
    throw new EmuError(400, `text: is longer than ${TEXT_LIMIT} characters`);
  const entities = typedEntities(clean);
  return { text: clean, ...(entities.length > 0 ? { entities } : {}) };
}

/** The words under a file; nothing where there are none. @throws EmuError 400 where they are too long. */
export function captioned(caption: string): Pick<Content, 'caption' | 'caption_entities'> {
  const clean = caption.trim();
  if ([...clean].length > CAPTION_LIMIT)
    throw new EmuError(400, `caption: is longer than ${CAPTION_LIMIT} characters`);
  const entities = typedEntities(clean);
  if (clean === '') return {};
  return { caption: clean, ...(entities.length > 0 ? { caption_entities: entities } : {}) };
}

/** Keeps a file. @throws EmuError 400 that names the field, for one that Telegram would refuse. */
export function fileFor<Stored>(field: string, store: () => Stored): Stored {
  try {
    return store();
  } catch (error) {
    if (error instanceof ApiError) throw new EmuError(400, `${field}: ${error.message}`);
    throw error;
  }
}

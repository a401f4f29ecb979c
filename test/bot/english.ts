import { join } from 'node:path';
import { expect } from 'vitest';
import { Texts, textsIn } from '../../src/bot/texts.ts';
import type { Logger } from '../../src/services/ports/logger.ts';

export const LOCALES = join(import.meta.dirname, '../../locales');

/** What the bot complained of while texts were made. */
export const complaints: unknown[] = [];

const log: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: (event, fields) => complaints.push({ event, ...fields }),
};

/** No text was asked for that is missing, or lacked what stands in its gaps. */
export const expectAllWords = (): void => expect(complaints.splice(0)).toEqual([]);

/** The shop's own texts; whatever is missing lands in `complaints`. */
export const texts: Texts = textsIn(LOCALES, log);
export const t = texts.for('en');
export const textsOf = (sources: Record<string, string>): Texts => new Texts(sources, log);

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentBundle, FluentDateTime, FluentResource, type FluentVariable } from '@fluent/bundle';
import type { Logger } from '../services/ports/logger.ts';

/** What stands in the gaps of a text; a Date is shown in UTC. */
export type TextArgs = Readonly<Record<string, string | number | Date>>;
/** The words for an id in one language. */
export type Translate = (id: string, args?: TextArgs) => string;

const FALLBACK = 'en';
const ENDING = '.ftl';

/** Every word that the bot says, by language. */
export class Texts {
  private readonly bundles: ReadonlyMap<string, FluentBundle>;
  private readonly log: Logger;

  /**
   * @param sources language ("en", "pt-br") -> Fluent text; English has to be among them.
   * @throws {Error} where English is missing, or an id stands twice in one language.
   */
  constructor(sources: Readonly<Record<string, string>>, log: Logger) {
    this.bundles = new Map(
      Object.entries(sources).map(([language, source]) => [language, bundle(language, source)]),
    );
    if (!this.bundles.has(FALLBACK)) throw new Error(`no texts for the language ${FALLBACK}`);
    this.log = log;
  }

  /** For Telegram's language code; an unknown language is English. Never throws: an unknown id is said as it is, and logged. */
  for(language: string): Translate {
    const base = language.toLowerCase().split(/[-_]/)[0] ?? FALLBACK;
    const order = [language.toLowerCase(), base, FALLBACK];
    return (id, args = {}) => this.say(order, id, args);
  }

  /** The languages that can be chosen, English first. */
  get languages(): readonly string[] {
    const others = [...this.bundles.keys()].filter((language) => language !== FALLBACK);
    return [FALLBACK, ...others.sort()];
  }

  /** Whether English knows the id; the other languages follow it. */
  has(id: string): boolean {
    return this.bundles.get(FALLBACK)?.hasMessage(id) ?? false;
  }

  private say(order: readonly string[], id: string, args: TextArgs): string {
    const spoken = order.map((language) => this.bundles.get(language)).find((each) => each?.hasMessage(id));
    const pattern = spoken?.getMessage(id)?.value;
    if (!spoken || !pattern) return this.missing(id, 'unknown id');
    const mistakes: Error[] = [];
    const text = spoken.formatPattern(pattern, variables(args), mistakes);
    if (mistakes.length > 0) this.missing(id, mistakes.map(({ message }) => message).join('; '));
    return text;
  }

  private missing(id: string, reason: string): string {
    this.log.error('text.missing', { id, reason });
    return id;
  }
}

/** The texts of a folder, one `<language>.ftl` each. @throws {Error} as the constructor does. */
export function textsIn(folder: string, log: Logger): Texts {
  const files = readdirSync(folder).filter((file) => file.endsWith(ENDING));
  const sources = files.map((file) => [
    file.slice(0, -ENDING.length).toLowerCase(),
    readFileSync(join(folder, file), 'utf8'),
  ]);
  return new Texts(Object.fromEntries(sources), log);
}

/** Isolation marks would stand inside copied links. */
function bundle(language: string, source: string): FluentBundle {
  const made = new FluentBundle(language, { useIsolating: false });
  const mistakes = made.addResource(new FluentResource(source));
  if (mistakes.length > 0)
    throw new Error(`texts of ${language}: ${mistakes.map(({ message }) => message).join('; ')}`);
  return made;
}

function variables(args: TextArgs): Record<string, FluentVariable> {
  const entries = Object.entries(args).map(([name, value]): [string, FluentVariable] => [
    name,
    value instanceof Date ? new FluentDateTime(value, { timeZone: 'UTC' }) : value,
  ]);
  return Object.fromEntries(entries);
}

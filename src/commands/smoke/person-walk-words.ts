import { FluentResource } from '@fluent/bundle';

type Pattern = NonNullable<FluentResource['body'][number]['value']>;
type Element = Exclude<Pattern, string>[number];

/** A line of a message of the locales: how it looks with anything in its gaps. */
type Line = { id: string; form: RegExp; weight: number };
type Language = { lines: Line[]; fixed: Map<string, string>; literals: string[] };

export type Complaint = { language: string; words: string; why: string };

const GAP = '\u0000';
const LATIN_WORD = /[A-Za-z]{2,}/g;
const CYRILLIC = /[\u0400-\u04ff]+/g;
/** What stands before a name: a flag, a tick. */
const MARKS = /^[^\p{L}]+/u;
const ID_LIKE = /\b[a-z][a-z0-9]*(?:-[a-z0-9_]+)+\b/g;

/**
 * Reads texts of the bot backwards, by the files of its words: which message a line was made of, and which words do not
 * belong to a language. Names, commands and technical values stand in no file, so they are nobody's mistake.
 */
export class WalkWords {
  private readonly languages: ReadonlyMap<string, Language>;
  private readonly ids: ReadonlySet<string>;
  /** English of two words and more that no other language shares. */
  private readonly english: readonly string[];
  private readonly seen = new Map<string, string[]>();

  /** @param sources language -> Fluent text; English is the one that others are translated from. */
  constructor(sources: Readonly<Record<string, string>>) {
    this.languages = new Map(
      Object.entries(sources).map(([language, source]) => [language, readLanguage(source)]),
    );
    const english = this.languages.get('en');
    this.ids = new Set(english?.lines.map(({ id }) => id));
    this.english = [...new Set(english?.literals)].filter(isSentence);
  }

  /** The messages that the lines of a text were made of, each once, in the order of the text; `~` = none known. */
  idsOf(text: string, language: string): string[] {
    const key = `${language} ${text}`;
    const known = this.seen.get(key) ?? this.read(text, language);
    this.seen.set(key, known);
    return known;
  }

  /** Every id of the files that begins so, without this beginning. */
  namesAfter(prefix: string): string[] {
    return [...this.ids].filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length));
  }

  /** The language in which these words say that it was chosen; null = they do not. */
  chosenIn(text: string): string | null {
    const said = text.split('\n');
    const found = [...this.languages].find(([, { fixed }]) =>
      said.includes(fixed.get('language-chosen') ?? ''),
    );
    return found?.[0] ?? null;
  }

  /** What a message without gaps says in a language; its id where there is none. */
  say(id: string, language: string): string {
    return this.languages.get(language)?.fixed.get(id) ?? id;
  }

  /** What in these words is not of the language; `isLabel` = all of a button. */
  complaints(text: string, language: string, isLabel = false): Complaint[] {
    const words = this.withoutChoice(text);
    const raw = (words.match(ID_LIKE) ?? []).filter((each) => this.ids.has(each));
    const foreign = language === 'en' ? (words.match(CYRILLIC) ?? []) : this.notTranslated(words, language);
    const label = isLabel ? this.untranslatedLabel(words, language) : [];
    const found = [
      ...raw.map((id) => `the key ${id}`),
      ...foreign.map((each) => `“${each}” is of another language`),
      ...label,
    ];
    return found.map((why) => ({ language, words, why }));
  }

  private read(text: string, language: string): string[] {
    const lines = this.languages.get(language)?.lines ?? [];
    const ids = text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => lines.find(({ form }) => form.test(line))?.id ?? '~');
    return [...new Set(ids)];
  }

  /** Who cannot read this language yet is asked in every language, and shown their own names. */
  private withoutChoice(text: string): string {
    const ofAll = [...this.languages.values()].flatMap(({ fixed }) =>
      ['language-name', 'language-ask'].map((id) => fixed.get(id)),
    );
    return text
      .split('\n')
      .filter((line) => !ofAll.includes(line.replace(MARKS, '')))
      .join('\n');
  }

  private notTranslated(words: string, language: string): string[] {
    const own = this.languages.get(language)?.literals ?? [];
    return this.english
      .filter((fragment) => words.includes(fragment))
      .filter((fragment) => !own.some((each) => each.includes(fragment)));
  }

  private untranslatedLabel(label: string, language: string): string[] {
    const [english, own] = [this.languages.get('en'), this.languages.get(language)];
    if (language === 'en' || !english || !own) return [];
    const same = [...english.fixed].filter(([id, words]) => words === label && own.fixed.get(id) !== words);
    const isOwnWord = [...own.fixed.values()].includes(label);
    return isOwnWord ? [] : same.slice(0, 1).map(([id]) => `${id} is not translated`);
  }
}

/** The most telling line first. */
function readLanguage(source: string): Language {
  const messages = new FluentResource(source).body.flatMap(({ id, value }) => (value ? [{ id, value }] : []));
  const lines = messages.flatMap(({ id, value }) =>
    formOf(value)
      .split('\n')
      .flatMap((form) => lineOf(id, form)),
  );
  return {
    lines: lines.toSorted((one, other) => other.weight - one.weight),
    fixed: new Map(messages.flatMap(({ id, value }) => (typeof value === 'string' ? [[id, value]] : []))),
    literals: messages.flatMap(({ value }) => literalsOf(value)),
  };
}

function lineOf(id: string, form: string): Line[] {
  const weight = form.replace(/\\.|\.\*|\(\?:|[)|]/g, '').length;
  return weight < 2 ? [] : [{ id, weight, form: new RegExp(`^${form}$`, 'u') }];
}

/** As a regular expression; a choice between plural forms stays a choice. */
function formOf(pattern: Pattern): string {
  if (typeof pattern === 'string') return quoted(pattern);
  return pattern.map(formOfElement).join('');
}

function formOfElement(element: Element): string {
  if (typeof element === 'string') return quoted(element);
  if (element.type !== 'select') return '.*';
  return `(?:${element.variants.map(({ value }) => formOf(value)).join('|')})`;
}

const quoted = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** The stretches of words between gaps, without the punctuation around them. */
function literalsOf(pattern: Pattern): string[] {
  const flat = typeof pattern === 'string' ? pattern : pattern.map(flattened).join('');
  return flat
    .split(new RegExp(`[\n${GAP}]`))
    .map((each) => each.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, ''))
    .filter((each) => each !== '');
}

function flattened(element: Element): string {
  if (typeof element === 'string') return element;
  if (element.type !== 'select') return GAP;
  return GAP + element.variants.map(({ value }) => literalsOf(value).join(GAP)).join(GAP) + GAP;
}

const isSentence = (fragment: string): boolean => (fragment.match(LATIN_WORD) ?? []).length >= 2;

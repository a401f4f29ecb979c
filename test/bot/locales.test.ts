import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentResource } from '@fluent/bundle';
import { beforeEach, describe, expect, it } from 'vitest';
import { complaints, LOCALES, texts } from './english.ts';

type Pattern = FluentResource['body'][number]['value'];
type Choice = { variable: string; keys: (string | number)[]; default: string | number };
type Entry = { id: string; variables: string[]; choices: Choice[]; words: string };

/** Names of their own, signs and gaps: the same in every language. */
const SAME_EVERYWHERE = new Set(['button-qr', 'date-long', 'date-day', 'chart-day']);
const RUSSIAN_SAMPLES = { one: [1, 21], few: [2, 3, 104], many: [0, 5, 11, 112], other: [1.5] };

const codes = readdirSync(LOCALES).map((file) => file.replace('.ftl', ''));
const others = codes.filter((code) => code !== 'en');
const english = entriesOf('en');

describe('the languages of the bot', () => {
  beforeEach(() => {
    complaints.length = 0;
  });

  it('are those that have a file, English first', () => {
    expect(texts.languages[0]).toBe('en');
    expect([...texts.languages].sort()).toEqual(codes.sort());
    expect(others).toContain('ru');
  });

  it.each(others)('say the same things: %s has the ids of English', (code) => {
    const own = entriesOf(code).map(({ id }) => id);
    const ids = english.map(({ id }) => id);

    expect(ids.filter((id) => !own.includes(id))).toEqual([]);
    expect(own.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it.each(others)('leave the same gaps in each of them: %s', (code) => {
    const own = new Map(entriesOf(code).map(({ id, variables }) => [id, variables]));
    const different = english.filter(({ id, variables }) => String(own.get(id)) !== String(variables));

    expect(different.map(({ id }) => id)).toEqual([]);
  });

  it.each(codes)('count as their grammar does: %s', (code) => {
    const categories = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    const choices = entriesOf(code).flatMap(({ id, choices: own }) => own.map((each) => ({ id, ...each })));
    const short = choices.filter(({ keys }) => categories.some((category) => !keys.includes(category)));

    expect(choices.length).toBeGreaterThan(5);
    expect(short).toEqual([]);
    expect(choices.filter((choice) => choice.default !== 'other')).toEqual([]);
  });

  it.each(codes)('have words for every number: %s', (code) => {
    const t = texts.for(code);
    const counted = entriesOf(code).filter(({ choices }) => choices.length > 0);

    for (const { id, variables } of counted) {
      for (const number of Object.values(RUSSIAN_SAMPLES).flat()) {
        const said = t(id, Object.fromEntries(variables.map((name) => [name, number])));
        expect(said.trim()).not.toBe('');
        expect(said).not.toMatch(/[{}$]/);
      }
    }
    expect(complaints).toEqual([]);
  });

  it.each(codes)('do not ask for a choice where English gives a plain word: %s', (code) => {
    const chosen = (all: Entry[]) => all.filter(({ choices }) => choices.length > 0).map(({ id }) => id);

    expect(chosen(entriesOf(code))).toEqual(chosen(english));
  });

  it.each(others)('are translated: %s repeats no English word', (code) => {
    const own = new Map(entriesOf(code).map(({ id, words }) => [id, words]));
    const repeated = english.filter(
      ({ id, words }) => /\p{L}{2}/u.test(words) && own.get(id) === words && !SAME_EVERYWHERE.has(id),
    );

    expect(repeated.map(({ id }) => id)).toEqual([]);
  });

  it.each(codes)('keep labels of buttons within 25 characters, names aside: %s', (code) => {
    const buttons = entriesOf(code).filter(
      ({ id }) => id.includes('button-') && id !== 'wizard-button-please',
    );
    const long = buttons
      .map(({ id, variables }) => ({ id, label: labelOf(code, id, variables) }))
      .filter(({ label }) => [...label].length > 25);

    expect(buttons.length).toBeGreaterThan(20);
    expect(long).toEqual([]);
  });
});

describe('Russian', () => {
  const t = texts.for('ru');

  it.each([
    [1, '1 день', '1 месяц', '1 год'],
    [2, '2 дня', '2 месяца', '2 года'],
    [5, '5 дней', '5 месяцев', '5 лет'],
    [11, '11 дней', '11 месяцев', '11 лет'],
    [21, '21 день', '21 месяц', '21 год'],
    [1.5, '1,5 дня', '1,5 месяца', '1,5 года'],
  ])('counts as people do: %d', (count, ...words) => {
    expect([t('term-days', { count }), t('term-months', { count }), t('term-years', { count })]).toEqual(
      words,
    );
  });

  it('writes a date as people do, in UTC', () => {
    const date = new Date('2026-12-31T23:30:00Z');

    expect(t('date-long', { date })).toMatch(/^31 декабря 2026.*23:30 UTC$/);
  });
});

/** With the longest number that stands on a button; names are cut to what is left. */
function labelOf(code: string, id: string, variables: string[]): string {
  const args = variables.map((name) => [name, name === 'stars' ? '100000' : '']);
  return texts.for(code)(id, Object.fromEntries(args));
}

function entriesOf(code: string): Entry[] {
  const { body } = new FluentResource(readFileSync(join(LOCALES, `${code}.ftl`), 'utf8'));
  return body.map(({ id, value }) => {
    const found = { variables: new Set<string>(), choices: [] as Choice[], words: [] as string[] };
    walk(value, found);
    return {
      id,
      variables: [...found.variables].sort(),
      choices: found.choices,
      words: found.words.join(''),
    };
  });
}

type Found = { variables: Set<string>; choices: Choice[]; words: string[] };

function walk(pattern: Pattern, found: Found): void {
  if (typeof pattern === 'string') found.words.push(pattern);
  else for (const part of pattern ?? []) walkPart(part, found);
}

function walkPart(part: Exclude<Pattern, string | null>[number], found: Found): void {
  if (typeof part === 'string') found.words.push(part);
  else if (part.type === 'var') found.variables.add(part.name);
  else if (part.type === 'func')
    for (const arg of part.args) arg.type === 'var' && found.variables.add(arg.name);
  else if (part.type === 'select') walkSelect(part, found);
}

function walkSelect(
  {
    selector,
    variants,
    star,
  }: { selector: object; variants: { key: { value: string | number }; value: Pattern }[]; star: number },
  found: Found,
): void {
  const variable = 'name' in selector ? String(selector.name) : '';
  found.variables.add(variable);
  found.choices.push({
    variable,
    keys: variants.map(({ key }) => key.value),
    default: variants[star]?.key.value ?? '',
  });
  for (const { value } of variants) walk(value, found);
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { CARD_STAGES } from '../../src/model/telegram.ts';
import { complaints, LOCALES, texts, textsOf } from './english.ts';

const BOT = join(import.meta.dirname, '../../src/bot');
const sources = readdirSync(BOT, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(BOT, file), 'utf8'));
const english = readFileSync(join(LOCALES, 'en.ftl'), 'utf8');
const ids = [...english.matchAll(/^([a-z][\w-]*) =/gm)].map(([, id = '']) => id);

/** `t('id'`, `ctx.t('id'`, and `t(condition ? 'id' : 'other'`. */
const usedIds = sources.flatMap((source) =>
  [...source.matchAll(/\bt\(\s*((?:[^'"`(),]*\?\s*)?'[\w-]+'(?:\s*:\s*'[\w-]+')?)/g)].flatMap(
    ([, words = '']) => [...words.matchAll(/'([\w-]+)'/g)].map(([, id = '']) => id),
  ),
);
/** `t(`prefix-${code}`)`. */
const usedPrefixes = sources.flatMap((source) =>
  [...source.matchAll(/\bt\(\s*`([\w-]+)\$\{/g)].map(([, prefix = '']) => prefix),
);

const REFUSALS = [
  'no-seat',
  'plan-not-available',
  'too-many-open',
  'order-not-open',
  'payment-under-way',
  'unknown-invoice',
  'wrong-person',
  'wrong-amount',
  'already-paid',
  'order-over',
  'access-not-found',
];
const ALERTS = [
  'server-out',
  'server-back',
  'unit-failed',
  'unmatched-charge',
  'refund-failed',
  'update-aside',
  'message-failed',
  'webhook-failing',
  'webhook-back',
];

describe('the words of the bot', () => {
  beforeEach(() => {
    complaints.length = 0;
  });

  it('are there for everything that a handler or a screen says', () => {
    const missing = usedIds.filter((id) => !texts.has(id));

    expect(usedIds.length).toBeGreaterThan(50);
    expect(missing).toEqual([]);
  });

  it('are there for every family of words that is chosen by a code', () => {
    const empty = usedPrefixes.filter((prefix) => !ids.some((id) => id.startsWith(prefix)));

    expect(usedPrefixes).toContain('card-');
    expect(empty).toEqual([]);
  });

  it.each([
    ...REFUSALS.map((code) => `refusal-${code}`),
    ...ALERTS.map((code) => `alert-${code}`),
    ...CARD_STAGES.map((stage) => `card-${stage}`),
  ])('know %s', (id) => {
    expect(texts.has(id)).toBe(true);
  });

  it('are all readable: no line of the file is dropped', () => {
    const unread = ids.filter((id) => !texts.has(id));

    expect(ids.length).toBeGreaterThan(100);
    expect(unread).toEqual([]);
  });

  it('of refusals fit into an answer to a press', () => {
    const words = REFUSALS.map((code) => texts.for('en')(`refusal-${code}`));

    expect(words.filter((each) => [...each].length > 200)).toEqual([]);
  });

  it('are English for a language that nobody translated', () => {
    expect(texts.for('tlh')('button-home')).toBe('Home');
  });

  it('are those of the language where the region has none of its own, and English where a word is missing', () => {
    const some = textsOf({ en: 'yes = Yes\nno = No', de: 'yes = Ja' }).for('de-AT');

    expect([some('yes'), some('no')]).toEqual(['Ja', 'No']);
  });

  it('never stop the shop: an unknown id is said as it is, and told to the operator', () => {
    expect(texts.for('en')('no-such-id')).toBe('no-such-id');
    expect(complaints).toEqual([{ event: 'text.missing', id: 'no-such-id', reason: 'unknown id' }]);
  });

  it('leave links as they are, without marks of direction', () => {
    const link = 'vless://a@b:443?x=1#ü';

    expect(textsOf({ en: 'x = { $link }' }).for('en')('x', { link })).toBe(link);
  });

  it('say a date in UTC, wherever the shop stands', () => {
    const date = new Date('2026-12-31T23:30:00Z');

    expect(texts.for('en')('date-long', { date })).toMatch(/December 31, 2026.*23:30 UTC/);
  });

  it('refuse a file in which an id stands twice', () => {
    expect(() => textsOf({ en: 'a = 1\na = 2' })).toThrow(/override/i);
  });
});

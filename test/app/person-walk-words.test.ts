import { describe, expect, it } from 'vitest';
import type { Shown } from '../../src/commands/smoke/person.ts';
import { screenOf } from '../../src/commands/smoke/person-walk-screen.ts';
import { WalkWords } from '../../src/commands/smoke/person-walk-words.ts';

const en = `
language-name = English
language-ask = Choose your language.
language-chosen = We speak English now.
hello = Welcome to { $shop }, dear friend.
key-link = Your link for the API token
days = { $count ->
    [one] { $count } day
   *[other] { $count } days
} left
button-home = Home
order-button = { $order }
`;
const ru = `
language-name = Русский
language-ask = Выберите язык.
language-chosen = Теперь по-русски.
hello = Добро пожаловать в { $shop }.
key-link = Ссылка для API token
days = Осталось { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[many] { $count } дней
}
button-home = Главная
order-button = { $order }
`;
const words = new WalkWords({ en, ru });

const entry = (text: string, buttons: Shown['buttons'] = []): Shown => ({
  id: 1,
  kind: 'message',
  from: 'bot',
  at: 0,
  text,
  buttons,
});

describe('the words of a walk', () => {
  it('know which message a line was made of, whatever stands in its gaps', () => {
    expect(words.idsOf('Welcome to A (b) [c], dear friend.\n\n3 days left\nFrankfurt', 'en')).toEqual([
      'hello',
      'days',
      '~',
    ]);
    expect(words.idsOf('Осталось 2 дня', 'ru')).toEqual(['days']);
  });

  it.each([
    { shown: 'Welcome to X, dear friend.', language: 'ru', isWrong: true },
    { shown: 'Добро пожаловать в X.', language: 'ru', isWrong: false },
    { shown: 'Добро пожаловать в Frankfurt One of 3x-ui.', language: 'ru', isWrong: false },
    { shown: 'Ссылка для API token', language: 'ru', isWrong: false },
    { shown: 'Осталось 2 дня', language: 'en', isWrong: true },
    { shown: 'Choose your language.\nВыберите язык.', language: 'en', isWrong: false },
    { shown: 'Choose your language.\nВыберите язык.', language: 'ru', isWrong: false },
    { shown: '✓ Русский', language: 'en', isWrong: false },
    { shown: 'key-link', language: 'en', isWrong: true },
    { shown: 'an e-mail', language: 'en', isWrong: false },
  ])('say of “$shown” shown to $language: wrong is $isWrong', ({ shown, language, isWrong }) => {
    expect(words.complaints(shown, language).length > 0).toBe(isWrong);
  });

  it('miss the translation of a button of one word', () => {
    expect(words.complaints('Home', 'ru', true)).toHaveLength(1);
    expect(words.complaints('Главная', 'ru', true)).toEqual([]);
    expect(words.complaints('Frankfurt', 'ru', true)).toEqual([]);
  });

  it('hear which language was chosen', () => {
    expect(words.chosenIn('Теперь по-русски.\nЕщё что-то')).toBe('ru');
    expect(words.chosenIn('Home')).toBeNull();
  });
});

describe('a screen of a walk', () => {
  const orders = (ids: string[]) =>
    screenOf(
      entry('Welcome to X, dear friend.', [
        ids.map((id) => ({ text: id, kind: 'callback', value: `1aw:${id}` })),
        [{ text: 'Home', kind: 'callback', value: '1h' }],
      ]),
      words,
      'en',
    );

  it('is the same whatever its ids and names', () => {
    expect(orders(['abc'])?.key).toBe(orders(['def', 'ghi'])?.key);
    expect(orders(['abc'])?.title).toBe('hello');
  });

  it('is another with another button', () => {
    expect(orders([])?.key).not.toBe(orders(['abc'])?.key);
  });

  it('can be answered by typing where a wizard asks', () => {
    const cancel = { text: 'Cancel', kind: 'callback', value: 'w:Zk3:cancel' };
    const kinds = screenOf(entry('Something new?', [[cancel]]), words, 'en')?.moves.map(({ kind }) => kind);
    expect(kinds).toContain('type');
  });

  it('is none where a person wrote it', () => {
    expect(screenOf({ ...entry('Home'), from: 'person' }, words, 'en')).toBeNull();
  });
});

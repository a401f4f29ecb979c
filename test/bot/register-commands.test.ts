import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerCommands } from '../../src/bot/register-commands.ts';
import { OLGA, TestWorld } from '../sandbox/telegram-world.ts';
import { texts } from './english.ts';

type Menu = {
  commands: { command: string; description: string }[];
  scope?: { type: string; chat_id?: number };
  language_code?: string;
};

/** An owner who has not started the bot. */
const LATE = 5_000_000_010;

const owner = (customerId: number) => ({ customerId, role: 'owner' as const });

let world: TestWorld;
let menus: Menu[];
const warnings: string[] = [];
const log = { info: () => undefined, warn: (event: string) => warnings.push(event), error: () => undefined };
const menuOf = (language_code: string | undefined, chat_id?: number) =>
  menus.find((menu) => menu.language_code === language_code && menu.scope?.chat_id === chat_id);

beforeEach(async () => {
  world = await TestWorld.start();
  await world.started(OLGA);
  menus = [];
  world.api.config.use((call, ...asked) => {
    const [method, payload] = asked;
    if (method === 'setMyCommands') menus.push(payload as Menu);
    return call(...asked);
  });
  warnings.length = 0;
});
afterEach(() => world.close());

describe('the menu of commands', () => {
  it('is told to Telegram in every language, English being that of all others', async () => {
    await registerCommands({ api: world.api, texts, log }, []);

    const wordsOf = (menu: Menu | undefined, name: string) =>
      menu?.commands.find(({ command }) => command === name)?.description;
    expect(wordsOf(menuOf(undefined), 'language')).toBe('Language');
    expect(wordsOf(menuOf('ru'), 'language')).toBe('Язык');
    expect(menus.map(({ language_code }) => language_code ?? 'en')).toEqual(texts.languages);
  });

  it('holds more for owners, in every language too', async () => {
    await registerCommands({ api: world.api, texts, log }, [owner(OLGA)]);

    for (const language of [undefined, 'ru']) {
      const names = menuOf(language, OLGA)?.commands.map(({ command }) => command);
      expect(names).toEqual(expect.arrayContaining(['start', 'language', 'addserver', 'orders']));
      expect(menuOf(language)?.commands.map(({ command }) => command)).not.toContain('servers');
    }
    expect(menuOf('ru', OLGA)?.commands.at(-1)?.description).toBe('этот список');
    expect(warnings).toEqual([]);
  });

  it('names each command once, /orders being what it is to the reader', async () => {
    await registerCommands({ api: world.api, texts, log }, [owner(OLGA)]);

    const words = (chat?: number) =>
      menuOf(undefined, chat)?.commands.filter(({ command }) => command === 'orders');
    expect(words()).toEqual([{ command: 'orders', description: 'My orders and receipts' }]);
    expect(words(OLGA)).toEqual([{ command: 'orders', description: 'find, retry, refund orders' }]);
    expect(menuOf(undefined)?.commands.map(({ command }) => command)).toEqual(
      'start buy my orders balance language support paysupport terms privacy help'.split(' '),
    );
  });

  it('reaches the other owners where one has not started the bot', async () => {
    world.api.config.use((call, ...asked) => {
      const [, payload] = asked;
      return (payload as Menu).scope?.chat_id === LATE
        ? Promise.resolve({ ok: false, error_code: 400, description: 'Bad Request: chat not found' })
        : call(...asked);
    });

    await registerCommands({ api: world.api, texts, log }, [owner(LATE), owner(OLGA)]);

    expect(menuOf('ru', OLGA)).toBeDefined();
    expect(warnings).toEqual(['commands.not-registered', 'commands.not-registered']);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ANN, BORIS, TestWorld } from './telegram-world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await TestWorld.start();
  await world.started(ANN);
});
afterEach(() => world.close());

const MENU = [{ command: 'start', description: 'Plans' }];

describe('what people see of the bot', () => {
  it('has a menu for each scope and language, until it is taken away', async () => {
    const { api } = world;
    const forAnn = { scope: { type: 'chat' as const, chat_id: ANN }, language_code: 'ru' as const };
    await api.setMyCommands(MENU);
    await api.setMyCommands([...MENU, { command: 'admin', description: 'Shop' }], forAnn);

    expect(await api.getMyCommands()).toEqual(MENU);
    expect(await api.getMyCommands(forAnn)).toHaveLength(2);
    await api.deleteMyCommands(forAnn);
    expect(await api.getMyCommands(forAnn)).toEqual([]);
    expect(await world.violations()).toEqual([]);
  });

  it.each([
    [[{ command: 'Start', description: 'x' }], 'BOT_COMMAND_INVALID'],
    [[{ command: 'start', description: '' }], 'command description must be non-empty'],
    [[{ command: 'start', description: 'x'.repeat(257) }], 'BOT_COMMAND_DESCRIPTION_INVALID'],
    [Array(101).fill(MENU[0]), 'BOT_COMMANDS_TOO_MUCH'],
    ['start', "can't parse commands JSON object"],
  ])('refuses the menu %j', async (commands, words) => {
    const { body } = await world.call('setMyCommands', { commands });

    expect(body.description).toBe(`Bad Request: ${words}`);
    expect(await world.violations()).toEqual([]);
  });

  it('has a name and descriptions in its languages, else the general ones', async () => {
    const { api } = world;
    await api.setMyName('Shop');
    await api.setMyShortDescription('Доступ', { language_code: 'ru' });

    expect(await api.getMyName({ language_code: 'ru' })).toEqual({ name: 'Shop' });
    expect(await api.getMyShortDescription({ language_code: 'ru' })).toEqual({ short_description: 'Доступ' });
    expect(await api.getMyShortDescription()).toEqual({ short_description: '' });
  });

  it('has a menu button for everybody, and another for one chat', async () => {
    const { api } = world;
    expect(await api.getChatMenuButton({ chat_id: ANN })).toEqual({ type: 'default' });
    await api.setChatMenuButton({ menu_button: { type: 'commands' } });
    await api.setChatMenuButton({ chat_id: BORIS, menu_button: { type: 'default' } });

    expect(await api.getChatMenuButton({ chat_id: ANN })).toEqual({ type: 'commands' });
    expect(await api.getChatMenuButton({ chat_id: BORIS })).toEqual({ type: 'default' });
  });

  it('knows who is in a private chat', async () => {
    expect(await world.api.getChatMember(ANN, ANN)).toMatchObject({ status: 'member', user: { id: ANN } });
    expect(await world.api.getChatMemberCount(ANN)).toBe(2);
    const stranger = await world.call('getChatMember', { chat_id: ANN, user_id: BORIS });
    expect(stranger.body.description).toBe('Bad Request: user not found');
  });
});

import type { Message, Update } from 'grammy/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../src/model/values/period.ts';
import { ANN } from '../sandbox/telegram-world.ts';
import { CustomerScene } from './customer-scene.ts';

const GROUP = -1_001_234_567_890;
const from = { id: ANN, is_bot: false, first_name: 'Ann', language_code: 'en' };

let scene: CustomerScene;
let updateId = 900_000_000;

beforeEach(async () => {
  scene = await CustomerScene.open();
  await scene.says(ANN, '/start');
});
afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

const last = async () => (await scene.screen(ANN)).at(-1);

/** Something of Ann's in a private chat that the world's persons do not send. */
function sent(content: Partial<Message>): Update {
  const message = { message_id: 1, date: 1, from, chat: { id: ANN, type: 'private', first_name: 'Ann' } };
  return { update_id: ++updateId, message: { ...message, ...content } as Update['message'] & Message };
}

function inGroup(text: string, chatId = GROUP): Update {
  const chat = { id: chatId, type: 'supergroup' as const, title: 'Friends' };
  const entities = [{ type: 'bot_command' as const, offset: 0, length: text.split(' ')[0]?.length ?? 0 }];
  const message = { message_id: 1, date: 1, from, chat, text, entities };
  return { update_id: ++updateId, message };
}

async function saidToGroups(): Promise<string[]> {
  const { body } = await scene.world.get<{ params: { chat_id: number | string; text?: string } }[]>(
    '/_emu/calls?method=sendMessage',
  );
  return body.filter(({ params }) => Number(params.chat_id) < 0).map(({ params }) => params.text ?? '');
}

describe('whatever is sent', () => {
  it.each([
    ['a voice', { voice: { file_id: 'v', file_unique_id: 'v', duration: 1 } }],
    ['a contact', { contact: { phone_number: '1', first_name: 'Ann' } }],
    ['a place', { location: { latitude: 1, longitude: 1 } }],
    ['a photo with a command under it', { caption: '/servers' }],
  ])('is answered with the way back to the shop: %s', async (_, content) => {
    await scene.hears(sent(content as Partial<Message>));

    expect((await last())?.text).toMatch(/^I did not understand that/);
  });

  it('is told apart where it is an invoice that was forwarded', async () => {
    const invoice = {
      title: 'x',
      description: 'x',
      start_parameter: 'order',
      currency: 'XTR',
      total_amount: 150,
    };

    await scene.hears(sent({ invoice }));

    expect((await last())?.text).toMatch(/^This invoice belongs to the chat it was made for/);
  });

  it.each([
    ['an edited message', { edited_message: sent({ text: 'x' }).message }],
    ['a post of a channel', { channel_post: { ...sent({ text: '/start' }).message, from: undefined } }],
    ['an inline query', { inline_query: { id: '1', from, query: 'x', offset: '' } }],
  ])('stays without an answer where none is expected: %s', async (_, kind) => {
    const before = (await scene.screen(ANN)).length;

    await scene.hears({ update_id: ++updateId, ...kind } as Update);

    expect(await scene.screen(ANN)).toHaveLength(before);
    expect(await saidToGroups()).toEqual([]);
  });
});

describe('a group', () => {
  it('is told once an hour that the shop is a private chat, by a command that names the bot', async () => {
    const { username } = await scene.world.api.getMe();

    for (const text of [`/start@${username}`, `/my@${username}`]) await scene.hears(inGroup(text));
    expect(await saidToGroups()).toEqual([`I work in private chat: https://t.me/${username}`]);
    await scene.hears(inGroup(`/start@${username}`, GROUP - 1));
    await scene.waits(minutes(60));
    await scene.hears(inGroup(`/start@${username}`));

    expect(await saidToGroups()).toHaveLength(3);
  });

  it.each(['hello', '/start', '/start@another_bot', 'see /start@shop_bot'])(
    'hears nothing else, whatever is said there: %s',
    async (text) => {
      await scene.hears(inGroup(text));

      expect(await saidToGroups()).toEqual([]);
      expect(await scene.sql('select chat_id from group_notices')).toEqual([]);
    },
  );
});

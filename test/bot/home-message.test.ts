import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { days } from '../../src/model/values/period.ts';
import { ANN } from '../sandbox/telegram-world.ts';
import { CustomerScene } from './customer-scene.ts';

let scene: CustomerScene;

beforeEach(async () => {
  scene = await CustomerScene.open();
  await scene.says(ANN, '/start');
});
afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

/** Messages of the bot that still have buttons, oldest first. */
const living = async () => (await scene.screen(ANN)).filter(({ buttons }) => buttons?.length);
const homeId = async () => (await living()).at(-1)?.id ?? 0;
const messages = async () => (await scene.screen(ANN)).filter(({ id }) => id !== null);

async function tapOn(messageId: number, label: string): Promise<void> {
  const rows = (await scene.screen(ANN)).find(({ id }) => id === messageId)?.buttons ?? [];
  const row = rows.findIndex((each) => each.some(({ text }) => text === label));
  const column = (rows[row] ?? []).findIndex(({ text }) => text === label);
  await scene.world.person(ANN).act('tap', { messageId, row, column });
  await scene.handle();
}

describe('the home message', () => {
  it('is one message that every step of the way edits', async () => {
    const first = await homeId();

    for (const label of ['My access', '« Back', '☰ More', 'Terms', '« Back', '🧾 My orders', 'Home'])
      await scene.taps(ANN, label);

    expect(await living()).toMatchObject([{ id: first, text: expect.stringContaining('Proxy access') }]);
    expect(await messages()).toHaveLength(2);
  });

  it('comes anew below what the person types, and the old one loses its buttons', async () => {
    const first = await homeId();

    for (const typed of ['/start', '/my', 'hello', '/terms']) await scene.says(ANN, typed);

    expect(await living()).toHaveLength(1);
    expect((await living())[0]?.id).toBeGreaterThan(first);
    expect((await living())[0]?.text).toContain('Terms, version 1');
  });

  it('is sent once by an update that is handed in twice', async () => {
    await scene.world.person(ANN).send('/start');

    await scene.handle({ times: 2 });

    expect(await living()).toHaveLength(1);
    expect((await messages()).filter(({ text }) => text === '/start')).toHaveLength(2);
    expect(await messages()).toHaveLength(4);
  });

  it('leaves a delivery as it is and opens below it', async () => {
    const event = await scene.world.api.sendMessage(ANN, 'Your access is ready', {
      reply_markup: { inline_keyboard: [[{ text: 'Open home', callback_data: '1hn' }]] },
    });
    const before = await scene.customer(ANN);

    await tapOn(event.message_id, 'Open home');

    const [delivery, home] = await living();
    expect(delivery).toMatchObject({ id: event.message_id, text: 'Your access is ready' });
    expect(home?.id).toBeGreaterThan(event.message_id);
    expect((await scene.customer(ANN)).homeMessageId).toBe(home?.id);
    expect(before.homeMessageId).not.toBe(home?.id);
    expect(await living()).toHaveLength(2);
  });

  it('is the message that was pressed, where an old one still has its buttons', async () => {
    const old = await homeId();
    await scene.sql('update customers set home_message_id = null');
    await scene.says(ANN, '/start');
    expect(await living()).toHaveLength(2);

    await tapOn(old, 'My access');

    expect(await living()).toMatchObject([{ id: old, text: expect.stringContaining('My access') }]);
    expect((await scene.customer(ANN)).homeMessageId).toBe(old);
  });

  it('that the person has deleted is drawn anew', async () => {
    const [{ value } = {}] = (await living())[0]?.buttons?.at(-1)?.slice(-1) ?? [];
    await scene.world.person(ANN).tap('My access');
    await scene.world.api.deleteMessage(ANN, await homeId());

    await scene.handle();

    expect(value).toBe('1cm');
    expect(await living()).toMatchObject([{ text: expect.stringContaining('You have no access yet') }]);
  });

  it('that is too old to be edited is replaced, without an edit that Telegram would refuse', async () => {
    const old = await homeId();
    await scene.waits(days(3));

    await tapOn(old, 'My access');
    await scene.taps(ANN, 'Home');

    const calls = await scene.world.get<{ params: { message_id?: number } }[]>(
      '/_emu/calls?method=editMessageText',
    );
    expect(calls.body.map(({ params }) => params.message_id)).not.toContain(old);
    expect((await living()).at(-1)?.id).toBeGreaterThan(old);
  });

  it('mints new nonces with each drawing: the same plan bought from two drawings is two orders', async () => {
    const plan = '1 month · 50 GB · 150 ⭐';
    await scene.taps(ANN, plan);
    await scene.taps(ANN, 'My access');
    await scene.taps(ANN, 'Home');

    await scene.taps(ANN, plan);

    expect(await scene.orders()).toHaveLength(2);
  });

  it('keeps « Back and Home in the last row of every screen', async () => {
    await scene.taps(ANN, '☰ More');
    const screens = [
      '🧾 My orders',
      '🌐 Language',
      '💬 Write to us',
      'Payment help',
      'Terms',
      'Privacy',
      'Help',
    ];
    for (const label of screens) {
      await scene.taps(ANN, label);
      const last = (await living())[0]?.buttons?.at(-1)?.map(({ text }) => text);
      expect([label, last]).toEqual([label, ['« Back', 'Home']]);
      await scene.taps(ANN, '« Back');
    }
    expect((await living())[0]?.buttons?.at(-1)?.map(({ text }) => text)).toEqual(['« Back', 'Home']);
  });
});

describe('the screen behind More', () => {
  it('is drawn anew when its buttons are of another language than the person speaks now', async () => {
    await scene.taps(ANN, '☰ More');
    await scene.sql(`update customers set language_choice = 'ru'`);

    await scene.taps(ANN, 'Terms');

    expect((await scene.screen(ANN)).map(({ text }) => text)).toContain('Эта кнопка устарела.');
    expect((await living())[0]?.buttons?.flat().map(({ text }) => text)).toEqual([
      '🧾 Мои заказы',
      '👛 Баланс',
      '🌐 Язык',
      '🔔 Уведомления',
      '💬 Написать нам',
      'Помощь с оплатой',
      'Условия',
      'Данные',
      'Помощь',
      '« Назад',
      'Главная',
    ]);
  });

  it('opens every screen that its buttons name', async () => {
    for (const label of ['🌐 Language', '🔔 Notices', 'Terms', 'Privacy', 'Help', '🧾 My orders']) {
      await scene.taps(ANN, '☰ More');
      await scene.taps(ANN, label);

      expect((await scene.screen(ANN)).map(({ text }) => text)).not.toContain('This button is out of date.');
      await scene.taps(ANN, 'Home');
    }
  });

  it('answers every press, and its buttons have short names of their own', async () => {
    await scene.taps(ANN, '☰ More');

    const buttons = (await living())[0]?.buttons?.flat() ?? [];

    expect(new Set(buttons.map(({ value }) => value)).size).toBe(buttons.length);
    expect(buttons.filter(({ value = '' }) => Buffer.byteLength(value) > 64)).toEqual([]);
    expect(buttons.filter(({ text }) => [...text].length > 25)).toEqual([]);
  });
});

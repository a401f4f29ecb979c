import { afterEach, describe, expect, it } from 'vitest';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { CustomerScene } from './customer-scene.ts';

const RUSSIAN_PLAN = '1 месяц · 50 ГБ · 150 ⭐';
const ENGLISH_PLAN = '1 month · 50 GB · 150 ⭐';

let scene: CustomerScene;
const last = async (person: number) => (await scene.screen(person)).at(-1);
const labels = async (person: number) => {
  const screen = (await scene.screen(person)).findLast(({ buttons }) => buttons?.length);
  return (screen?.buttons ?? []).flat().map(({ text }) => text);
};
const toasts = async (person: number) =>
  (await scene.screen(person)).filter(({ kind }) => kind === 'toast').map(({ text }) => text);

async function toEnglish(): Promise<void> {
  for (const label of ['☰ Ещё', '🌐 Язык', 'English']) await scene.taps(BORIS, label);
}

/** Boris has a Russian app; here he has chosen English. */
async function withEnglishForBoris(): Promise<void> {
  scene = await CustomerScene.open();
  await scene.says(BORIS, '/start');
  await toEnglish();
}

afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

describe('a person with a Russian app', () => {
  it('is spoken to in Russian from the first word', async () => {
    scene = await CustomerScene.open();

    await scene.says(BORIS, '/start');

    expect((await last(BORIS))?.text).toContain('Прокси, который работает');
    expect(await labels(BORIS)).toEqual([RUSSIAN_PLAN, 'Мои доступы', '☰ Ещё']);
  });

  it('is offered every language in its own name, the present one marked', async () => {
    scene = await CustomerScene.open();

    await scene.says(BORIS, '/lang');

    expect((await last(BORIS))?.text).toBe('Choose your language.\nВыберите язык.');
    expect(await labels(BORIS)).toEqual(['English', '✓ Русский', '« Назад', 'Главная']);
  });

  it('sees the shop in English at once after choosing it, in the same message', async () => {
    await withEnglishForBoris();

    const home = (await scene.screen(BORIS)).filter(({ buttons }) => buttons?.length);
    expect(home).toHaveLength(1);
    expect(home[0]?.text).toContain('Proxy access that works');
    expect(home[0]?.buttons?.flat().map(({ text }) => text)).toEqual([ENGLISH_PLAN, 'My access', '☰ More']);
    expect(await toasts(BORIS)).toContain('The bot speaks English to you from now on.');
  });

  it('stays with the chosen language, also when the app changes its own', async () => {
    await withEnglishForBoris();
    scene.setsDevice(BORIS, 'uk');

    await scene.says(BORIS, '/my');

    expect((await last(BORIS))?.text).toContain('You have no access yet');
    expect(await scene.customer(BORIS)).toMatchObject({ language: 'uk', languageChoice: 'en' });
  });

  it('can go back to Russian', async () => {
    await withEnglishForBoris();
    await scene.says(BORIS, '/language');

    await scene.taps(BORIS, 'Русский');

    expect(await labels(BORIS)).toEqual([RUSSIAN_PLAN, 'Мои доступы', '☰ Ещё']);
    expect(await toasts(BORIS)).toContain('Теперь бот говорит с вами по-русски.');
  });

  it('buys in Russian, from the plan to the card', async () => {
    scene = await CustomerScene.open();
    await scene.says(BORIS, '/start');
    await scene.taps(BORIS, RUSSIAN_PLAN);
    await scene.deliver();
    const invoice = (await scene.screen(BORIS)).find(({ kind }) => kind === 'invoice');
    await scene.pays(BORIS);
    const [order] = await scene.orders();

    expect(JSON.stringify(invoice)).toContain('Доступ на 1 месяц, трафик: 50 ГБ.');
    expect(await scene.card(order?.id ?? '')).toMatchObject({
      text: expect.stringContaining('✅ Оплачено. Сейчас начнём.'),
    });
  });
});

describe('a person whose app changes its language', () => {
  it('is followed as long as no language was chosen', async () => {
    scene = await CustomerScene.open();
    await scene.says(ANN, '/start');
    scene.setsDevice(ANN, 'ru-RU');

    await scene.says(ANN, '/start');

    expect(await labels(ANN)).toEqual([RUSSIAN_PLAN, 'Мои доступы', '☰ Ещё']);
  });
});

describe('what the shop says by itself', () => {
  const alert = { code: 'server-back', serverId: 1, server: 'Oslo' };

  it('is in the language of the app, until another is chosen', async () => {
    scene = await CustomerScene.open();
    await scene.says(BORIS, '/start');
    const before = await scene.render('sorry', {}, BORIS);
    await toEnglish();

    const after = await scene.render('sorry', {}, BORIS);

    expect(before).toMatchObject({ payload: { text: expect.stringMatching(/^Мы не смогли обработать/) } });
    expect(after).toMatchObject({ payload: { text: expect.stringMatching(/^Something went wrong/) } });
  });

  it('reaches each owner in the language of that owner', async () => {
    scene = await CustomerScene.open();
    for (const owner of [ANN, BORIS]) await scene.says(owner, '/start');

    const alerts = [await scene.render('alert', alert, ANN), await scene.render('alert', alert, BORIS)];

    expect(alerts).toMatchObject([
      { payload: { text: '🟢 Oslo is back on sale.' } },
      { payload: { text: '🟢 Сервер Oslo снова в продаже.' } },
    ]);
  });
});

describe('a press that names a language', () => {
  it.each(['fa', 'x', '__proto__', 'EN'])(
    'which the shop does not speak changes nothing: %s',
    async (language) => {
      scene = await CustomerScene.open();
      await scene.says(ANN, '/start');

      await scene.tapsData(ANN, `1lc:${language}`);

      expect((await scene.customer(ANN)).languageChoice).toBeNull();
      expect((await scene.screen(ANN)).map(({ text }) => text)).toContain('This button is out of date.');
    },
  );

  it('that comes twice is one choice', async () => {
    scene = await CustomerScene.open();
    await scene.says(ANN, '/language');
    await scene.world.person(ANN).tap('Русский');

    await scene.handle({ times: 2 });

    expect((await scene.customer(ANN)).languageChoice).toBe('ru');
  });
});

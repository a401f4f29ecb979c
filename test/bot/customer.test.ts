import { afterEach, describe, expect, it } from 'vitest';
import { ANN, BORIS } from '../sandbox/telegram-world.ts';
import { CustomerScene } from './customer-scene.ts';
import { LINK } from './view-data.ts';

const PLAN = '1 month · 50 GB · 150 ⭐';

let scene: CustomerScene;
const opened = async (...plans: Parameters<typeof CustomerScene.open>) => {
  scene = await CustomerScene.open(...plans);
  await scene.says(ANN, '/start');
  return scene;
};
const last = async (person = ANN) => (await scene.screen(person)).at(-1);
const texts = async () => (await scene.screen(ANN)).map(({ text }) => text ?? '');

afterEach(async () => {
  const violations = await scene.world.violations();
  await scene.close();
  expect(violations).toEqual([]);
});

describe('buying in the chat', () => {
  it('begins with the plans', async () => {
    await opened();

    expect((await last())?.buttons?.flat().map(({ text }) => text)).toEqual([PLAN, 'My access', '☰ More']);
  });

  it('leads from a tap to the invoice, and through the payment to a paid order', async () => {
    await opened();
    await scene.taps(ANN, PLAN);
    await scene.deliver();

    const paid = await scene.pays(ANN);

    expect(paid.body).toMatchObject({ chargeId: expect.any(String) });
    expect(await scene.orders()).toMatchObject([{ status: 'paid' }]);
  });

  it('makes one order of two taps on one screen, and of an update that comes twice', async () => {
    await opened();
    await Promise.all([scene.world.person(ANN).tap(PLAN), scene.world.person(ANN).tap(PLAN)]);

    await scene.handle({ times: 2 });

    expect(await scene.orders()).toHaveLength(1);
  });

  it('says so when the last place went meanwhile, and draws the plans anew', async () => {
    await opened([{ maxClients: 1 }]);
    await scene.says(BORIS, '/start');
    await scene.taps(BORIS, '1 месяц · 50 ГБ · 150 ⭐');

    await scene.taps(ANN, PLAN);

    expect(await texts()).toContain('Sold out: somebody took the last place. Nothing was charged.');
    expect((await scene.screen(ANN)).flatMap(({ buttons = [] }) => buttons.flat())).toMatchObject([
      { text: '🔔 Tell me when it is back' },
      { text: 'Sold out: 1 month, 50 GB' },
      { text: 'My access' },
      { text: '☰ More' },
    ]);
  });

  it('asks to choose again when another plan is tapped on a screen that was used', async () => {
    await opened([{}, { name: 'Large' }]);
    await scene.taps(ANN, PLAN);

    await scene.taps(ANN, '1 month · 50 GB · 151 ⭐');
    await scene.taps(ANN, '1 month · 50 GB · 151 ⭐');

    expect(await texts()).toContain(
      'You have chosen on this screen already. Here is a fresh one: please choose again.',
    );
    expect((await scene.orders()).map(({ totalStars }) => totalStars)).toEqual([150, 151]);
  });

  it('can be called off: the invoice goes, nothing was charged', async () => {
    await opened();
    await scene.taps(ANN, PLAN);
    await scene.deliver();

    await scene.taps(ANN, 'Cancel order');

    const kinds = (await scene.screen(ANN)).map(({ kind }) => kind);
    expect(kinds).not.toContain('invoice');
    expect(await texts()).toContain('Order cancelled. Nothing was charged.');
    expect(await scene.orders()).toMatchObject([{ status: 'cancelled' }]);
  });

  it('starts afresh after an order that was called off, also by a press that was still under way', async () => {
    await opened();
    const data = (await last())?.buttons?.[0]?.[0]?.value ?? '';
    await scene.taps(ANN, PLAN);
    await scene.deliver();
    await scene.taps(ANN, 'Cancel order');

    await scene.tapsData(ANN, data);

    expect(await texts()).toContain(
      'You have chosen on this screen already. Here is a fresh one: please choose again.',
    );
    expect(await scene.orders()).toHaveLength(1);
  });
});

describe('My access in the chat', () => {
  it('shows the link and the QR code again, also while the panel is down', async () => {
    await opened();
    await scene.giveAccess(ANN);
    await scene.taps(ANN, 'My access');
    await scene.taps(ANN, /* no order item: no name */ 'Starter · 30 days left');

    await scene.taps(ANN, 'QR');

    expect((await texts()).some((text) => text.includes(LINK))).toBe(true);
    expect((await last())?.photo).toEqual(expect.any(String));
  });

  it('opens each of more than fifty', async () => {
    await opened();
    const oldest = await scene.giveAccess(ANN);
    for (let count = 0; count < 50; count++) await scene.giveAccess(ANN);

    await scene.tapsData(ANN, '1m:a');
    expect((await last())?.buttons?.flat().map(({ text }) => text)).toEqual([
      'Starter · 30 days left',
      '◀',
      '« Back',
      'Home',
    ]);
    await scene.tapsData(ANN, `1a:${oldest.toString(36)}`);
    expect((await last())?.text).toContain(LINK);
    await scene.tapsData(ANN, `1q:${oldest.toString(36)}`);
    expect((await last())?.photo).toEqual(expect.any(String));
  });

  it('keeps what belongs to another person to that person', async () => {
    await opened();
    await scene.says(BORIS, '/start');
    const clientId = await scene.giveAccess(BORIS);

    await scene.tapsData(ANN, `1a:${clientId.toString(36)}`);

    expect(await texts()).toContain('This access is not there any more.');
    expect((await texts()).join()).not.toContain(LINK);
  });
});

describe('whatever else a person does', () => {
  it.each([
    ['4,000 characters', 'x'.repeat(4000)],
    ['an unknown command', '/addserver'],
    ['mark-up', '<b>&"'],
  ])('is answered politely, with the plans: %s', async (_, text) => {
    await opened();

    await scene.says(ANN, text);

    expect((await last())?.text).toMatch(/^I did not understand that/);
    expect((await last())?.buttons?.flat()[0]?.text).toBe(PLAN);
  });

  it.each([
    ['of an older shop', '0b:1:abcdefgh'],
    ['of an admin', '1ao'],
    ['with a foreign order', '1x:aaaaaaaaaaaaaaaaaaaa'],
  ])('is answered politely: a button %s', async (_, data) => {
    await opened();

    await scene.tapsData(ANN, data);

    expect((await texts()).join()).toMatch(/out of date|no longer open/);
  });

  it('is answered in words for the commands that every shop has', async () => {
    await opened();

    for (const command of ['/terms', '/privacy', '/paysupport', '/help', '/my', '/orders', '/language'])
      await scene.says(ANN, command);

    const said = (await texts()).join('\n');
    expect(said).toContain('Terms, version 1');
    expect(said).toContain('Help with a payment');
    expect(said).toContain('You have no access yet');
    expect(said).toContain('You have no orders yet');
    expect(said).toContain('It does not look at what you do through the proxy.');
  });
});

describe('a person', () => {
  it('is remembered with the name as it is written, and greeted all the same', async () => {
    scene = await CustomerScene.open();
    const name = '<b>&"\u202e';
    const { body } = await scene.world.post('/_emu/persons', { id: 5_000_000_077, name, language: 'tlh' });

    await scene.says(5_000_000_077, '/start');

    expect(body).toMatchObject({ id: 5_000_000_077 });
    expect(await scene.customer(5_000_000_077)).toMatchObject({ name, language: 'tlh', botBlockedAt: null });
    expect((await last(5_000_000_077))?.buttons?.flat()[0]?.text).toBe(PLAN);
  });

  it('who blocks the bot is left alone until they come back', async () => {
    await opened();
    await scene.world.person(ANN).act('block');
    await scene.handle();
    const gone = await scene.customer(ANN);
    await scene.world.person(ANN).act('unblock');
    await scene.handle();

    expect(gone.botBlockedAt).toEqual(expect.any(Date));
    expect((await scene.customer(ANN)).botBlockedAt).toBeNull();
  });

  it('who blocks the bot between a press and its answer is no fault', async () => {
    await opened();
    await scene.world.person(ANN).send('hello');
    await scene.world.person(ANN).act('block');

    await expect(scene.handle()).resolves.toBeUndefined();
  });
});

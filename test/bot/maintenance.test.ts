import { sql } from '@mikro-orm/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packTap } from '../../src/bot/callback-data.ts';
import { cardView } from '../../src/bot/views/card-view.ts';
import { ANN, BORIS, OLGA } from '../sandbox/telegram-world.ts';
import { t } from './english.ts';
import { StaffScene } from './staff-scene.ts';
import { aCard } from './view-data.ts';

let scene: StaffScene;
beforeAll(async () => {
  scene = await StaffScene.open();
});
afterAll(() => scene.close());

const press = (screen: 'maintenance-on' | 'maintenance-on-yes' | 'maintenance-off') =>
  scene.presses(OLGA, packTap({ screen }));
const buy = (person: number, nonce: string) =>
  scene.presses(person, packTap({ screen: 'buy', planId: scene.shop.planId, nonce }));
const orders = () => scene.shop.rows<{ count: number }>(sql`select count(*)::int as count from orders`);

describe('maintenance in the chat', () => {
  it('is asked about before customers feel it, then stands on the card and above the menu', async () => {
    expect((await scene.says(OLGA, '/maintenance')).join()).toContain('The shop is open.');
    expect((await press('maintenance-on')).join()).toMatch(
      /Close the shop\?.*keys that are paid already wait/s,
    );
    expect((await scene.says(ANN, '/start')).join()).not.toContain('being worked on');

    expect((await press('maintenance-on-yes')).join()).toMatch(/Maintenance since.*The shop is closed/s);
    expect((await scene.says(OLGA, '/admin')).join()).toMatch(/^🛠 Maintenance since .* UTC/);
  });

  it('tells customers politely, with the owner’s own line, and sells them nothing', async () => {
    const before = await orders();
    await scene.says(OLGA, '/maintenance on New servers until 18:00 <b>');

    const home = (await scene.says(ANN, '/start')).join();
    expect(home).toContain('nothing can be bought just now');
    expect(home).toContain('New servers until 18:00 <b>');
    expect(home, 'plans can be looked at').toContain('1 month');
    expect((await buy(ANN, 'maint_001')).join()).toContain(t('refusal-maintenance'));
    expect(await orders()).toEqual(before);
    expect((await scene.says(BORIS, '/my')).join(), 'what was bought can be seen').toContain('1 month');
  });

  it('says so when it is told a word that it does not know, and changes nothing', async () => {
    const said = (await scene.says(OLGA, '/maintenance maybe')).join();

    expect(said).toMatch(/I do not know “maybe”.*Nothing was changed/s);
    expect(said).toMatch(/Maintenance since/);
  });

  it('lets owners buy to test', async () => {
    expect((await scene.says(OLGA, '/start')).join()).toContain('you can buy to test');
  });

  it('ends with one press, and customers see no word of it any more', async () => {
    expect((await press('maintenance-off')).join()).toMatch(/The shop is open/);

    expect((await scene.says(ANN, '/start')).join()).not.toContain('being worked on');
    expect((await buy(ANN, 'maint_002')).join()).not.toContain(t('refusal-maintenance'));
  });

  it('belongs to owners: nobody else finds it', async () => {
    await scene.becomes(ANN, 'admin');
    expect(await scene.says(ANN, '/maintenance on')).toEqual(scene.wordsFor('admin', 'owner'));
    expect(
      await scene.shop.rows(sql`select key from shop_settings where value->>'since' is not null`),
    ).toEqual([]);
  });
});

describe('the order card', () => {
  it('says that a paid order waits for the end of maintenance, and nothing of it once the key is there', () => {
    const words = (stage: 'paid' | 'slow' | 'ready') => cardView(aCard({ stage, isParked: true }), t).text;

    expect(words('paid')).toContain('Your payment is safe: your key is made right after that');
    expect(words('slow')).toContain('The shop is being worked on');
    expect(words('ready')).not.toContain('worked on');
  });

  it('tells how many keys of an order are ready as soon as one is', () => {
    const words = (ready: number) => cardView(aCard({ stage: 'slow', quantity: 5, ready }), t).text;

    expect(words(0)).toContain('0 of 5 ready');
    expect(words(3)).toContain('🟢 A part is ready: 3 of 5.');
    expect(words(5)).toContain('5 of 5 ready');
  });
});

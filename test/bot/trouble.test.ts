import { afterEach, beforeEach, expect, it } from 'vitest';
import { packTap } from '../../src/bot/callback-data.ts';
import { BORIS } from '../sandbox/telegram-world.ts';
import { StaffScene } from './staff-scene.ts';

let scene: StaffScene;
beforeEach(async () => {
  scene = await StaffScene.open();
});
afterEach(() => scene.close());

/** Boris reads Russian. */
const makesRoom = () =>
  scene.presses(BORIS, packTap({ screen: 'trouble-clear', clientId: Number(scene.ids.clientId) }));

it('makes room, and shows how the access is now', async () => {
  expect(await makesRoom()).toEqual([
    expect.stringMatching(/^Что мы выяснили\n(.*\n)*\nГотово: место снова есть\. Подключитесь сейчас\.$/),
    'Проверяем …',
  ]);
});

it('says below what it found that the server was silent', async () => {
  await scene.shop.panel.fault({ path: 'clients/clearIps', kind: 'hang', ms: 3_000 });

  expect(await makesRoom()).toEqual([
    expect.stringMatching(/^Что мы выяснили\n(.*\n)*\nСервер не ответил\./),
    'Проверяем …',
  ]);
});

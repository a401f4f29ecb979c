import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OLGA } from '../sandbox/telegram-world.ts';
import { AdminScene } from './admin-scene.ts';

let scene: AdminScene;
beforeEach(async () => {
  scene = await AdminScene.open();
});
afterEach(() => scene.close());

describe('the menu of the staff', () => {
  it('is there as soon as its owner presses Start, long after the shop was started', async () => {
    await scene.says('/start');

    expect(scene.menus.map(({ chat }) => chat)).toEqual([OLGA, OLGA]);
    expect(scene.menus[0]?.names).toEqual(expect.arrayContaining(['addserver', 'newplan', 'staff']));
    expect(scene.passedOn).toContain('/start');
  });

  it('holds what the role may do', async () => {
    scene.role = 'viewer';
    await scene.says('/start');

    expect(scene.menus[0]?.names).toEqual(expect.arrayContaining(['servers']));
    expect(scene.menus[0]?.names).not.toContain('addserver');
  });
});

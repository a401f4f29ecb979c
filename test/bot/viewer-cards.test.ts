import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AdminScene } from './admin-scene.ts';

let scene: AdminScene;
beforeEach(async () => {
  scene = await AdminScene.open();
  scene.role = 'viewer';
});
afterEach(() => scene.close());

describe('the cards of a viewer', () => {
  it('have the buttons that a viewer may press, and no others', async () => {
    await scene.says('/servers');
    expect(await scene.buttons()).toEqual(['Inbounds', 'Alerts', 'Last 7 days', 'Own inbounds', '« Back']);
    await scene.taps('Alerts');
    expect(await scene.buttons()).toEqual(['« Back']);
    await scene.taps('« Back');
    await scene.taps('Own inbounds');
    expect(await scene.buttons()).toEqual(['« Back']);
    await scene.says('/plans');
    await scene.taps('1 month');
    expect(await scene.buttons()).toEqual(['Preferred inbound', 'Further servers', '« Back']);
    await scene.taps('Preferred inbound');
    expect(await scene.buttons()).toEqual(['« Back']);
    await scene.says('/inbounds');
    const [inbound = ''] = await scene.buttons();
    await scene.taps(inbound);
    expect(await scene.buttons()).toEqual(['« Back']);
  });
});

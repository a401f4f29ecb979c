import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AdminScene } from './admin-scene.ts';

let scene: AdminScene;
beforeEach(async () => {
  scene = await AdminScene.open();
});
afterEach(() => scene.close());

const lane = () => scene.shop.main.lanes.wake(scene.shop.serverId);

describe('[Read links anew] of a server', () => {
  it('asks first, then reads the links from the panel and shows how far that is', async () => {
    await scene.shop.deliveredOrder({ quantity: 2 });
    await scene.says('/servers');
    await scene.taps('Read links anew');
    expect(await scene.last()).toMatch(/2/);
    await scene.shop.panel.forgetCalls();
    await lane();
    expect(await scene.shop.panel.calls()).toEqual([]);

    await scene.taps('Read anew');
    expect(await scene.last()).toMatch(/Still to be read: 2/);
    await lane();
    await scene.taps('Look again');

    expect(await scene.last()).toMatch(/All are read/);
    expect(await scene.shop.panel.calls()).toContain('clients/subLinks');
    expect(await scene.shop.messages('key-text')).toHaveLength(2);
    const acts = await scene.sql(`select target from audit_log where action = 'server.read-links'`);
    expect(acts).toEqual([{ target: `server:${scene.shop.serverId}` }]);
  });

  it('has nothing to read where nobody has an access', async () => {
    await scene.says('/servers');
    await scene.taps('Read links anew');

    expect(await scene.last()).toMatch(/No access is running/);
    expect(await scene.buttons()).toEqual(['« Back']);
  });

  it('says how many its panel gives no right link for', async () => {
    const orderId = await scene.shop.deliveredOrder();
    await scene.says('/servers');
    await scene.taps('Read links anew');
    await scene.shop.panel.wipe((await scene.shop.client(orderId)).email);
    await scene.taps('Read anew');
    await lane();
    await scene.taps('Look again');

    expect(await scene.last()).toMatch(/no right link so far: 1/);
  });
});

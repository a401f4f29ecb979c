import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseLink } from '../../src/model/parse-link.ts';
import { AdminScene } from './admin-scene.ts';

let scene: AdminScene;
beforeEach(async () => {
  scene = await AdminScene.open();
});
afterEach(() => scene.close());

const lane = () => scene.shop.main.lanes.wake(scene.shop.serverId);
const hostOf = async (orderId: string) => parseLink((await scene.shop.client(orderId)).links[0] ?? '')?.host;

describe('another public host of a server', () => {
  it('is stored only after the admin has read how many accesses it concerns and what they get', async () => {
    const orderId = await scene.shop.deliveredOrder();
    await scene.says('/servers');
    await scene.taps('Public host');
    await scene.says('new.example.org');

    expect(await scene.last()).toMatch(/connect to new\.example\.org/);
    expect(await scene.last()).toMatch(/Running accesses whose links are read anew: 1/);
    expect(await scene.buttons()).toEqual(['Store it', 'Cancel']);
    await lane();
    expect(await hostOf(orderId)).toBe('vpn.example.com');

    await scene.taps('Store it');
    await lane();

    expect(await hostOf(orderId)).toBe('new.example.org');
  });

  it('is stored at once where nobody has an access yet', async () => {
    await scene.says('/servers');
    await scene.taps('Public host');
    await scene.says('new.example.org');

    expect((await scene.fleet.servers())[0]).toMatchObject({ publicHost: 'new.example.org' });
  });

  it('stays as it was when the admin cancels', async () => {
    await scene.shop.deliveredOrder();
    await scene.says('/servers');
    await scene.taps('Public host');
    await scene.says('new.example.org');
    await scene.taps('Cancel');

    expect((await scene.fleet.servers())[0]).toMatchObject({ publicHost: 'vpn.example.com' });
  });
});

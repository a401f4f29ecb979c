import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testLimit } from '../../src/bot/admin/self-test-words.ts';
import { TunnelProxy } from '../contract/tunnel-proxy.ts';
import { ANN } from '../sandbox/telegram-world.ts';
import { makeStranger } from '../support/panel-stranger.ts';
import { AdminScene } from './admin-scene.ts';

const WRITE_LIMIT_MS = 19_000;

let scene: AdminScene;
beforeEach(async () => {
  scene = await AdminScene.open();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await scene.close();
});

/** From now on every panel answers when an update may not wait for it any longer. */
function panelsAreLate(): void {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) =>
    ms === WRITE_LIMIT_MS ? AbortSignal.abort() : timeout(ms),
  );
}

const acts = () =>
  scene.shop.rows(sql`select id from audit_log where action in ('server.login', 'server.proxy')`);

describe('a panel that answers when nobody waits any more', () => {
  it('keeps its old login, as the admin reads', async () => {
    const { username, password } = scene.shop.panel.address;
    await scene.says('/servers');
    await scene.taps('New login');
    panelsAreLate();
    await scene.says(`${username} ${password}`);

    expect(await scene.last()).toMatch(/The old login is kept\.$/);
    expect(await acts()).toEqual([]);
  });

  it('is reached as before, as the admin reads', async () => {
    using proxy = await new TunnelProxy().start();
    await scene.says('/servers');
    await scene.taps('Proxy');
    panelsAreLate();
    await scene.says(proxy.at().replace('http://', ''));

    expect(await scene.last()).toMatch(/Nothing was changed\.$/);
    expect(await acts()).toEqual([]);
  });

  it('has its client bound to nobody', async () => {
    await scene.meets(ANN, 'Anna');
    const client = await makeStranger(scene.shop.panel);
    await scene.fleet.sync({ serverId: scene.shop.serverId, actorId: 1 });
    await scene.says(`/bind ${client.email} ${ANN}`);
    panelsAreLate();
    await scene.taps('Bind');

    expect(await scene.last()).toMatch(/did not finish its answer in time/);
    expect(await scene.shop.rows(sql`select id from server_clients`)).toEqual([]);
    expect(await scene.shop.messages('access-added')).toEqual([]);
  });
});

describe('the two tests of a new panel', () => {
  it.each([0, 12_000, 19_999])('leave time to tell their end, where the first took %d ms', (ms) => {
    const callsOfAHandlerEnd = 0.8 * 30_000; // of an update's lease

    expect(ms + testLimit(ms)).toBeLessThanOrEqual(callsOfAHandlerEnd - 500);
    expect(testLimit(ms)).toBeGreaterThanOrEqual(3_000);
  });
});

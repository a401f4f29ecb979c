import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditEntry } from '../../src/model/audit-entry.ts';
import { days, minutes } from '../../src/model/values/period.ts';
import { makeStranger } from '../support/panel-stranger.ts';
import { AdminScene } from './admin-scene.ts';

const OLD_CLIENT = 'east-aaaaaaaaaaaaa-1';

describe('the panel of a shop whose database was lost', () => {
  let scene: AdminScene;
  beforeEach(async () => {
    scene = await AdminScene.open();
    await makeStranger(scene.second, { email: OLD_CLIENT });
  });
  afterEach(async () => {
    expect(await scene.world.violations()).toEqual([]);
    await scene.close();
  });

  const reaches = async () => {
    await scene.says('/addserver');
    await scene.says(scene.second.address.url);
    await scene.taps('Use http');
    await scene.says(scene.second.address.token);
    await scene.says('Frankfurt 2');
    await scene.taps('Use 127.0.0.1');
  };
  const added = async () => (await scene.fleet.servers()).find(({ name }) => name === 'Frankfurt 2');

  it('is taken by an owner who types its letters: nothing there is changed, and it can be bound', async () => {
    const before = await scene.second.clients();
    await reaches();
    expect(await scene.last()).toMatch(/Another shop \(east\)[\s\S]*as an owner may take the panel/);
    await scene.taps('Take it all the same');
    expect(await scene.last()).toMatch(/Nothing of that shop is deleted[\s\S]*type the four letters/);
    await scene.restart();
    await scene.says('yes');
    expect(await scene.last()).toMatch(/not the four letters/);
    await scene.says('East');
    await scene.taps('Add server');

    expect(await scene.last()).toMatch(/^✅ Frankfurt 2 is added[\s\S]*Clients not ours/);
    const server = await added();
    const entries = await scene.shop.work.read().find(AuditEntry, { action: 'server.add' });
    expect(entries.at(-1)?.after).toMatchObject({ foreignShops: 'east' });
    for (const later of [minutes(5), days(2)]) {
      scene.pass(later);
      await scene.fleet.watchServers();
      await scene.shop.main.lanes.wake(server?.serverId ?? 0);
    }
    expect(await scene.second.clients()).toEqual(before);
    expect((await added())?.strangers).toBe(1);
    expect(await scene.fleet.importDesk.find(OLD_CLIENT)).toMatchObject({
      ok: true,
      value: { serverId: server?.serverId },
    });
    expect(await scene.shop.rows(sql`select email from tombstones`)).toEqual([]);
  });

  it('does not sell an inbound that was made for one customer', async () => {
    await scene.second.ask('inbounds/update/1', {
      ...(await inbound()),
      remark: 'east-bbbbbbbbbbbbb-1',
    });
    await reaches();
    await scene.taps('Take it all the same');
    await scene.says('east');
    await scene.taps('Add server');

    const own = (await added())?.inbounds.find(({ remark }) => remark === 'east-bbbbbbbbbbbbb-1');
    expect(own).toMatchObject({ enabled: false, isDefault: false, closed: 'stopped' });
  });

  it('is refused to an admin, also to an owner who is none any more when it is stored', async () => {
    scene.role = 'admin';
    await reaches();
    expect(await scene.buttons()).toEqual(['Other address', 'Cancel']);
    scene.role = 'owner';
    await reaches();
    await scene.taps('Take it all the same');
    await scene.says('east');
    scene.role = 'admin';
    await scene.taps('Add server');

    expect(await scene.last()).toMatch(/Only an owner may take the panel of another shop/);
    expect(await added()).toBeUndefined();
  });

  const inbound = async () => {
    const all = (await scene.second.ask('inbounds/list')) as { id: number }[];
    return all.find(({ id }) => id === 1) ?? {};
  };
});

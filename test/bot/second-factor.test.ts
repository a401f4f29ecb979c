import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Server } from '../../src/model/server.ts';
import { panelAccess } from '../../src/services/lanes/panel-access.ts';
import { PanelHand } from '../support/panel-hand.ts';
import { AdminScene } from './admin-scene.ts';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('a panel of 2.x that asks for a code at login', () => {
  let scene: AdminScene;
  let panel: PanelHand;
  beforeEach(async () => {
    scene = await AdminScene.open();
    panel = new PanelHand(() => scene.shop.clock.now().getTime(), { n: 5, generation: '2.8' });
    await panel.start();
  });
  afterEach(async () => {
    await panel.end();
    expect(await scene.world.violations()).toEqual([]);
    await scene.close();
  });

  const login = () => `${panel.address.username} ${panel.address.password}`;
  const told = async () =>
    JSON.stringify([
      await scene.screen(),
      scene.shop.lines,
      await scene.shop.rows(sql`select panel_credentials from servers`),
      await scene.shop.rows(sql`select before, after from audit_log`),
    ]);
  const credentials = async () => {
    const server = await scene.shop.work.read().findOneOrFail(Server, { name: 'Oslo 2' });
    return panelAccess(server, scene.shop.main.needs.vault).credentials;
  };
  const adds = async (typed: string) => {
    await scene.says('/addserver');
    await scene.says(panel.address.url);
    await scene.taps('Use http');
    await scene.says(typed);
    await scene.says('Oslo 2');
    await scene.taps('Use 127.0.0.1');
  };

  it('is added with the key of its codes as a third word, which is deleted and stands sealed', async () => {
    await panel.twoFactor(SECRET);
    await adds(login());
    expect(await scene.last()).toMatch(/does not accept this login[\s\S]*two-factor key as a third word/);
    await scene.taps('Other login');
    await scene.says(`${login()} 123456`);
    expect(await scene.last()).toMatch(/six digits of an app do not do/);
    await scene.says(`${login()} ${SECRET.toLowerCase().replace(/(.{4})(?=.)/g, '$1-')}`);
    await scene.taps('Add server');

    expect(await credentials()).toMatchObject({ kind: 'password', totpSecret: SECRET });
    expect((await told()).toUpperCase()).not.toContain(SECRET);
  });

  it('that begins to ask for one is entered with a new login', async () => {
    await adds(login());
    await scene.taps('Add server');
    await panel.twoFactor(SECRET);
    const { id } = await scene.shop.work.read().findOneOrFail(Server, { name: 'Oslo 2' });
    await scene.presses({ screen: 'server-login', serverId: id });
    await scene.says(`${login()} ${SECRET}`);

    expect(await scene.last()).toMatch(/^✅ The panel lets the shop in with the new login/);
    expect(await credentials()).toMatchObject({ totpSecret: SECRET });
    expect(await told()).not.toContain(SECRET);
  });
});

import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServerClient } from '../../src/model/server-client.ts';
import { minutes } from '../../src/model/values/period.ts';
import { ANN } from '../sandbox/telegram-world.ts';
import { makeStranger, type OnPanel } from '../support/panel-stranger.ts';
import { AdminScene } from './admin-scene.ts';

let scene: AdminScene;
let client: OnPanel;
beforeEach(async () => {
  scene = await AdminScene.open();
  await scene.meets(ANN, 'Anna');
  client = await makeStranger(scene.shop.panel);
  await scene.fleet.sync({ serverId: scene.shop.serverId, actorId: 1 });
  await scene.shop.panel.forgetCalls();
});
afterEach(() => scene.close());

const clients = () => scene.shop.work.read().find(ServerClient, {}, { orderBy: { id: 'asc' } });
const orders = () => scene.shop.rows(sql`select id from orders`);

describe('binding a client of a panel in the chat', () => {
  it('goes from the server’s card to the customer’s access, after a confirmation', async () => {
    await scene.says('/servers');
    await scene.taps('Clients not ours');
    expect(await scene.last()).toContain(client.email);
    await scene.taps(client.email);
    await scene.taps('Bind to a customer');
    await scene.says(String(ANN));
    expect(await scene.last()).toMatch(/Bind this client to Anna/);
    expect(await orders()).toEqual([]);

    await scene.taps('Bind');

    expect(await clients()).toMatchObject([{ customer: { id: ANN }, email: client.email, status: 'active' }]);
    expect(await scene.buttons()).toContain('Unbind');
    expect(await scene.shop.messages('access-added')).toHaveLength(1);
    expect(await scene.shop.panel.writes()).toEqual([]);
  });

  it('asks again for somebody who never pressed Start, and shows no secret of the client', async () => {
    await scene.says(`/bind ${client.email} 4040`);
    expect(await scene.last()).toMatch(/pressed Start/);
    await scene.says('Anna who');
    await scene.says(String(ANN));
    expect(await scene.last()).toMatch(/Bind this client to Anna/);

    const shown = JSON.stringify(await scene.screen());

    expect(shown).not.toContain(client.id);
    expect(shown).not.toContain(client.subId);
  });

  it('takes a share link and the person in one command, and deletes the message with the link', async () => {
    await scene.says(`/bind vless://${client.id}@vpn.example.com:443?type=tcp#my phone ${ANN}`);

    expect(JSON.stringify(await scene.screen())).not.toContain(client.id);
    await scene.taps('Bind');
    expect(await clients()).toMatchObject([{ customer: { id: ANN }, uuid: client.id }]);
  });

  it('makes one access of one question, however often its yes is handed in', async () => {
    await scene.says(`/bind ${client.id} ${ANN}`);
    const [update] = await scene.taps('Bind');

    await scene.again(update);

    expect(await clients()).toHaveLength(1);
    expect(await scene.shop.messages('access-added')).toHaveLength(1);
  });

  it('binds nothing when it is cancelled, and says so when nobody by that name is there', async () => {
    await scene.says(`/bind ${client.email} ${ANN}`);
    await scene.taps('Cancel');
    expect(await orders()).toEqual([]);

    await scene.says('/bind nobody 1');
    expect(await scene.last()).toMatch(/No such client/);
    await scene.says('/bind');
    expect(await scene.last()).toMatch(/\/bind <link, uuid or name/);
  });

  it('says why when its inbound has no seat left', async () => {
    await scene.says(`/bind ${client.email} ${ANN}`);
    await scene.sql('update server_inbounds set capacity = 0 returning id');

    await scene.taps('Bind');

    expect(await scene.last()).toMatch(/no seat left/);
    expect(await orders()).toEqual([]);
  });
});

describe('taking a binding back in the chat', () => {
  beforeEach(async () => {
    await scene.says(`/bind ${client.email} ${ANN}`);
    await scene.taps('Bind');
    await scene.shop.panel.forgetCalls();
  });

  it('is asked for on the access’ card and leaves the panel alone', async () => {
    await scene.taps('Unbind');
    expect(await scene.last()).toMatch(/Unbind this access\?/);
    await scene.taps('Unbind');

    expect(await clients()).toMatchObject([{ status: 'terminated' }]);
    expect(await scene.buttons()).not.toContain('Unbind');
    expect(await scene.shop.panel.writes()).toEqual([]);
  });

  it('is possible from the audit log too, once', async () => {
    const [entry] = await scene.shop.rows<{ id: number }>(
      sql`select id from audit_log where action = 'client.bind'`,
    );
    await scene.presses({ screen: 'audit-undo-yes', entryId: entry?.id ?? 0 });
    scene.pass(minutes(1));

    expect(await clients()).toMatchObject([{ status: 'terminated' }]);
    await scene.presses({ screen: 'audit-undo-yes', entryId: entry?.id ?? 0 });
    const undone = await scene.shop.rows(sql`select id from audit_log where action = 'client.unbind'`);
    expect(undone).toHaveLength(1);
  });
});

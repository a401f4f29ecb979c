import { sql } from '@mikro-orm/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { certificate, pinOf } from '../support/certificate.ts';
import { PanelFront } from '../support/panel-front.ts';
import { AdminScene } from './admin-scene.ts';

let scene: AdminScene;
beforeEach(async () => {
  scene = await AdminScene.open();
});
afterEach(async () => {
  expect(await scene.world.violations()).toEqual([]);
  await scene.close();
});

const panelAt = async () => (await scene.fleet.servers())[0]?.panelAt;
const opens = async (button: string) => {
  await scene.says('/servers');
  await scene.taps(button);
};
const told = async () => JSON.stringify([await scene.screen(), scene.shop.lines]);
const pathOf = (url: string) => new URL(url).pathname.replaceAll('/', '');

describe('the new address of a panel in the chat', () => {
  it('is asked for, tested with the login there is, stored, and its path leaves no trace', async () => {
    await using front = await new PanelFront(scene.shop.panel.address.url).start();
    await opens('New address');
    expect(await scene.last()).toContain(`So far: ${new URL(scene.shop.panel.address.url).origin}\n`);
    await scene.restart();
    await scene.says('not an address');
    expect(await scene.last()).toMatch(/^.*This address cannot be used\./m);
    await scene.says(front.url);
    expect(await scene.last()).toMatch(/begins with http:\/\//);
    await scene.restart();
    await scene.taps('Use http');

    expect(await scene.last()).toMatch(/^✅ The panel is here\. The new address is stored/);
    expect(await panelAt()).toBe(new URL(front.url).origin);
    expect(await told()).not.toContain(pathOf(front.url));
    expect(await scene.wizardRows()).toEqual([]);
  });

  it('that does not answer is not stored; login and proxy can be given with another one', async () => {
    const before = await panelAt();
    await using front = await new PanelFront(scene.shop.panel.address.url).start();
    await opens('New address');
    await scene.says('http://127.0.0.1:9/gone/');
    await scene.taps('Use http');
    expect(await scene.last()).toMatch(/does not answer at this address[\s\S]*goes on with the old address/);
    expect(await scene.buttons()).toEqual(['Try again', 'Through a proxy', 'Other address', 'Cancel']);
    expect(await panelAt()).toBe(before);
    await scene.taps('Other address');
    await scene.says(front.url);
    await scene.taps('Use http');

    expect(await panelAt()).toBe(new URL(front.url).origin);
  });

  it('that is another panel’s is refused, and the keys that were sold stay where they are', async () => {
    await scene.shop.deliveredOrder();
    const before = await panelAt();
    await opens('New address');
    await scene.says(scene.second.address.url);
    await scene.taps('Use http');
    expect(await scene.last()).toMatch(/does not accept this login/);
    await scene.taps('Other login');
    await scene.says(scene.second.address.token);

    expect(await scene.last()).toMatch(/This is another panel: it holds none of the clients .* \(1\)/);
    expect(await scene.buttons()).toEqual(['Other address', 'Cancel']);
    expect(await panelAt()).toBe(before);
    expect(await told()).not.toContain(scene.second.address.token);
  });

  it('is confirmed in words where nobody can tell whether it is the same panel', async () => {
    await scene.shop.rows(sql`update servers set panel_guid = null returning id`);
    await opens('New address');
    await scene.says(scene.second.address.url);
    await scene.taps('Use http');
    await scene.taps('Other login');
    await scene.says(scene.second.address.token);
    expect(await scene.last()).toMatch(
      /found there: 0 of 0[\s\S]*Confirm only if you moved this panel there/,
    );
    const before = await panelAt();
    await scene.restart();
    await scene.taps('It is the same panel');

    expect(await panelAt()).not.toBe(before);
    expect(await scene.last()).toMatch(/^✅ The panel is here/);
  });

  it('reminds of the name in customers’ links where that was the panel’s own', async () => {
    await scene.shop.rows(sql`update servers set public_host = '127.0.0.1' returning id`);
    const { url } = scene.shop.panel.address;
    await opens('New address');
    await scene.says(url.replace('127.0.0.1', 'localhost'));
    await scene.taps('Use http');

    expect(await scene.last()).toMatch(/customers’ links still lead to 127\.0\.0\.1/);
  });
});

const [OLD, NEW] = [certificate(), certificate()];

describe.skipIf(!OLD || !NEW)('the certificate of a panel in the chat', () => {
  const grouped = (pin: string) => pin.toUpperCase().match(/../g)?.join(':');

  it('is given with a new address that is not trusted, as it is shown or as it is typed', async () => {
    if (!OLD) return;
    await using front = await new PanelFront(scene.shop.panel.address.url, OLD).start();
    await opens('New address');
    await scene.says(front.url);
    expect(await scene.buttons()).toEqual(['The fingerprint', 'Try again', 'Other address', 'Cancel']);
    await scene.taps('The fingerprint');
    expect(await scene.buttons()).toEqual(['Show what it shows', 'Enter fingerprint', 'Cancel']);
    await scene.taps('Show what it shows');
    expect(await scene.last()).toContain(`${grouped(pinOf(OLD))}`);
    expect(await scene.last()).toMatch(/Compare it with the panel’s own/);
    await scene.restart();
    await scene.taps('Take this one');

    expect(await scene.last()).toMatch(/^✅ The panel is here/);
    expect(await scene.last()).toContain(`Panel: ${new URL(front.url).origin}, 📌`);
    expect(scene.shop.lines.join()).not.toContain(pinOf(OLD));
  });

  it('is entered anew after it was made anew: what [Test connection] asks for has its door', async () => {
    if (!OLD || !NEW) return;
    await using front = await new PanelFront(scene.shop.panel.address.url, OLD).start();
    const way = { url: front.url, allowHttp: false, pinnedSha256: pinOf(OLD) };
    await scene.fleet.serverDesk.changeAddress({ serverId: scene.shop.serverId, way, actorId: 1 });
    front.show(NEW);
    await opens('Test connection');
    await opens('Test connection');
    expect(await scene.last()).toMatch(/certificate is not trusted[\s\S]*“New certificate”/);
    await scene.taps('New certificate');
    expect(await scene.buttons()).toEqual([
      'Show what it shows',
      'Enter fingerprint',
      'Without a fingerprint',
      'Cancel',
    ]);
    await scene.taps('Without a fingerprint');
    expect(await scene.last()).toMatch(/certificate is not trusted[\s\S]*Nothing was changed\./);
    await scene.taps('Other fingerprint');
    await scene.taps('Enter fingerprint');
    await scene.says('12:34');
    expect(await scene.last()).toMatch(/not a SHA-256 fingerprint|64/);
    await scene.restart();
    await scene.says(`sha256 Fingerprint=${grouped(pinOf(NEW))}`);

    expect(await scene.last()).toMatch(/^✅ The panel was entered\. It is known by this fingerprint/);
    const [server] = await scene.fleet.servers();
    expect(server).toMatchObject({ health: 'healthy', isPinned: true });
  });

  it('is nothing to ask for at an address of http', async () => {
    await scene.says('/servers');
    expect(await scene.buttons()).not.toContain('New certificate');
    await scene.presses({ screen: 'server-certificate', serverId: scene.shop.serverId });

    expect(await scene.last()).toMatch(/^The address of this panel begins with http:\/\//);
  });
});

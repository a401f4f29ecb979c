import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WIZARD_VERSION } from '../../src/bot/admin/wizard-storage.ts';
import { isTelegramTrouble } from '../../src/bot/inbox/telegram-trouble.ts';
import { minutes } from '../../src/model/values/period.ts';
import { ANN } from '../sandbox/telegram-world.ts';
import { AdminScene } from './admin-scene.ts';

const ADMIN = join(import.meta.dirname, '../../src/bot/admin');

let scene: AdminScene;
beforeEach(async () => {
  scene = await AdminScene.open();
});
afterEach(() => scene.close());

const visible = async () => JSON.stringify(await scene.screen());
const tokenOf = () => scene.second.address.token;

/** Up to the question for the credentials. */
async function givesAddress() {
  await scene.says('/addserver');
  await scene.says(scene.second.address.url);
  await scene.taps('Use http');
}

/** Up to the answer of the connection test. */
async function goesThrough(credentials: string) {
  await givesAddress();
  await scene.says(credentials);
  await scene.says('Frankfurt 2');
  await scene.taps('Use 127.0.0.1');
}

describe('adding a server in the chat', () => {
  it('ends with a server that can sell, and names the next step', async () => {
    await goesThrough(tokenOf());
    expect(await scene.last()).toMatch(/Connected\. 3x-ui 3\.6\.0, API generation “clients”/);
    expect(await scene.last()).toMatch(/127\.0\.0\.1 is a private address/);
    expect(await scene.buttons()).toEqual(['Add server', 'Cancel']);

    await scene.taps('Add server');

    expect(await scene.last()).toMatch(/Frankfurt 2 is added.*\/newplan/);
    const added = (await scene.fleet.servers()).at(-1);
    expect(added).toMatchObject({ name: 'Frankfurt 2', publicHost: '127.0.0.1', version: '3.6.0' });
    expect(added?.inbounds.some(({ status }) => status === 'active')).toBe(true);
    expect(await scene.wizardRows()).toEqual([]);
    expect(await scene.world.violations()).toEqual([]);
  });

  it('tries a throw-away client first, and leaves nothing of it on the panel', async () => {
    await goesThrough(tokenOf());

    expect(await scene.last()).toMatch(/Tested on vless-tcp-reality: a throw-away client was added/);
    const calls = (await scene.second.calls()).filter((call) => call.startsWith('clients/'));
    expect(calls.slice(-4)).toEqual(['clients/add', 'clients/get', 'clients/subLinks', 'clients/del']);
    expect(await scene.second.clients()).toEqual([]);
  });

  it('stores nothing when the panel takes no client, says why, and goes on when that is mended', async () => {
    await scene.second.fault({ path: 'clients/add', kind: 'busy' });
    await goesThrough(tokenOf());

    expect(await scene.last()).toMatch(
      /lets the shop in, but does not take a new client\.[\s\S]*The panel is busy[\s\S]*database is locked[\s\S]*Nothing is stored/,
    );
    expect(await scene.buttons()).toEqual(['Try again', 'Other address', 'Cancel']);
    expect(await scene.fleet.servers()).toHaveLength(1);

    await scene.taps('Try again');
    expect(await scene.last()).toMatch(/Connected\.[\s\S]*Tested on/);
  });

  it('names the client that may be left when it cannot be removed', async () => {
    await scene.second.fault({ path: 'clients/del', times: 2, kind: 'busy' });
    await goesThrough(tokenOf());

    const [left] = await scene.second.clients();
    expect(left?.email).toMatch(/^panel-suite-/);
    expect(await scene.last()).toMatch(/does not let it be removed/);
    expect(await scene.last()).toContain(`The test client ${left?.email} may still be on the panel`);
  });

  it('leaves neither address nor token in the chat, nor readable in the database or the log', async () => {
    await givesAddress();
    await scene.says(tokenOf());
    const rows = JSON.stringify(await scene.wizardRows());

    expect(await visible()).not.toContain(tokenOf());
    expect(await visible()).not.toContain(scene.second.address.url);
    expect(await scene.last()).toMatch(/deleted for safety/);
    expect(rows).toContain('v1.');
    expect(rows).not.toContain(tokenOf());
    expect(scene.shop.lines.join('\n')).not.toContain(tokenOf());
  });

  it('goes on after a restart in the middle', async () => {
    await givesAddress();
    await scene.says(tokenOf());
    await scene.restart();
    await scene.says('Frankfurt 2');
    await scene.restart();
    await scene.taps('Use 127.0.0.1');
    await scene.restart();
    await scene.taps('Add server');

    expect((await scene.fleet.servers()).map(({ name }) => name)).toContain('Frankfurt 2');
  });

  it('takes a user with a password as well', async () => {
    const { username, password } = scene.second.address;
    await goesThrough(`${username} ${password}`);

    expect(await scene.last()).toMatch(/Connected/);
  });

  it('names what is wrong with an address, and asks again', async () => {
    await scene.says('/addserver');
    await scene.says('ftp://panel.example.com');
    expect(await scene.last()).toMatch(/cannot be used\.\nIt must begin with https:\/\//);

    await scene.says('https://panel.example.com:2053/secret/');
    expect(await scene.last()).toMatch(/How does the shop enter panel\.example\.com/);
  });

  it('offers another login where the panel refuses the first, and keeps the rest', async () => {
    await goesThrough('wrong-token-of-this-panel');
    expect(await scene.last()).toMatch(/does not accept this login/);
    expect(await scene.buttons()).toEqual(['Other login', 'Try again', 'Other address', 'Cancel']);

    await scene.taps('Other login');
    await scene.says(tokenOf());

    expect(await scene.last()).toMatch(/Connected/);
  });

  it('tries again where the panel was down', async () => {
    await scene.second.stop();
    await goesThrough(tokenOf());
    expect(await scene.last()).toMatch(/does not answer at this address/);

    await scene.second.start();
    await scene.taps('Try again');

    expect(await scene.last()).toMatch(/Connected/);
  });

  it('refuses a panel that is here already', async () => {
    await scene.says('/addserver');
    await scene.says(scene.shop.panel.address.url);
    await scene.taps('Use http');
    await scene.says(scene.shop.panel.address.token);
    await scene.says('Twice');
    await scene.taps('Use 127.0.0.1');

    expect(await scene.last()).toMatch(/This panel is here already/);
    expect(await scene.buttons()).toEqual(['Other address', 'Cancel']);
  });

  it('is ended by /cancel, and nothing is stored', async () => {
    await givesAddress();
    await scene.says('/cancel');

    expect(await scene.last()).toMatch(/Cancelled/);
    expect(await scene.wizardRows()).toEqual([]);
    expect(await scene.fleet.servers()).toHaveLength(1);
  });

  it('is over after fifteen minutes, and a token that comes later is deleted all the same', async () => {
    await givesAddress();
    scene.pass(minutes(16));
    await scene.says(tokenOf());

    expect(await scene.last()).toMatch(/longer than 15 minutes/);
    expect(await visible()).not.toContain(tokenOf());
    expect(scene.passedOn).toEqual([]);
    expect(await scene.wizardRows()).toEqual([]);
  });

  it('tells the admin when the shop was updated meanwhile', async () => {
    await givesAddress();
    await scene.sql(`update wizard_states set version = 'older'`);
    await scene.says(tokenOf());

    expect(await scene.last()).toMatch(/updated meanwhile/);
    expect(await visible()).not.toContain(tokenOf());
  });

  it('takes an update that is handed in twice for one answer', async () => {
    await scene.says('/addserver');
    const [update] = await scene.says('https://panel.example.com/');
    await scene.again(update);

    expect((await scene.last()).match(/How does the shop enter/g)).toHaveLength(1);
    await scene.says(tokenOf());
    expect(await scene.last()).toMatch(/How shall this server be called/);
  });

  it('lets other commands and buttons through, and waits on', async () => {
    await givesAddress();
    await scene.says('/servers');
    await scene.says('/start');
    await scene.acts('sticker', { emoji: '😀' });
    await scene.says(tokenOf());

    expect(scene.passedOn).toContain('/start');
    expect(await scene.last()).toMatch(/How shall this server be called/);
  });

  it('keeps the question when Telegram fails in the middle of an answer', async () => {
    await givesAddress();
    await scene.world.post('/_emu/faults', { method: 'sendMessage', times: 1, kind: '500' });
    await expect(scene.says(tokenOf())).rejects.toThrow();
    await scene.restart();
    await scene.says(tokenOf());

    expect(await scene.last()).toMatch(/How shall this server be called/);
  });

  it.each(['500', '502html', 'reset'])(
    'lets an answer wait for Telegram to be well again (%s)',
    async (kind) => {
      await givesAddress();
      await scene.world.post('/_emu/faults', { method: 'sendMessage', times: 1, kind });

      const fault: unknown = await scene.says(tokenOf()).catch((thrown: unknown) => thrown);

      expect(isTelegramTrouble(fault)).toBe(true);
    },
  );

  it('says of an admin who left that it is so', async () => {
    await givesAddress();
    await scene.world.post('/_emu/faults', { method: 'sendMessage', times: 1, kind: '403' });

    await expect(scene.says(tokenOf())).rejects.toMatchObject({ error: { error_code: 403 } });
  });

  it('says that a server is added also where Telegram failed just then', async () => {
    await goesThrough(tokenOf());
    await scene.world.post('/_emu/faults', { method: 'sendMessage', times: 1, kind: '500' });
    const update = await scene.tapsInVain('Add server');
    await scene.again(update);

    expect(await scene.last()).toMatch(/Frankfurt 2 is added/);
  });

  it('is not there for customers', async () => {
    await scene.says('/addserver', ANN);

    expect(scene.passedOn).toEqual(['/addserver']);
    expect(await scene.wizardRows()).toEqual([]);
  });
});

describe('creating a plan in the chat', () => {
  it('asks field by field, refuses what does not fit, and puts the plan on sale', async () => {
    await scene.says('/newplan');
    await scene.says('3 months');
    await scene.says('９０');
    expect(await scene.last()).toMatch(/duration is not a whole number.*\n.*How many days/);
    await scene.says('90');
    await scene.says('-1');
    expect(await scene.last()).toMatch(/price is not a plain number/);
    await scene.says('12,50');
    await scene.taps('Work it out');
    await scene.says('100');
    await scene.taps('No limit');
    await scene.taps('Unlimited');
    expect(await scene.last()).toMatch(/12\.50 USD, 625 ⭐/);
    await scene.taps('Create');

    expect(await scene.last()).toMatch(/3 months is on sale/);
    expect((await scene.fleet.plans()).at(-1)).toMatchObject({
      name: '3 months',
      durationDays: 90,
      priceMinor: 1250n,
      stars: 625,
      dataLimitGb: 100,
      maxClients: null,
      onSale: true,
    });
    expect(await scene.world.violations()).toEqual([]);
  });

  it('asks for the server where there are several', async () => {
    await goesThrough(tokenOf());
    await scene.taps('Add server');
    await scene.says('/newplan');
    expect(await scene.last()).toMatch(/On which server/);

    await scene.taps('Frankfurt 2');

    expect(await scene.last()).toMatch(/How shall the plan be called/);
  });

  it('does not take a button of an earlier wizard', async () => {
    await scene.says('/newplan');
    await scene.says('/newplan');
    const first = (await scene.screen()).filter(({ buttons }) => buttons?.flat().length)[0];
    await scene.acts('tap', { messageId: first?.id, row: 0, column: 0 });

    expect((await scene.screen()).at(-1)).toMatchObject({
      kind: 'toast',
      text: 'This button is out of date.',
    });
    expect(await scene.wizardRows()).toHaveLength(1);
  });
});

describe('the version of the wizards', () => {
  it('rises with every change of their questions: an old row must not answer new ones', () => {
    const files = readdirSync(ADMIN).filter((file) =>
      /^(.*-wizards?|wizard-talk|edit-fields?)\.ts$/.test(file),
    );
    const step = /\bid: ['`][^'`]+|\.(?:ask|askSecret|choose|chosen|say|rewrite|outside|wait|external)\(/g;
    const steps = files.flatMap((file) => readFileSync(join(ADMIN, file), 'utf8').match(step) ?? []);
    const hash = createHash('sha256').update(steps.join()).digest('hex').slice(0, 12);

    expect(steps.length).toBeGreaterThan(50);
    // Changed a wizard? Raise WIZARD_VERSION, then write the new pair here.
    expect({ version: WIZARD_VERSION, hash }).toEqual({ version: '7', hash: '78dac930feb2' });
  });
});

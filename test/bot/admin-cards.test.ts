import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MESSAGE_FORMS } from '../../src/bot/views/message-data.ts';
import { priceChangedView } from '../../src/bot/views/notice-views.ts';
import { minutes } from '../../src/model/values/period.ts';
import { ANN } from '../sandbox/telegram-world.ts';
import { AdminScene } from './admin-scene.ts';
import { t } from './english.ts';

let scene: AdminScene;
beforeEach(async () => {
  scene = await AdminScene.open();
});
afterEach(async () => {
  expect(await scene.world.violations()).toEqual([]);
  await scene.close();
});

const toast = async () => (await scene.screen()).findLast(({ kind }) => kind === 'toast')?.text;
const alert = async () => (await scene.screen()).findLast(({ kind }) => kind === 'alert')?.text;
const plan = async () => (await scene.fleet.plans())[0];
const server = async () => (await scene.fleet.servers())[0];
const messages = async () => (await scene.screen()).filter(({ kind }) => kind === 'message').length;

/** Opens the card of the only plan. */
async function opensPlan(name = '1 month') {
  await scene.says('/plans');
  await scene.taps(name);
}

describe('the menu of the staff', () => {
  it('leads to the lists and back, in one message', async () => {
    await scene.says('/admin');
    const before = await messages();
    expect(await scene.buttons()).toEqual([
      '🖥 Servers',
      '🔌 Inbounds',
      '🏷 Plans',
      '📦 Orders',
      '👥 Customers',
      '✋ Approvals',
      '📭 Undelivered',
      '➕ Server',
      '➕ Plan',
      '⚙️ Settings',
      '📊 Figures',
      '⏱ Time and traffic',
      '📜 Who did what',
      '🛠 Maintenance',
      '🔑 Staff',
    ]);

    await scene.taps('🏷 Plans');
    expect(await scene.last()).toMatch(/^Plans\n/);
    await scene.taps('« Back');
    expect(await scene.last()).toMatch(/\/addserver – add a 3x-ui panel/);
    await scene.taps('🖥 Servers');
    expect(await scene.last()).toMatch(/^Amsterdam 🇳🇱\n🟢 healthy/);
    expect(await messages()).toBe(before);
  });

  it.each([
    ['📦 Orders', /^Newest orders/],
    ['👥 Customers', /^Newest customers/],
    ['✋ Approvals', /^Paid orders that wait for a yes/],
    ['⚙️ Settings', /^Settings/],
    ['📜 Who did what', /^Who did what/],
    ['🔑 Staff', /^Staff/],
  ])('leads by “%s” to its screen and back, in one message', async (door, screen) => {
    await scene.says('/admin');
    const before = await messages();

    await scene.taps(door);
    expect(await scene.last()).toMatch(screen);
    await scene.taps('« Back');

    expect(await scene.last()).toMatch(/\/addserver – add a 3x-ui panel/);
    expect(await messages()).toBe(before);
  });

  it('gives approvals, settings and the log to admins, and roles to owners alone', async () => {
    scene.role = 'support';
    await scene.says('/admin');
    expect((await scene.buttons()).slice(-2)).toEqual(['👥 Customers', '📭 Undelivered']);
    scene.role = 'admin';
    await scene.says('/admin');

    expect((await scene.buttons()).slice(4)).toEqual([
      '👥 Customers',
      '✋ Approvals',
      '📭 Undelivered',
      '➕ Server',
      '➕ Plan',
      '⚙️ Settings',
      '📊 Figures',
      '⏱ Time and traffic',
      '📜 Who did what',
    ]);
  });

  it('begins a wizard', async () => {
    await scene.says('/admin');
    await scene.taps('➕ Plan');

    expect(await scene.last()).toMatch(/How shall the plan be called/);
  });

  it('shows a viewer no more than a viewer may do, and draws an older menu anew', async () => {
    await scene.says('/admin');
    scene.role = 'viewer';

    await scene.taps('➕ Plan');

    expect(await toast()).toBe('This button is out of date.');
    expect(await scene.buttons()).toEqual([
      '🖥 Servers',
      '🔌 Inbounds',
      '🏷 Plans',
      '📦 Orders',
      '👥 Customers',
    ]);
    expect(await scene.last()).not.toContain('/newplan');
  });
});

describe('the card of a server', () => {
  beforeEach(() => scene.says('/servers'));

  it('names health, panel, host, load and keys', async () => {
    const card = await scene.last();

    expect(card).toMatch(/Panel: 3x-ui 3\.6\.0, API generation “clients”/);
    expect(card).toMatch(/Customers connect to: vpn\.example\.com/);
    expect(card).toMatch(/Seats: 0\/∞\nKeys: 0 active of 0/);
  });

  it('tests the connection: progress first, then the answer', async () => {
    await scene.taps('Test connection');

    expect(await scene.last()).toMatch(
      /^✅ The panel answers after \d+ ms, and its core runs\.\n\nAmsterdam/,
    );
    await scene.shop.panel.stop();
    await scene.taps('Test connection');
    expect(await scene.last()).toMatch(/^❌ .*\n\nAmsterdam/);
  });

  it('takes over what the panel tells, and says what was new', async () => {
    await scene.shop.deliveredOrder();
    await scene.taps('Sync now');
    expect(await scene.last()).toMatch(
      /^✅ Synced in \d+ ms\. Inbounds: 0 new, 0 changed, 0 missing\. Keys seen: 1\.\n\nAmsterdam/,
    );
    expect(await scene.last()).toMatch(/Last day: \d+ ms, 100 % of the looks answered/);

    await scene.shop.panel.stop();
    await scene.taps('Sync now');
    expect(await scene.last()).toMatch(/^❌ .*\n\nAmsterdam/);
  });

  it('pauses and resumes the sale, once for a press that is handed in twice', async () => {
    const [press] = await scene.taps('Pause');
    await scene.again(press);

    expect(await scene.last()).toMatch(/⏸ paused: nothing is sold here/);
    expect((await server())?.isPaused).toBe(true);
    await scene.taps('Resume');
    expect(await toast()).toBe('Resumed: this server sells again.');
    expect((await server())?.isPaused).toBe(false);
  });

  it('changes name, country, host and seats by typing, and says what does not fit', async () => {
    await scene.taps('Rename');
    await scene.says('Oslo 1');
    expect(await scene.last()).toMatch(/^✅ Stored\.\n\nOslo 1/);

    await scene.taps('Country');
    await scene.says('Norway');
    expect(await scene.last()).toMatch(/❌ That is no country's code.*\n.*In which country is Oslo 1/);
    await scene.says('no');
    expect(await scene.last()).toMatch(/Oslo 1 🇳🇴/);

    await scene.taps('Public host');
    expect(await scene.last()).toMatch(
      /Now: vpn\.example\.com\nThe links of running accesses are read anew after it is stored/,
    );
    await scene.says('no1.example.com');
    await scene.taps('Default capacity');
    await scene.says('100');
    expect(await server()).toMatchObject({
      name: 'Oslo 1',
      country: 'NO',
      publicHost: 'no1.example.com',
      maxClientsPerInbound: 100,
    });
    expect(await scene.last()).toMatch(/Seats: ▱▱▱▱▱▱▱▱▱▱ 0\/\d+/);
  });

  it('sets when it is told of, and keeps its alerts back for a while', async () => {
    await scene.taps('Alerts');
    expect(await scene.last()).toMatch(
      /Seats: a warning at 75 %, critical at 90 %\.\n🔔 Every alert is told\./,
    );
    await scene.taps('When it is full');
    await scene.says('90 75');
    expect(await scene.last()).toMatch(/❌ Those are no two per cents/);
    await scene.says('60 80');
    expect(await scene.last()).toMatch(/^✅ Stored\./);

    await scene.taps('Alerts');
    expect(await scene.last()).toMatch(/a warning at 60 %, critical at 80 %/);
    await scene.taps('🔕 8 hours');
    expect(await scene.last()).toMatch(/🔕 Muted until \w+ \d+, \d{4}/);
    await scene.taps('🔔 Tell again');
    expect(await scene.last()).toMatch(/🔔 Every alert is told/);
  });

  it('takes a new login, tests it first, and leaves no secret in the chat', async () => {
    const { token } = scene.shop.panel.address;
    await scene.taps('New login');
    await scene.restart();
    await scene.says('wrong-token');
    expect(await scene.last()).toMatch(/does not accept this login.*\nThe old login is kept\./);
    await scene.restart();
    await scene.taps('Other login');
    await scene.restart();
    await scene.says(token);

    expect(await scene.last()).toMatch(/^✅ The panel lets the shop in with the new login/);
    const seen = JSON.stringify(await scene.screen());
    expect(seen).not.toContain(token);
    expect(seen).not.toContain('wrong-token');
    expect(await scene.wizardRows()).toEqual([]);
  });

  it('is not deleted while an order on it is open, and says so', async () => {
    await scene.shop.unpaidOrder();
    await scene.taps('Delete');

    expect(await scene.last()).toMatch(/cannot be deleted yet\n• 1 order on it is open\./);
    expect(await scene.buttons()).toEqual(['« Back']);
  });

  it('is deleted after a second press, once', async () => {
    await scene.taps('Delete');
    expect(await scene.last()).toMatch(/^Delete Amsterdam\?\n.*\n1 plan on it ends with it\./);
    expect(await scene.fleet.servers()).toHaveLength(1);
    const [press] = await scene.taps('Delete for good');
    await scene.again(press);

    expect(await scene.fleet.servers()).toEqual([]);
    expect(await scene.last()).toMatch(/There is no server yet/);
  });
});

describe('the card of an inbound', () => {
  beforeEach(async () => {
    await scene.says('/inbounds');
    const label = (await scene.buttons())[0] ?? '';
    await scene.taps(label);
  });

  it('is found by /inbounds, and says what is sold on it', async () => {
    expect(await scene.last()).toMatch(/^★ vless:\d+ .*\nAmsterdam, tcp\/reality\n🟢 active\n🛒 for sale/);
  });

  it('stops selling and sells again', async () => {
    await scene.taps('Stop selling');
    expect(await scene.last()).toMatch(/🚫 not for sale: stopped by an admin/);
    await scene.taps('Sell');
    expect(await scene.last()).toMatch(/🛒 for sale/);
  });

  it('takes seats, but not fewer than are taken', async () => {
    await scene.shop.paidOrder();
    await scene.shop.paidOrder({ customerId: 2 });
    await scene.sql('update server_inbounds set current_clients = 2 where is_default');
    await scene.taps('Capacity');
    await scene.says('1');
    expect(await scene.last()).toMatch(
      /❌ 2 are sold already.*Send 2 or more\.\n.*How many keys may be sold/,
    );
    await scene.says('2');

    expect(await scene.last()).toMatch(/🟡 full/);
    expect(await scene.last()).toMatch(/▰▰▰▰▰▰▰▰▰▰ 2\/2/);
  });

  it('makes another one the default', async () => {
    await scene.taps('« Back');
    await scene.taps((await scene.buttons())[1] ?? '');
    await scene.taps('Make default');

    expect(await scene.last()).toMatch(/★ The default/);
    expect((await server())?.inbounds.map(({ isDefault }) => isDefault)).toEqual([false, true]);
  });
});

describe('the card of a plan', () => {
  beforeEach(() => opensPlan());

  it('changes each value by typing, within the same bounds as /newplan', async () => {
    const typed: [string, string][] = [
      ['Name', 'Monthly'],
      ['Description', 'For one person.'],
      ['Category', 'Basic'],
      ['Days', '31'],
      ['Set-up fee', '1,50'],
      ['Traffic', '100'],
      ['Devices', '2'],
      ['Seats', '0'],
    ];
    for (const [button, text] of typed) {
      await scene.taps(button);
      await scene.says(text);
    }

    expect(await plan()).toMatchObject({
      name: 'Monthly',
      description: 'For one person.',
      category: 'Basic',
      durationDays: 31,
      setupFeeMinor: 150n,
      dataLimitGb: 100,
      connections: 2,
      maxClients: 0,
      unavailable: 'out-of-stock',
    });
    await scene.taps('Seats');
    await scene.taps('No limit');
    expect((await plan())?.maxClients).toBeNull();
  });

  it('goes on after a restart in the middle, and takes an answer once', async () => {
    await scene.taps('Days');
    await scene.restart();
    const [update] = await scene.says('0');
    expect(await scene.last()).toMatch(/duration must be between 1 and 3650 days/);
    await scene.again(update);
    await scene.restart();
    const [answer] = await scene.says('45');
    await scene.restart();
    await scene.again(answer);

    expect((await plan())?.durationDays).toBe(45);
    const edits = await scene.sql(`select id from audit_log where action = 'plan.edit'`);
    expect(edits).toHaveLength(1);
  });

  it('says so when somebody else changed the value meanwhile, and draws it as it is', async () => {
    await scene.taps('Days');
    await scene.sql('update server_plans set duration_days = 90');
    await scene.says('45');

    expect(await scene.last()).toMatch(/^Somebody else changed this meanwhile\..*\n\n1 month\n/);
    expect((await plan())?.durationDays).toBe(90);
  });

  it('ends with /cancel, and with time', async () => {
    await scene.taps('Days');
    await scene.says('/cancel');
    expect(await scene.last()).toMatch(/Cancelled/);
    await scene.says('/plans');
    await scene.taps('1 month');
    await scene.taps('Days');
    scene.pass(minutes(16));
    await scene.says('45');

    expect((await plan())?.durationDays).toBe(30);
  });

  it('switches approval by hand and renewal', async () => {
    await scene.taps('Approve by hand');
    await scene.taps('Not renewable');

    expect(await scene.last()).toMatch(/✋ Paid orders wait for an admin's approval\.\nCannot be renewed\./);
    expect(await plan()).toMatchObject({ autoProvision: false, renewable: false });
  });

  it('is copied once for a press that is handed in twice, and the copy is opened', async () => {
    const [press] = await scene.taps('Clone');
    await scene.again(press);

    expect(await scene.last()).toMatch(/^Copy of 1 month\n⚪ hidden/);
    expect(await scene.fleet.plans()).toHaveLength(2);
  });

  it('moves up and down in the list, one place for one press', async () => {
    await scene.taps('Clone');
    expect(await scene.buttons()).not.toContain('▼ Down');
    const [press] = await scene.taps('▲ Up');
    await scene.again(press);

    expect((await scene.fleet.plans()).map(({ name }) => name)).toEqual(['Copy of 1 month', '1 month']);
  });

  it('prefers an inbound of its server', async () => {
    await scene.taps('Preferred inbound');
    const [first = ''] = await scene.buttons();
    await scene.taps(first);
    expect(await scene.last()).toMatch(/Preferred inbound: vless:\d+/);
    await scene.taps('Preferred inbound');
    await scene.taps('No preference');

    expect((await plan())?.preferred).toBeNull();
  });

  it('is deleted after a second press if it was never sold, else not', async () => {
    await scene.shop.unpaidOrder();
    await scene.taps('Delete');
    await scene.taps('Delete for good');
    expect(await alert()).toMatch(/It was sold, so its orders need it\. Hide it instead\./);

    await scene.taps('Clone');
    await scene.taps('Delete');
    await scene.taps('Delete for good');
    expect(await toast()).toBe('Copy of 1 month is deleted.');
    expect(await scene.fleet.plans()).toHaveLength(1);
  });

  it('answers a press on a plan that is gone with the list', async () => {
    await scene.sql('delete from server_plans');
    await scene.taps('Hide');

    expect(await alert()).toBe('This plan is not there any more.');
    expect(await scene.last()).toMatch(/There is no plan yet/);
  });
});

describe('a new price in the chat', () => {
  it('shows old and new and who is told, and changes nothing before the last press', async () => {
    await scene.shop.deliveredOrder();
    await opensPlan();
    await scene.taps('Price');
    expect(await scene.last()).toMatch(/What shall 1 month cost\?.*Now: 5\.00 USD \(250 ⭐\)/);
    await scene.says('6');
    await scene.restart();
    await scene.taps('Work it out');
    expect(await scene.last()).toMatch(
      /Change the price of 1 month\?\nNow: 5\.00 USD \(250 ⭐\)\nThen: 6\.00 USD \(300 ⭐\)\n.*\n1 customer has/,
    );
    expect(await scene.buttons()).toEqual(['Change and tell 1', 'Change silently', 'Cancel']);
    expect((await plan())?.priceMinor).toBe(500n);
    await scene.restart();
    const [press] = await scene.taps('Change and tell 1');
    await scene.again(press);

    expect(await scene.last()).toMatch(/^✅ The price is changed\. 1 customer is being told\./);
    expect(await plan()).toMatchObject({ priceMinor: 600n, stars: 300, priceVersion: 2 });
    const [news, ...more] = await scene.shop.messages('price-changed');
    expect(more).toEqual([]);
    expect(priceChangedView(MESSAGE_FORMS['price-changed'].parse(news?.data), t).text).toBe(
      [
        '🏷 New price of 1 month',
        'Until now: 5.00 USD (250 ⭐). From now on: 6.00 USD (300 ⭐).',
        'Your running access stays as it is. A renewal that is paid before its present end still costs the old price; after it the new price counts.',
      ].join('\n'),
    );
  });

  it('can be changed silently', async () => {
    await scene.shop.deliveredOrder();
    await opensPlan();
    await scene.taps('Price');
    await scene.says('6');
    await scene.says('280');
    await scene.taps('Change silently');

    expect(await plan()).toMatchObject({ priceMinor: 600n, stars: 280 });
    expect(await scene.shop.messages('price-changed')).toEqual([]);
  });

  it('asks again where Telegram would take no invoice of it', async () => {
    await opensPlan();
    await scene.taps('Set-up fee');
    await scene.says('100');
    await scene.taps('Price');
    await scene.taps('Keep 5.00 USD');
    await scene.says('99999');
    await scene.taps('Change');

    expect(await scene.last()).toMatch(/❌ That would be 104999 ⭐.*\nWhat shall 1 month cost/);
    expect((await plan())?.priceVersion).toBe(1);
  });

  it('is nothing new where it is the price already', async () => {
    await opensPlan();
    await scene.taps('Price');
    await scene.taps('Keep 5.00 USD');
    await scene.taps('Work it out');

    expect(await scene.last()).toMatch(/^That is its price already\./);
    expect((await plan())?.priceVersion).toBe(1);
  });
});

describe('a new plan in the chat', () => {
  it('is made once where the process ends between the plan and the answer', async () => {
    await scene.says('/newplan');
    for (const text of ['Trip', '7', '1', '50', '1', '1', '5']) await scene.says(text);
    await scene.world.post('/_emu/faults', { method: 'sendMessage', times: 1, kind: '500' });
    const press = await scene.tapsInVain('Create');
    await scene.restart();
    await scene.again(press);

    expect((await scene.fleet.plans()).map(({ name }) => name)).toEqual(['1 month', 'Trip']);
    expect(await scene.last()).toMatch(/Trip is on sale/);
  });
});

describe('the cards', () => {
  it('are not there for customers', async () => {
    await scene.says('/inbounds', ANN);

    expect(scene.passedOn).toEqual(['/inbounds']);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { livePanelDriver } from '../../src/commands/live-panel-driver.ts';
import { clientsIn } from '../../src/panel/remote-client.ts';
import { ThrowAways } from '../../src/services/panel-suite/throw-away.ts';
import type { Panel, RemoteInbound } from '../../src/services/ports/panel.ts';
import { PanelFault } from '../../src/services/ports/panel.ts';
import { randomIds } from '../../src/system/ids.ts';
import { failures, faulty, SuiteScene } from './panel-suite-scene.ts';

let scene: SuiteScene;
beforeEach(async () => {
  scene = new SuiteScene();
  await scene.simulated.start();
});
afterEach(() => scene.simulated.stop());

const panel = livePanelDriver({ connectMs: 1_000, readMs: 2_000, writeMs: 2_000 });
const ADD = 'panel/api/clients/add';

describe('a panel in trouble', () => {
  it.each([
    ['busy', {}, /the panel is busy: .*database is locked/],
    ['html', {}, /no clear answer.*HTTP 502/],
    ['status', { status: 500 }, /no clear answer.*HTTP 500/],
    ['status', { status: 503 }, /the panel is busy.*HTTP 503/],
    ['drop-after-apply', {}, /no clear answer: it may have been done all the same.*no answer/],
  ])('fails the check that it met, and names the cause: %s %o', async (kind, more, words) => {
    scene.after.set('refuses a client for an inbound that is not there', () =>
      scene.control('faults', { path: ADD, times: 1, kind, ...more }),
    );

    const report = await scene.run(panel);

    expect(failures(report)).toEqual({ 'vless tcp reality: takes a client': expect.stringMatching(words) });
    expect(await scene.control('clients')).toEqual([]);
    const skips = report.results.filter(({ reason }) => reason === 'there is no client to try it on');
    expect(skips.length).toBeGreaterThan(5);
    expect(report.results.at(-2)).toMatchObject({ name: 'left everybody else in peace', kind: 'ok' });
  });

  it('fails for a core that does not run, with the core’s own words', async () => {
    await scene.control('core', { state: 'error', errorMsg: 'proxy/shadowsocks_2022: bad key' });

    const report = await scene.run(panel);

    expect(failures(report)).toEqual({
      'its core runs': 'the core does not run: proxy/shadowsocks_2022: bad key',
      'its core still runs': 'the core does not run: proxy/shadowsocks_2022: bad key',
    });
  });

  it('fails when the core stops on the way', async () => {
    scene.after.set('trojan tcp tls: takes a client', () => scene.control('core', { state: 'stop' }));

    expect(failures(await scene.run(panel))).toEqual({ 'its core still runs': 'the core is stopped' });
  });

  it('names the inbound that poisons it', async () => {
    const report = await scene.run(poisoned(panel));

    expect(failures(report)['vless tcp reality: takes a client']).toMatch(
      /broken on the panel makes every new client fail: .*malformed JSON.*; at fault: inbound 9 “by hand” \(its settings are not readable JSON/,
    );
  });

  it.each([
    [{ kind: 'token', token: 'wrong' }, /wrong user, password, code or token/],
    [{ kind: 'password', username: 'owner', password: 'wrong' }, /wrong user, password, code or token/],
  ] as const)('is not tried any further when it does not let us in: %o', async (credentials, words) => {
    const report = await scene.run(panel, { access: { ...scene.byToken(), credentials } });

    expect(failures(report)).toEqual({ 'lets us in and says what it is': expect.stringMatching(words) });
    expect(report.results).toHaveLength(1);
  });

  it('says that nobody answers', async () => {
    await scene.simulated.stop();

    expect(failures(await scene.run(panel))).toEqual({
      'lets us in and says what it is': expect.stringMatching(/^nobody answers at this address/),
    });
  });

  it('says which certificate would fit', async () => {
    const tls = new PanelFault('tls', 'csrf-token at de1: the certificate is not accepted');
    const strange = faulty(panel, 'identify', () => Promise.reject(tls));

    const report = await scene.run(strange, {}, { fingerprintAt: async () => 'ab'.repeat(32) });

    expect(Object.values(failures(report))[0]).toMatch(
      /the certificate is not accepted: .*fits --pin (ab){32}, if it is your panel’s/,
    );
  });

  it('needs an inbound to try, and says how to get one', async () => {
    const bare = faulty(panel, 'listInbounds', async () => []);

    expect(failures(await scene.run(bare))).toMatchObject({
      'has an inbound to try': expect.stringMatching(/--make-inbounds/),
    });
  });
});

describe('a panel that does otherwise than it says', () => {
  it('is found out when it loses a client of a group', async () => {
    const losing = faulty(panel, 'addClients', async (access, remoteId, clients) => {
      const answer = await panel.addClients(access, remoteId, clients.slice(0, 2));
      return { ...answer, accepted: clients.map(({ email }) => email) };
    });

    expect(failures(await scene.run(losing))).toMatchObject({
      'trojan tcp tls: takes three clients in one go': 'client 3: it is not there',
    });
  });

  it('is found out when it draws another credential, which is not shown', async () => {
    const drawing = faulty(panel, 'updateClient', (access, remoteId, wanted) =>
      panel.updateClient(access, remoteId, { ...wanted, uuid: randomIds.uuid() }),
    );

    const found = failures(await scene.run(drawing));

    expect(found['vless tcp reality: keeps its credentials through all that']).toBe(
      'its uuid is another one',
    );
    expect(found['trojan tcp tls: keeps its credentials through all that']).toBeUndefined();
  });

  it('is found out when its links lead elsewhere from an inbound of our own, and may where the owner set it', async () => {
    const links = faulty(panel, 'clientLinks', async (access, place) =>
      (await panel.clientLinks(access, place)).map((link) =>
        link.replace('key.example.com', 'cdn.example.com'),
      ),
    );

    const report = await scene.run(links, { makeInbounds: true });

    const name = 'vless tcp reality: gives a link that opens the inbound';
    expect(failures(report)[`own ${name}`]).toMatch(
      /^the link leads to cdn.example.com:\d+ and not to key\.example\.com/,
    );
    expect(report.results.find((each) => each.name === name)).toMatchObject({
      kind: 'ok',
      reason: "leads to cdn.example.com:20001, as the panel's owner set it",
    });
  });

  it('is found out when others are not left in peace', async () => {
    await givesNeighbour('john');
    scene.after.set('trojan tcp tls: removes it', () => scene.control('remove', { email: 'john' }));

    expect(failures(await scene.run(panel))).toEqual({
      'left everybody else in peace': expect.stringMatching(/client john on inbound 1 is not as it was/),
    });
  });

  it('is not at fault for a client of somebody else that nobody can read: that is noted', async () => {
    await givesNeighbour('john');
    const strange = { id: 1, settings: { clients: [{ email: 'john', enable: 'yes' }] }, streamSettings: {} };
    const unreadable = faulty(panel, 'readClients', async (access, remoteId, emails) =>
      emails.includes('john') ? clientsIn(strange, emails) : panel.readClients(access, remoteId, emails),
    );

    const report = await scene.run(unreadable);

    expect(failures(report)).toEqual({});
    expect(report.results.find(({ name }) => name.startsWith('lets us read everybody'))).toMatchObject({
      reason: expect.stringMatching(/not read: inbound 1 “vless-tcp-reality”: .*cannot be read \(enable\)/),
    });
  });

  it('may count the traffic of others meanwhile', async () => {
    await givesNeighbour('john');
    scene.after.set('trojan tcp tls: removes it', () =>
      scene.control('traffic', { email: 'john', up: 5, down: 7 }),
    );

    expect(failures(await scene.run(panel))).toEqual({});
  });
});

describe('the end of the checks', () => {
  it('leaves nothing when it comes early', async () => {
    scene.after.set('own vless tcp reality: takes a client', () => scene.interrupt());

    const report = await scene.run(panel, { makeInbounds: true });

    expect(report).toMatchObject({ interrupted: true, leftBehind: [] });
    expect(await scene.control('clients')).toEqual([]);
    expect(await scene.control('state')).toMatchObject({ inbounds: [{ id: 1 }, { id: 2 }] });
  });

  it('leaves nothing of a call that was under way', async () => {
    const slow = faulty(panel, 'addClients', (access, remoteId, clients) => {
      if (clients.length === 3) scene.interrupt();
      return panel.addClients(access, remoteId, clients);
    });

    const report = await scene.run(slow);

    expect(report).toMatchObject({ interrupted: true, leftBehind: [] });
    expect(await scene.control('clients')).toEqual([]);
  });

  it('leaves nothing when the program itself is at fault', async () => {
    const broken = faulty(panel, 'clientUsage', () => Promise.reject(new TypeError('no such thing')));

    const report = await scene.run(broken);

    expect(failures(report)).toMatchObject({
      'vless tcp reality: says that it used nothing': 'a fault of this program: no such thing',
    });
    expect(report.leftBehind).toEqual([]);
    expect(await scene.control('clients')).toEqual([]);
  });

  it('tries for half a minute to remove what it made, then names it', async () => {
    scene.after.set('vless tcp reality: takes a client', () => scene.simulated.stop());

    const report = await scene.run(panel);

    expect(report.leftBehind).toEqual([
      expect.stringMatching(/^client panel-suite-\S+: no time was left for it$/),
    ]);
  });

  it('removes it after all when the panel comes back', async () => {
    scene.after.set('vless tcp reality: takes a client', () => scene.simulated.stop());
    let tries = 0;
    const back = faulty(panel, 'removeClient', async (access, place) => {
      tries += 1;
      if (tries === 5) await scene.simulated.start();
      return panel.removeClient(access, place);
    });

    const report = await scene.run(back);

    expect(report.leftBehind).toEqual([]);
    expect(await scene.control('clients')).toEqual([]);
  });
});

describe('what an earlier run left', () => {
  const madeBefore = async (hours: number) => {
    const at = new Date(Date.now() - hours * 3_600_000);
    const client = new ThrowAways({ ids: randomIds, clock: { now: () => at } }).client({
      flowCapable: true,
      cipher: '',
    });
    await panel.addClients(scene.byToken(), 1, [client]);
    return client.email;
  };
  const names = async () => (await panel.listInbounds(scene.byToken())).flatMap(({ emails }) => emails);

  it('is removed when it is an hour old, and that is said', async () => {
    const [old, young] = [await madeBefore(2), await madeBefore(0.5)];

    const report = await scene.run(panel);

    expect(await names()).toEqual([young]);
    expect(scene.events).toContainEqual({
      kind: 'note',
      text: `removed what an earlier run had left: ${old}`,
    });
    expect(failures(report)).toEqual({});
  });

  it('is removed whatever its age when that is asked for', async () => {
    await madeBefore(0.5);

    await scene.run(panel, { clean: true });

    expect(await names()).toEqual([]);
  });
});

async function givesNeighbour(email: string): Promise<void> {
  const made = new ThrowAways({ ids: randomIds, clock: { now: () => new Date() } });
  await panel.addClients(scene.byToken(), 1, [made.client({ flowCapable: true, cipher: '' }, { email })]);
}

/** As panels up to 3.1 are when somebody left an inbound whose settings are not JSON (contract 3x-ui section 0). */
function poisoned(real: Panel): Panel {
  const malformed = new PanelFault(
    'poisoned',
    'clients/add at de1 was refused: Something went wrong (malformed JSON)',
  );
  const refusing = faulty(real, 'addClients', async (_access, _remoteId, clients) => ({
    accepted: [],
    refused: new Map(clients.map(({ email }) => [email, malformed])),
    nodePending: false,
  }));
  return faulty(refusing, 'listInbounds', async (access) => {
    const inbounds = await real.listInbounds(access);
    const byHand = {
      remoteId: 9,
      remark: 'by hand',
      emails: [],
      notSellable: 'its settings are not readable JSON',
    };
    return [...inbounds, ...inbounds.slice(0, 1).map((one): RemoteInbound => ({ ...one, ...byHand }))];
  });
}

import { describe, expect, it } from 'vitest';
import { inbound, LegacyUnderTest, vless } from './legacy-under-test.ts';

// Contract 3x-ui section 0 (what the core does) and section 8 (depletion and renewal).

const GENERATIONS = ['2.6', '2.8', '2.9', '3.0'] as const;
type Legacy = (typeof GENERATIONS)[number];
const HALF_MINUTE = 30_000;
const KEY = Buffer.alloc(16, 1).toString('base64');

const SS_2022 = {
  protocol: 'shadowsocks',
  settings: { method: '2022-blake3-aes-128-gcm', password: KEY, network: 'tcp,udp' },
};
const keyed = (email: string, password: string) => ({ ...vless(email), method: '', password });

/** A panel with one client that a client `tiny` on inbound 1 joins, which ran out of traffic. */
async function withDepleted(generation: Legacy) {
  const panel = await new LegacyUnderTest(generation).start();
  await panel.add(1, vless('tiny', { totalGB: 100 }), vless('other'));
  await panel.control('traffic', { email: 'tiny', up: 60, down: 60 });
  return panel;
}

describe.each([
  { generation: '2.6', inSettings: true, shown: false, restarts: 0 },
  { generation: '2.8', inSettings: true, shown: true, restarts: 0 },
  { generation: '2.9', inSettings: false, shown: false, restarts: 1 },
  { generation: '3.0', inSettings: false, shown: false, restarts: 1 },
] as const)('a client that runs out on $generation', ({ generation, inSettings, shown, restarts }) => {
  it('can connect no more; settings and counters say what the version says', async () => {
    await using panel = await withDepleted(generation);

    expect(await panel.client('tiny')).toMatchObject({ enable: false, works: false });
    expect(await panel.client('other')).toMatchObject({ enable: true, works: true });
    expect((await panel.settings(1))[0]).toMatchObject({ email: 'tiny', enable: inSettings });
    expect((await panel.ask('getClientTraffics/tiny')).obj).toMatchObject({ enable: shown });
    expect(JSON.stringify((await panel.ask('list')).obj)).toContain('"enable":false,"email":"tiny"');
  });

  it('makes the panel start its core anew where the version does that', async () => {
    await using panel = await withDepleted(generation);

    expect(await panel.state()).toMatchObject({ coreRestarts: restarts });
  });

  it('connects again after a reset and an update', async () => {
    await using panel = await withDepleted(generation);

    await panel.ask('1/resetClientTraffic/tiny', {});
    const { id } = vless('tiny');
    await panel.ask(`updateClient/${id}`, { id: 1, settings: JSON.stringify({ clients: [vless('tiny')] }) });

    expect(await panel.client('tiny')).toMatchObject({ enable: true, works: true, up: 0, down: 0 });
  });

  it('is out at its end too, and back with a later one', async () => {
    await using panel = await new LegacyUnderTest(generation).start();
    await panel.add(1, vless('short', { expiryTime: panel.at + 1000 }));
    panel.at += 1000;
    const over = await panel.client('short');

    const { id } = vless('short');
    const settings = JSON.stringify({ clients: [vless('short', { expiryTime: panel.at + 1000 })] });
    await panel.ask('1/resetClientTraffic/short', {});
    await panel.ask(`updateClient/${id}`, { id: 1, settings });

    expect([over.works, (await panel.client('short')).works]).toEqual([false, true]);
  });
});

describe('a reset alone', () => {
  it.each([
    ['2.6', true],
    ['2.8', false],
    ['2.9', false],
    ['3.0', false],
  ] as const)('on %s lets the client in again: %s', async (generation, works) => {
    await using panel = await withDepleted(generation);

    await panel.ask('1/resetClientTraffic/tiny', {});

    expect(await panel.client('tiny')).toMatchObject({ up: 0, down: 0, works });
  });
});

describe.each(['2.9', '3.0'] as const)('with restartXrayOnClientDisable off, %s', (generation) => {
  it('keeps its core running when a client runs out', async () => {
    await using panel = await new LegacyUnderTest(generation).start();
    const read = await panel.request('panel/setting/all', { body: {} });
    const { obj } = Object(await read.json());

    const written = await panel.request('panel/setting/update', {
      body: { ...obj, restartXrayOnClientDisable: false },
    });
    await panel.add(1, vless('tiny', { totalGB: 100 }));
    await panel.control('traffic', { email: 'tiny', up: 60, down: 60 });

    expect(obj).toMatchObject({ restartXrayOnClientDisable: true });
    expect(await written.json()).toMatchObject({ success: true });
    expect(await panel.client('tiny')).toMatchObject({ works: false });
    expect(await panel.state()).toMatchObject({ coreRestarts: 0 });
  });
});

describe.each(GENERATIONS)('the core under %s', (generation) => {
  it('is not started anew by adding, changing and removing clients', async () => {
    await using panel = await new LegacyUnderTest(generation).start();

    await panel.add(1, vless('a'), vless('b'));
    await panel.ask(`updateClient/${vless('a').id}`, {
      id: 1,
      settings: JSON.stringify({ clients: [vless('a')] }),
    });
    await panel.ask(`1/delClient/${vless('b').id}`, {});
    panel.at += 2 * HALF_MINUTE;

    expect(await panel.state()).toMatchObject({ coreRestarts: 0, core: { state: 'running' } });
    expect(await panel.client('a')).toMatchObject({ works: true });
  });

  it('lets a client of shadowsocks 2022 in after a start that the panel makes within half a minute', async () => {
    await using panel = await new LegacyUnderTest(generation).start();
    await panel.ask('add', inbound(20_017, SS_2022));
    await panel.add(3, keyed('a', KEY));
    const atOnce = await panel.client('a');

    panel.at += HALF_MINUTE;

    expect([atOnce.works, (await panel.client('a')).works]).toEqual([false, true]);
    expect(await panel.state()).toMatchObject({ coreRestarts: 1 });
  });

  it('lets a client of shadowsocks 2022 in at once when its inbound is made with it inside', async () => {
    await using panel = await new LegacyUnderTest(generation).start();

    await panel.ask(
      'add',
      inbound(20_017, { ...SS_2022, settings: { ...SS_2022.settings, clients: [keyed('a', KEY)] } }),
    );

    expect(await panel.client('a')).toMatchObject({ works: true });
  });

  it('does not start with a 2022 key of the wrong length, everybody is off line, until the client is gone', async () => {
    await using panel = await new LegacyUnderTest(generation).start();
    await panel.add(1, vless('other'));
    await panel.ask('add', inbound(20_017, SS_2022));
    await panel.add(3, keyed('good', KEY));
    const accepted = await panel.add(3, keyed('bad', 'dG9vc2hvcnQ='));

    panel.at += HALF_MINUTE;
    const broken = await panel.state();
    const offline = await panel.client('other');
    await panel.ask('3/delClient/bad', {});

    expect(accepted.success).toBe(true);
    expect(broken.core).toMatchObject({ state: 'error', errorMsg: expect.stringContaining('bad key') });
    expect(offline.works).toBe(false);
    expect((await panel.state()).core).toEqual({ state: 'running', errorMsg: '' });
    expect(await panel.client('other')).toMatchObject({ works: true });
  });
});

describe('an mKCP inbound with a seed', () => {
  it.each([
    ['2.6', 'running'],
    ['2.8', 'running'],
    ['2.9', 'error'],
    ['3.0', 'error'],
  ] as const)('leaves the core of %s %s', async (generation, state) => {
    await using panel = await new LegacyUnderTest(generation).start();

    const stream = { network: 'kcp', kcpSettings: { header: { type: 'none' }, seed: 's33d' } };
    const accepted = await panel.ask('add', inbound(20_008, { stream }));
    panel.at += HALF_MINUTE;

    expect(accepted.success).toBe(true);
    expect((await panel.state()).core.state).toBe(state);
  });
});

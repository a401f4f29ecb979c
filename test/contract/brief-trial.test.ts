import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { livePanelDriver } from '../../src/commands/live-panel-driver.ts';
import { briefTrial } from '../../src/services/panel-suite/brief-trial.ts';
import type { Panel, RemoteInbound } from '../../src/services/ports/panel.ts';
import { systemClock } from '../../src/system/clock.ts';
import { randomIds } from '../../src/system/ids.ts';
import { faulty, SuiteScene } from './panel-suite-scene.ts';

let scene: SuiteScene;
beforeEach(async () => {
  scene = new SuiteScene();
  await scene.simulated.start();
});
afterEach(() => scene.simulated.stop());

const panel = livePanelDriver({ connectMs: 1_000, readMs: 2_000, writeMs: 2_000 });

type Given = { panel?: Panel; signal?: AbortSignal; inbounds?: (found: RemoteInbound[]) => RemoteInbound[] };

async function trial({ panel: tried = panel, signal, inbounds = (found) => found }: Given = {}) {
  const access = scene.byToken();
  const found = inbounds(await panel.listInbounds(access));
  const identity = await panel.identify(access);
  const needs = { panel: tried, ids: randomIds, clock: systemClock, monotonic: () => performance.now() };
  return briefTrial(needs, {
    access,
    identity,
    inbounds: found,
    signal: signal ?? new AbortController().signal,
  });
}

const clients = () => scene.control('clients');

describe('trying a panel with a throw-away client', () => {
  it('does what a sale does, and leaves nothing', async () => {
    expect(await trial()).toEqual({ outcome: 'passed', inbound: 'vless-tcp-reality' });
    expect(await clients()).toEqual([]);
  });

  it('is left out where there is no inbound for it', async () => {
    const stopped = (found: RemoteInbound[]) => found.map((inbound) => ({ ...inbound, enable: false }));

    expect(await trial({ inbounds: stopped })).toEqual({ outcome: 'passed', inbound: null });
  });

  it('never makes an old panel restart its core', async () => {
    const cipher = '2022-blake3-aes-256-gcm';
    const old = faulty(panel, 'addClients', () => Promise.reject(new Error('it was tried')));
    const access = scene.byToken();
    const identity = { ...(await panel.identify(access)), generation: 'legacy' as const };
    const inbounds = (await panel.listInbounds(access)).map((inbound) => ({ ...inbound, cipher }));
    const needs = { panel: old, ids: randomIds, clock: systemClock, monotonic: () => 0 };

    const { signal } = new AbortController();
    expect(await briefTrial(needs, { access, identity, inbounds, signal })).toMatchObject({ inbound: null });
  });

  it('prefers an inbound that has clients, whose last one is not ours to remove', async () => {
    const busy = (found: RemoteInbound[]) =>
      found.map((inbound) => ({ ...inbound, emails: inbound.protocol === 'trojan' ? ['john'] : [] }));

    expect(await trial({ inbounds: busy })).toMatchObject({ inbound: 'trojan-tcp-tls' });
  });

  it.each([
    ['add', 'addClients', 'panel/api/clients/add'],
    ['read-back', 'readClients', 'panel/api/clients/get'],
    ['link', 'clientLinks', 'panel/api/clients/subLinks'],
    ['remove', 'removeClient', 'panel/api/clients/del'],
  ])('names the step that failed and removes the client all the same: %s', async (step, _call, path) => {
    await scene.control('faults', { path, times: 1, kind: 'busy' });

    expect(await trial()).toMatchObject({
      outcome: 'failed',
      step,
      kind: 'busy',
      text: expect.stringContaining('database is locked'),
      leftBehind: null,
    });
    expect(await clients()).toEqual([]);
  });

  it('fails for a link that opens something else', async () => {
    const other = faulty(panel, 'clientLinks', async () => ['vless://00000000@key.example.com:1?type=tcp']);

    expect(await trial({ panel: other })).toMatchObject({ step: 'link', kind: null, leftBehind: null });
  });

  it('removes a client whose add had no answer', async () => {
    await scene.control('faults', { path: 'panel/api/clients/add', times: 1, kind: 'drop-after-apply' });

    expect(await trial()).toMatchObject({ step: 'add', kind: 'ambiguous', leftBehind: null });
    expect(await clients()).toEqual([]);
  });

  it('names the client when time runs out on the way', async () => {
    const end = new AbortController();
    const slow = faulty(panel, 'readClients', async () => {
      end.abort();
      return new Promise(() => undefined);
    });

    const failure = await trial({ panel: slow, signal: end.signal });

    expect(failure).toMatchObject({ step: 'read-back', kind: 'ambiguous', text: '' });
    expect(await clients()).toMatchObject([{ email: 'leftBehind' in failure ? failure.leftBehind : '' }]);
  });
});

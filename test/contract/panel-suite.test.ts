import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { livePanelDriver } from '../../src/commands/live-panel-driver.ts';
import { readOrder } from '../../src/commands/panel/read-order.ts';
import { suiteTools } from '../../src/commands/panel/suite-tools.ts';
import { GENERATIONS, type Generation, TRAITS } from '../../src/sandbox/panel/generation.ts';
import { runPanelSuite } from '../../src/services/panel-suite/run-suite.ts';
import { ThrowAways } from '../../src/services/panel-suite/throw-away.ts';
import type { RemoteInbound, WantedInbound } from '../../src/services/ports/panel.ts';
import { systemClock } from '../../src/system/clock.ts';
import { randomIds } from '../../src/system/ids.ts';
import { failures, SuiteScene } from './panel-suite-scene.ts';

/** They know no tokens. */
const BY_PASSWORD_ALONE: readonly Generation[] = ['2.6', '2.8', '2.9'];

describe.for(GENERATIONS)('a right panel of %s', (generation) => {
  let scene: SuiteScene;
  beforeEach(async () => {
    scene = new SuiteScene(generation);
    await scene.simulated.start();
  });
  afterEach(() => scene.simulated.stop());

  it('does all that the shop asks of it, and is as before', async () => {
    const before = await scene.contents();

    const report = await scene.run(livePanelDriver(), { makeInbounds: true, access: scene.byPassword() });

    expect(failures(report)).toEqual({});
    expect(report).toMatchObject({ leftBehind: [], interrupted: false });
    expect(report.identity?.generation).toBe(TRAITS[generation].family);
    expect(await scene.contents()).toEqual(before);
    const tried = report.results.map(({ name }) => name);
    expect(tried).toEqual(
      expect.arrayContaining([
        'vless tcp reality: holds it as it was sent, field by field',
        'trojan tcp tls: gives a link that opens the inbound',
        'own vless ws none: takes three clients in one go',
        'own vmess ws none: removes it',
        'own trojan tcp none: is removed',
        'own shadowsocks 2022-blake3-aes-256-gcm: takes a client',
        'left everybody else in peace',
        'its core still runs',
      ]),
    );
    const skipped = report.results.filter(({ kind }) => kind === 'skip').map(({ name }) => name);
    expect(skipped.filter((name) => !/sent again$/.test(name))).toEqual([]);
  });

  it.skipIf(BY_PASSWORD_ALONE.includes(generation))('lets a token in as well', async () => {
    const report = await scene.run(livePanelDriver());

    expect(failures(report)).toEqual({});
  });
});

describe('an old panel that others use', () => {
  it('is tried without a restart of its core, which would cut them', { timeout: 60_000 }, async () => {
    const scene = new SuiteScene('3.0');
    await scene.simulated.start();
    const panel = livePanelDriver();
    const access = scene.byPassword();
    const made = new ThrowAways({ ids: randomIds, clock: systemClock });
    await panel.addClients(access, 1, [made.client({ flowCapable: true, cipher: '' }, { email: 'john' })]);

    const report = await scene.run(panel, { access, makeInbounds: true });

    expect(failures(report)).toEqual({});
    expect(report.results).toContainEqual({
      name: 'own shadowsocks 2022-blake3-aes-256-gcm',
      kind: 'skip',
      ms: expect.any(Number),
      reason: expect.stringMatching(/restarts the core/),
    });
    expect(await scene.control('state')).toMatchObject({ coreRestarts: 0 });
    await scene.simulated.stop();
  });
});

/** Generations of which a real panel was recorded (2.8 is as 2.6 in this), with the kinds of inbound that were made there. */
const RECORDED: readonly Generation[] = ['2.6', '3.0', '3.1', '3.6'];

describe.for(RECORDED)(
  'a panel of %s with one inbound of every recorded kind',
  { timeout: 120_000 },
  (generation) => {
    it('sells on each that the shop sells, and on no other', async () => {
      const scene = new SuiteScene(generation, 'none');
      await scene.simulated.start();
      const access = scene.byPassword();
      const panel = livePanelDriver();
      const wanted = recordedInbounds(TRAITS[generation].version);
      for (const inbound of wanted) await panel.addInbound(access, inbound);
      const inbounds = await panel.listInbounds(access);
      const before = await scene.contents();

      const report = await scene.run(panel, { access });

      expect(failures(report)).toEqual({});
      expect(await scene.contents()).toEqual(before);
      expect(inbounds.length).toBeGreaterThan(15);
      const took = report.results.filter(({ name, kind }) => /: takes a client$/.test(name) && kind === 'ok');
      const kinds = inbounds.filter(({ notSellable }) => notSellable === null).map(kindOf);
      expect(took.map(({ name }) => name.replace(/: .*/, '')).sort()).toEqual([...new Set(kinds)].sort());
      await scene.simulated.stop();
    });
  },
);

const kindOf = ({ protocol, network, security, cipher }: RemoteInbound): string =>
  `${protocol} ${network} ${security} ${cipher}`.trim();

/** What was made on a real panel, but for what it refused, renamed or deleted again. */
function recordedInbounds(version: string): WantedInbound[] {
  const file = join(import.meta.dirname, 'recordings', version, '10-inbounds.json');
  const { exchanges } = recording.parse(JSON.parse(readFileSync(file, 'utf8')));
  return exchanges.flatMap(({ step, request, response }) => {
    const made = body.safeParse(request.json).data;
    const isGood = /^add [a-z]+-?[a-z0-9-]+$/.test(step) && response.json?.success === true;
    if (!made || !isGood || made.remark === 'again' || made.remark === 'by-form') return [];
    const { remark, port, protocol, settings, streamSettings } = made;
    return [
      { remark, port, protocol, settings: open(settings), streamSettings: open(streamSettings), clients: [] },
    ];
  });
}

const open = (text: string) => z.record(z.string(), z.unknown()).parse(JSON.parse(text));
const body = z.object({
  remark: z.string(),
  port: z.number(),
  protocol: z.string(),
  settings: z.string(),
  streamSettings: z.string(),
});
const recording = z.object({
  exchanges: z.array(
    z.object({
      step: z.string(),
      request: z.object({ json: z.unknown().optional() }),
      response: z.object({ json: z.looseObject({ success: z.boolean().optional() }).nullish().catch(null) }),
    }),
  ),
});

const { PANEL_URL, PANEL_TOKEN, PANEL_USER, PANEL_PASSWORD } = process.env;
const isLive = Boolean(PANEL_URL && (PANEL_TOKEN || (PANEL_USER && PANEL_PASSWORD)));

describe.skipIf(!isLive)(
  'the live panel of PANEL_URL [needs PANEL_URL and PANEL_TOKEN, or PANEL_USER and PANEL_PASSWORD]',
  { timeout: 600_000 },
  () => {
    it('does all that the shop asks of it', async () => {
      const { access } = readOrder({ args: [], environment: process.env, input: () => '' });

      const report = await runPanelSuite(suiteTools(livePanelDriver(), access.url), {
        access,
        makeInbounds: true,
        clean: false,
        mayRestartCore: false,
        signal: new AbortController().signal,
        told: () => undefined,
      });

      expect(failures(report)).toEqual({});
      expect(report).toMatchObject({ leftBehind: [], interrupted: false });
    });
  },
);

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { livePanelDriver } from '../../src/commands/live-panel-driver.ts';
import { readOrder } from '../../src/commands/panel/read-order.ts';
import { suiteTools } from '../../src/commands/panel/suite-tools.ts';
import { GENERATIONS, TRAITS } from '../../src/sandbox/panel/generation.ts';
import { runPanelSuite } from '../../src/services/panel-suite/run-suite.ts';
import { failures, SuiteScene } from './panel-suite-scene.ts';

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
        'left everybody else in peace',
        'its core still runs',
      ]),
    );
    const skipped = report.results.filter(({ kind }) => kind === 'skip').map(({ name }) => name);
    expect(skipped.filter((name) => !/^own shadowsocks|sent again$/.test(name))).toEqual([]);
  });

  it.skipIf(TRAITS[generation].family === 'legacy' && generation !== '3.0')(
    'lets a token in as well',
    async () => {
      const report = await scene.run(livePanelDriver());

      expect(failures(report)).toEqual({});
    },
  );
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

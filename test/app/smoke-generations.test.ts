import { describe, expect, it } from 'vitest';
import { GENERATIONS } from '../../src/sandbox/panel/generation.ts';
import { SimulatedPanel } from '../../src/sandbox/panel/simulated-panel.ts';
import { Shelf } from '../../src/sandbox/shelf.ts';
import { run } from '../support/run-program.ts';

const smoke = (...args: string[]) => run('src/commands/smoke.ts', { args });

describe('npm run smoke', { timeout: 90_000 }, () => {
  it.each(GENERATIONS)('buys a key on a simulated %s', async (generation) => {
    const { code, said } = await smoke('--json', '--generation', generation);

    expect(said).not.toContain('not as promised');
    expect(code).toBe(0);
    const report: unknown = JSON.parse(
      said.split('\n').findLast((line) => line.startsWith('{"taps"')) ?? '{}',
    );
    expect(report).toMatchObject({ qrMatchesPanel: true, subscriptionMatches: true, panelWrites: 1 });
  });

  it.each(['2.8', '3.6'] as const)('buys a key on a live panel of %s and tidies up', async (generation) => {
    const live = new SimulatedPanel({ n: 1, shelf: new Shelf(null), port: 0, now: Date.now, generation });
    await live.start();
    const { url, username, password } = live.address;
    const { code, said } = await run('src/commands/smoke.ts', {
      args: ['--json', '--panel', url, '--user', username, '--password-stdin'],
      input: `${password}\n`,
    });
    const left = await live.control(new Request('http://world/clients'), 'clients');
    await live.stop();

    expect(said).not.toContain('not as promised');
    expect(code).toBe(0);
    expect(await left.json()).toEqual([]);
  });

  it('names the generations that it knows when it is asked for another', async () => {
    const { code, said } = await smoke('--generation', '2.7');

    expect(said).toContain('"2.7" is no generation of 3x-ui that is simulated: take 2.6, 2.8');
    expect(code).toBe(1);
  });

  it('does not mix a simulated panel with a live one', async () => {
    const { code, said } = await smoke(
      '--generation',
      '3.6',
      '--panel',
      'http://127.0.0.1:1/',
      '--token',
      't',
    );

    expect(said).toContain('--generation is for the simulated panel');
    expect(code).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { GENERATIONS } from '../../src/sandbox/panel/generation.ts';
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

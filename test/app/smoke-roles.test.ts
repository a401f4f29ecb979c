import { globSync } from 'node:fs';
import { describe, expect, it, type TestContext } from 'vitest';
import { RunningProgram } from '../support/run-program.ts';

const installed = globSync('/usr/lib/postgresql/*/bin/initdb').length > 0;

describe('npm run smoke -- --roles', { timeout: 180_000 }, () => {
  it('delivers one key of one client when a worker is killed in the middle of a purchase', async (context: TestContext) => {
    const missing = 'needs PostgreSQL: apt-get install postgresql';
    if (!installed && process.env.CI === 'true') throw new Error(missing);
    context.skip(!installed, missing);

    const { code, said } = await new RunningProgram('src/commands/smoke.ts', { args: ['--roles', '--json'] })
      .ended;

    expect(JSON.parse(said.trim().split('\n').at(-1) ?? '')).toMatchObject({
      processes: { worker: 2, bot: 1, web: 1 },
      clientsOnPanel: 1,
      deliveries: 1,
      qrMatchesPanel: true,
      updates: 'webhook',
      violations: 0,
      ends: ['ended with code 0', 'ended with code 0', 'ended with code 0'],
    });
    expect(code).toBe(0);
  });
});

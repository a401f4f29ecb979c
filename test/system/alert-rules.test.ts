import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const RULES = join(import.meta.dirname, '../../docs/monitoring/alerts.yml');
const CASES = join(import.meta.dirname, '../support/alert-cases.yml');
const PROMTOOL = process.env.PROMTOOL || 'promtool';

const promtool = (...args: string[]) => spawnSync(PROMTOOL, args, { encoding: 'utf8' });
const isThere = promtool('--version').status === 0;

// Debian: apt-get install prometheus. Without it the rules are read by test/app/metrics.test.ts alone.
describe.skipIf(!isThere)('the alert rules, by Prometheus itself', () => {
  it('are rules', () => {
    const { status, stdout, stderr } = promtool('check', 'rules', RULES);

    expect(`${stdout}${stderr}`).toContain('SUCCESS');
    expect(status).toBe(0);
  });

  it('tell of a paid key that is late within a minute, and are quiet in a quiet shop', () => {
    const { status, stdout, stderr } = promtool('test', 'rules', CASES);

    expect(`${stdout}${stderr}`).toContain('SUCCESS');
    expect(status).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { isMet } from '../../bench/figures.ts';
import { measureLifecycle } from '../../bench/lifecycle/measure-lifecycle.ts';
import { newDatabase, testServerUrl } from '../support/database.ts';

describe('npm run bench -- lifecycle, small', () => {
  it('sweeps four servers with four calls and ends 200 clients without any', {
    timeout: 120_000,
  }, async (test) => {
    const databaseUrl = await newDatabase(testServerUrl(test));
    const sizes = { servers: 4, clients: 2_000, ending: 200, rivals: 5, rows: 20_000, leastRatio: 400 };

    const figures = await measureLifecycle({ databaseUrl, database: 'PostgreSQL', ...sizes });

    // How long something blocks depends on the machine that runs the tests; how much is asked does not.
    const counted = figures.filter(
      ({ unit }) => unit === 'calls' || unit === 'statements' || unit === 'times',
    );
    expect(counted.filter((each) => !isMet(each))).toEqual([]);
    expect(counted.filter(({ target }) => target !== null).length).toBeGreaterThanOrEqual(4);
  });
});

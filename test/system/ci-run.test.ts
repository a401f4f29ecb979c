import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

/** What a run of the tests says: titles of the tests of each file, passed or failed. A file without tests did not load. */
type Run = Record<string, { passed?: string[]; failed?: string[] }>;
/** Of each call of npm in turn; the last one answers all that follow. `check` and `ci` always pass. */
type Script = { test: Run[]; postgres?: Run[]; outside?: boolean };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ci-run-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const fine: Run = { 'test/a.test.ts': { passed: ['adds', 'takes away'] } };

/** An npm that does what the script says, and writes it down as vitest does. */
function fakeNpm({ test, postgres = [fine], outside = false }: Script): void {
  rmSync(join(folder, 'heard'), { force: true });
  writeFileSync(
    join(folder, 'npm'),
    `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const heard = ${JSON.stringify(join(folder, 'heard'))};
appendFileSync(heard, args.filter((each) => !each.startsWith('--')).join(' ') + '\\n');
const runs = { test: ${JSON.stringify(test)}, 'run test:postgres': ${JSON.stringify(postgres)} };
const kind = args[0] === 'test' ? 'test' : args.slice(0, 2).join(' ');
if (!(kind in runs)) process.exit(0);
const before = readFileSync(heard, 'utf8').split('\\n').filter((line) => line.startsWith(kind)).length - 1;
const run = runs[kind][Math.min(before, runs[kind].length - 1)];
const testResults = Object.entries(run).map(([file, { passed = [], failed = [] }]) => ({
  name: process.cwd() + '/' + file,
  status: failed.length > 0 || passed.length === 0 ? 'failed' : 'passed',
  assertionResults: [
    ...passed.map((title) => ({ status: 'passed', ancestorTitles: ['the shop'], title })),
    ...failed.map((title) => ({ status: 'failed', ancestorTitles: ['the shop'], title })),
  ],
}));
const count = (status) => testResults.flatMap((each) => each.assertionResults).filter((each) => each.status === status).length;
const out = args.find((each) => each.startsWith('--outputFile.json=')).split('=')[1];
writeFileSync(out, JSON.stringify({ numPassedTests: count('passed'), numFailedTests: count('failed'), numPendingTests: 1, numTodoTests: 0, testResults }));
if (${outside}) console.log('Vitest caught 1 unhandled error during the test run.');
process.exit(${outside} || testResults.some(({ status }) => status === 'failed') ? 1 : 0);
`,
  );
  writeFileSync(join(folder, 'apt-get'), '#!/bin/sh\nexit 0\n');
  for (const program of ['npm', 'apt-get']) chmodSync(join(folder, program), 0o755);
}

/** The end of what the CI says, from the first name of a test on, and its exit code. */
async function ciOn(script: Script): Promise<{ code: number; end: string[] }> {
  fakeNpm(script);
  const env = { ...process.env, PATH: folder + delimiter + process.env.PATH };
  const { code, stdout } = await promisify(execFile)('bash', ['.ci/run'], { cwd: ROOT, env }).then(
    (done) => ({ code: 0, stdout: done.stdout }),
    (failed: { code: number; stdout: string }) => failed,
  );
  const lines = stdout.trimEnd().split('\n');
  return { code, end: lines.slice(lines.lastIndexOf('') + 1) };
}

describe('the CI', () => {
  it('sums up what passed in its last line', async () => {
    expect(await ciOn({ test: [fine] })).toEqual({ code: 0, end: ['6 passed, 0 failed, 2 skipped'] });
  });

  it('runs a file that failed once more, and names it when it passes then', async () => {
    const once = { ...fine, 'test/b.test.ts': { passed: ['is quick'], failed: ['is quiet'] } };
    const again = { 'test/b.test.ts': { passed: ['is quick', 'is quiet'] } };

    expect(await ciOn({ test: [once, again] })).toEqual({
      code: 0,
      end: ['flaky: test/b.test.ts (npm test)', '8 passed, 0 failed, 2 skipped'],
    });
  });

  it('names the tests that failed again, right before its last line', async () => {
    const broken = { ...fine, 'test/b.test.ts': { passed: ['is quick'], failed: ['is quiet'] } };
    const again = { 'test/b.test.ts': { passed: ['is quick'], failed: ['is quiet'] } };

    expect(await ciOn({ test: [broken, again] })).toEqual({
      code: 1,
      end: ['failed: npm test: test/b.test.ts > the shop > is quiet', '7 passed, 1 failed, 2 skipped'],
    });
  });

  it('gives a file that did not load its second chance too', async () => {
    const once = { ...fine, 'test/b.test.ts': {} };
    const again = { 'test/b.test.ts': { passed: ['is quick', 'is quiet'] } };

    expect(await ciOn({ test: [once, again] })).toEqual({
      code: 0,
      end: ['flaky: test/b.test.ts (npm test)', '8 passed, 0 failed, 2 skipped'],
    });
    expect(await ciOn({ test: [once, { 'test/b.test.ts': {} }] })).toMatchObject({
      code: 1,
      end: ['failed: npm test: test/b.test.ts: the file as a whole', '6 passed, 1 failed, 2 skipped'],
    });
  });

  it('gives none where more than three files failed: that is no accident', async () => {
    const failed = { failed: ['is quiet'] };
    const names = ['b', 'c', 'd', 'e'].map((name) => `test/${name}.test.ts`);
    const many = { ...fine, ...Object.fromEntries(names.map((name) => [name, failed])) };

    expect(await ciOn({ test: [many, fine] })).toEqual({
      code: 1,
      end: [
        ...names.map((name) => `failed: npm test: ${name} > the shop > is quiet`),
        '6 passed, 4 failed, 2 skipped',
      ],
    });
  });

  it('counts a fault outside of any test, whatever the tests say', async () => {
    const { code, end } = await ciOn({ test: [fine], outside: true });

    expect(code).toBe(1);
    expect(end).toEqual([
      'failed: npm test: a fault outside of any test, see above',
      'failed: npm run test:postgres: a fault outside of any test, see above',
      '6 passed, 2 failed, 2 skipped',
    ]);
  });
});

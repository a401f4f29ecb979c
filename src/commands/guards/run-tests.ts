import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Guard } from './guard-list.ts';

const reportShape = z.object({
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** `failure` null = it passed. */
export type TestResult = { readonly name: string; readonly failure: string | null };
/** The tests that ran; `broken` = why a file could not even be loaded, null = all were. */
export type TestRun = { readonly tests: readonly TestResult[]; readonly broken: string | null };

const LIMIT_MS = 600_000;
const REPORT = 'guards-report.json';

/** Runs the tests that these guards name, in a process of their own. */
export async function runTests(folder: string, guards: readonly Guard[]): Promise<TestRun> {
  const report = join(folder, REPORT);
  rmSync(report, { force: true });
  const pattern = guards.map(({ suite, title }) => `${escaped(suite)}( > | )${escaped(title)}`).join('|');
  const program = ['node_modules/vitest/vitest.mjs', 'run', ...new Set(guards.map(({ file }) => file))];
  const flags = ['--testNamePattern', pattern, '--reporter=json', `--outputFile.json=${report}`];
  const child = spawn(process.execPath, [...program, ...flags], {
    cwd: folder,
    stdio: 'ignore',
    timeout: LIMIT_MS,
  });
  await once(child, 'exit');
  if (!existsSync(report)) return { tests: [], broken: 'vitest left no report' };
  return readReport(readFileSync(report, 'utf8'));
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function readReport(text: string): TestRun {
  const { testResults } = reportShape.parse(JSON.parse(text));
  const ran = testResults.flatMap(({ assertionResults }) => assertionResults);
  const broken = testResults.find(
    ({ message, assertionResults }) => message !== '' && assertionResults.length === 0,
  );
  const tests = ran
    .filter(({ status }) => status === 'passed' || status === 'failed')
    .map(({ fullName, status, failureMessages }) => ({
      name: fullName,
      failure: status === 'failed' ? (failureMessages?.[0] ?? 'failed without a word') : null,
    }));
  return { tests, broken: broken?.message ?? null };
}

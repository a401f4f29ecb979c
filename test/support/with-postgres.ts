import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { ended, startDebianPostgres } from '../../src/commands/debian-postgres.ts';

// The tests that say more on a real server, where transactions do run at once (npm run test:postgres).
// usage: node bin/run.mjs test/support/with-postgres.ts [test/... instead of the list] [flags for vitest]
// The server is that of TEST_DATABASE_URL, else one of Debian's, started on a spare port and thrown away.

const TESTS = [
  'test/services',
  'test/bot',
  'test/contract/job-clock.test.ts',
  'test/app/webhook-replicas.test.ts',
];
const MISSING = 'PostgreSQL is not installed (no /usr/lib/postgresql/*/bin), so these tests were skipped:';
const MEND = 'Mend: apt-get install postgresql, or set TEST_DATABASE_URL.';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interruption.abort(signal));
}
process.exitCode = await testOnServer();

async function testOnServer(): Promise<number> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return runTests(given);
  try {
    return await testOnDebians();
  } catch (fault) {
    if (!interruption.signal.aborted) throw fault;
    return interruptedCode();
  }
}

async function testOnDebians(): Promise<number> {
  const server = await startDebianPostgres(interruption.signal);
  if (server === null) return reportMissing();
  try {
    return await runTests(server.url);
  } finally {
    await server.stop();
  }
}

/** Someone at home may go on without; the CI has to run them. */
function reportMissing(): number {
  console.error(`${MISSING} ${chosenTests().join(' ')}. ${MEND}`);
  return process.env.CI === 'true' ? 1 : 0;
}

async function runTests(url: string): Promise<number> {
  if (interruption.signal.aborted) return interruptedCode();
  const vitest = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...chosenTests()], {
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: url },
  });
  interruption.signal.addEventListener('abort', () => vitest.kill('SIGTERM'));
  const code = await ended(vitest);
  return interruption.signal.aborted ? interruptedCode() : code;
}

/** Flags alone leave the list as it is. */
function chosenTests(): string[] {
  const given = process.argv.slice(2);
  const names = given.some((argument) => argument.startsWith('test/'));
  return names ? given : [...TESTS.filter((folder) => existsSync(folder)), ...given];
}

function interruptedCode(): number {
  const signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' = interruption.signal.reason;
  return 128 + constants.signals[signal];
}

import { spawn } from 'node:child_process';
import { ended } from '../../src/commands/debian-postgres.ts';
import { startMongoStandIn } from './mongo-stand-in.ts';

// The contract of the job port on MongoDB (npm run test:mongo).
// usage: node bin/run.mjs test/support/with-mongo.ts [test/... instead of the list] [flags for vitest]
// The server is that of TEST_MONGODB_URI, else a stand-in of another make (mongo-java-server): named as such, because it
// keeps nothing, has no replica set and no change streams.

const TESTS = ['test/contract/job-clock.test.ts'];
const MISSING = 'Java or Maven is not installed, so these tests were skipped:';
const MEND = 'Mend: apt-get install default-jre-headless maven, or set TEST_MONGODB_URI.';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interruption.abort());
process.exitCode = await testOnMongo();

async function testOnMongo(): Promise<number> {
  const given = process.env.TEST_MONGODB_URI;
  if (given) return runTests({ TEST_MONGODB_URI: given });
  const standIn = await startMongoStandIn();
  if (standIn === null) {
    console.error(`${MISSING} ${chosenTests().join(' ')}. ${MEND}`);
    return process.env.CI === 'true' ? 1 : 0;
  }
  try {
    return await runTests({ TEST_MONGODB_URI: standIn.uri, MONGO_STAND_IN: 'mongo-java-server' });
  } finally {
    await standIn.stop();
  }
}

async function runTests(env: Record<string, string>): Promise<number> {
  if (interruption.signal.aborted) return 130;
  const vitest = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...chosenTests()], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  interruption.signal.addEventListener('abort', () => vitest.kill('SIGTERM'));
  return ended(vitest);
}

/** Flags alone leave the list as it is. */
function chosenTests(): string[] {
  const given = process.argv.slice(2);
  return given.some((argument) => argument.startsWith('test/')) ? given : [...TESTS, ...given];
}

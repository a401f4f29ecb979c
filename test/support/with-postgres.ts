import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// The tests that say more on a real server, where transactions do run at once (npm run test:postgres).
// usage: node bin/run.mjs test/support/with-postgres.ts [test/... instead of the list] [flags for vitest]
// The server is that of TEST_DATABASE_URL, else one of Debian's, started on a spare port and thrown away.

const TESTS = ['test/services', 'test/bot', 'test/app/webhook-replicas.test.ts'];
const MISSING = 'PostgreSQL is not installed (no /usr/lib/postgresql/*/bin), so these tests were skipped:';
const MEND = 'Mend: apt-get install postgresql, or set TEST_DATABASE_URL.';

type Server = { readonly binaries: string; readonly folder: string; readonly as: SpawnOptions };

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interruption.abort(signal));
}
process.exitCode = await testOnServer();

async function testOnServer(): Promise<number> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return runTests(given);
  const binaries = newestBinaries();
  if (binaries === undefined) return reportMissing();
  const folder = mkdtempSync(join(tmpdir(), 'shop-postgres-'));
  try {
    return await testInFolder({ binaries, folder, as: owningPostgres(folder) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function testInFolder(server: Server): Promise<number> {
  await makeCluster(server);
  if (interruption.signal.aborted) return interruptedCode();
  const port = await freePort();
  const running = await startServer(server, port);
  try {
    return await runTests(`postgresql://postgres@127.0.0.1:${port}/postgres`);
  } finally {
    await stopServer(running);
  }
}

function newestBinaries(): string | undefined {
  const versionOf = (file: string) => Number(file.split('/')[4]);
  const [newest] = globSync('/usr/lib/postgresql/*/bin/initdb').sort((a, b) => versionOf(b) - versionOf(a));
  return newest && dirname(newest);
}

/** Someone at home may go on without; the CI has to run them. */
function reportMissing(): number {
  console.error(`${MISSING} ${chosenTests().join(' ')}. ${MEND}`);
  return process.env.CI === 'true' ? 1 : 0;
}

/** The server refuses to be run by root: then it is run by the user that its package made, who owns the folder. */
function owningPostgres(folder: string): SpawnOptions {
  const as = { cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } };
  if (process.getuid?.() !== 0) return as;
  const [, , uid, gid] =
    readFileSync('/etc/passwd', 'utf8')
      .match(/^postgres:.*$/m)?.[0]
      .split(':') ?? [];
  if (!uid || !gid) throw new Error('root may not run PostgreSQL, and there is no user postgres');
  chownSync(folder, Number(uid), Number(gid));
  return { ...as, uid: Number(uid), gid: Number(gid) };
}

async function makeCluster({ binaries, folder, as }: Server): Promise<void> {
  const options = ['-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  const initdb = spawn(join(binaries, 'initdb'), ['-D', join(folder, 'data'), ...options], {
    ...as,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await ended(initdb);
  if (code !== 0 && !interruption.signal.aborted) throw new Error(`initdb ended with ${code}`);
}

/** Ready when the server says so. In a process group of its own: Ctrl-C ends the tests first, then the server. */
async function startServer({ binaries, folder, as }: Server, port: number): Promise<ChildProcess> {
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'fsync=off',
    'full_page_writes=off',
  ];
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', join(folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])],
    { ...as, detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await new Promise<void>((resolve, reject) => {
    let said = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000); // read on to the end of the run, or the server would block
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${said}`)));
  });
  return server;
}

async function stopServer(server: ChildProcess): Promise<void> {
  const gone = ended(server);
  server.kill('SIGINT'); // "fast": whoever is still connected is sent away
  await gone;
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

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Its exit code; 1 where a signal ended it. */
function ended(child: ChildProcess): Promise<number> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  if (child.signalCode !== null) return Promise.resolve(1);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

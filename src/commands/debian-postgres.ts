import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { chownSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from './smoke/free-port.ts';

type Cluster = { readonly binaries: string; readonly folder: string; readonly as: SpawnOptions };

/** A PostgreSQL of its own on a spare port; `stop` throws it away. */
export type DebianPostgres = {
  readonly url: string;
  /** The folder of the server's programs: pg_dump and its like lie there too. */
  readonly binaries: string;
  /** As `pg_ctl restart -m immediate`: everybody is cut off in the middle of his work, and it recovers what was committed. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts Debian's server binaries on a folder that nobody keeps; null = they are not installed.
 * @throws {Error} when the server does not start, with what it said; the reason of `signal` when that was aborted.
 */
export async function startDebianPostgres(signal?: AbortSignal): Promise<DebianPostgres | null> {
  const binaries = newestBinaries();
  if (binaries === undefined) return null;
  const folder = mkdtempSync(join(tmpdir(), 'shop-postgres-'));
  try {
    const cluster = { binaries, folder, as: owningPostgres(folder) };
    await makeCluster(cluster, signal);
    const port = await freePort();
    let running = await startServer(cluster, port);
    return {
      url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
      binaries,
      restart: async () => {
        await stopServer(running, 'SIGQUIT');
        running = await startServer(cluster, port);
      },
      stop: () => stopServer(running).finally(() => rmSync(folder, { recursive: true, force: true })),
    };
  } catch (fault) {
    rmSync(folder, { recursive: true, force: true });
    throw fault;
  }
}

function newestBinaries(): string | undefined {
  const versionOf = (file: string) => Number(file.split('/')[4]);
  const [newest] = globSync('/usr/lib/postgresql/*/bin/initdb').sort((a, b) => versionOf(b) - versionOf(a));
  return newest && dirname(newest);
}

/** The server refuses to be run by root: then it is run by the user that its package made, who owns the folder. */
function owningPostgres(folder: string): SpawnOptions {
  const { PATH } = { ...process.env };
  const as = { cwd: folder, env: { PATH, LC_ALL: 'C.UTF-8' } };
  if (process.getuid?.() !== 0) return as;
  const [, , uid, gid] =
    readFileSync('/etc/passwd', 'utf8')
      .match(/^postgres:.*$/m)?.[0]
      .split(':') ?? [];
  if (!uid || !gid) throw new Error('root may not run PostgreSQL, and there is no user postgres');
  chownSync(folder, Number(uid), Number(gid));
  return { ...as, uid: Number(uid), gid: Number(gid) };
}

async function makeCluster({ binaries, folder, as }: Cluster, signal?: AbortSignal): Promise<void> {
  const options = ['-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  const initdb = spawn(join(binaries, 'initdb'), ['-D', join(folder, 'data'), ...options], {
    ...as,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await ended(initdb);
  signal?.throwIfAborted();
  if (code !== 0) throw new Error(`initdb ended with ${code}`);
}

/** Ready when the server says so. In a process group of its own: Ctrl-C ends the tests first, then the server. */
async function startServer({ binaries, folder, as }: Cluster, port: number): Promise<ChildProcess> {
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
  const end = () => void server.kill('SIGINT'); // whoever started it ends: it is not left behind
  process.once('exit', end);
  server.once('exit', () => process.off('exit', end));
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

/** SIGINT = "fast": whoever is still connected is sent away. SIGQUIT = "immediate": nothing is finished. */
async function stopServer(server: ChildProcess, signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
  const gone = ended(server);
  server.kill(signal);
  await gone;
}

/** Its exit code; 1 where a signal ended it. */
export function ended(child: ChildProcess): Promise<number> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  if (child.signalCode !== null) return Promise.resolve(1);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

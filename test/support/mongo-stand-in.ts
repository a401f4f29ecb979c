import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { ended } from '../../src/commands/debian-postgres.ts';
import { freePort } from '../../src/commands/smoke/free-port.ts';

/** A server that speaks MongoDB's protocol, in memory; its restart is an empty store. */
export type MongoStandIn = {
  readonly uri: string;
  /** Nobody answers until it is started again. */
  stop(): Promise<void>;
  /** On the same port, with nothing in it. */
  startAgain(): Promise<void>;
};

const SOURCE = join(import.meta.dirname, 'mongo');
/** Where Maven puts what it fetched: with node_modules it goes, and `npm ci` alone does not fetch it. */
const LIBRARIES = resolve('node_modules/.cache/mongo-java-server-1.47.0');

/**
 * Starts mongo-java-server on a spare port, or on the one that is given.
 * @throws {Error} when Maven cannot fetch it, or it does not start; null = Java or Maven is not installed.
 */
export async function startMongoStandIn(given?: number): Promise<MongoStandIn | null> {
  if (!hasProgram('java', '-version') || !hasProgram('mvn', '-v')) return null;
  await fetchLibraries();
  const port = given ?? (await freePort());
  let server: ChildProcess | null = await startJava(port);
  const stop = async () => {
    const running = server;
    server = null;
    running?.stdin?.end();
    if (running) await ended(running);
  };
  return {
    uri: `mongodb://127.0.0.1:${port}/agenda`,
    stop,
    startAgain: async () => {
      await stop();
      server = await startJava(port);
    },
  };
}

const hasProgram = (name: string, ask: string): boolean =>
  spawnSync(name, [ask], { stdio: 'ignore' }).status === 0;

async function fetchLibraries(): Promise<void> {
  if (existsSync(LIBRARIES)) return;
  mkdirSync(resolve('node_modules/.cache'), { recursive: true });
  // Whole or not at all: a name that is there counts as done.
  const script = 'mvn -q -B dependency:copy-dependencies -DoutputDirectory="$1.new" && mv -T "$1.new" "$1"';
  const maven = spawn('sh', ['-c', script, 'sh', LIBRARIES], { cwd: SOURCE, stdio: ['ignore', 2, 2] });
  const code = await ended(maven);
  if (code !== 0 && !existsSync(LIBRARIES))
    throw new Error(`Maven could not fetch mongo-java-server (${code})`);
}

/** Ready when it says its address. It ends with this process: then nobody holds its standard input any more. */
async function startJava(port: number): Promise<ChildProcess> {
  const classes = `${LIBRARIES}/*`;
  const java = spawn('java', ['-Xmx256m', '-cp', classes, 'MongoMain.java', String(port)], {
    cwd: SOURCE,
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true, // Ctrl-C ends the tests first
  });
  await new Promise<void>((started, failed) => {
    if (java.stdout) createInterface({ input: java.stdout }).once('line', () => started());
    java.once('error', failed);
    java.once('exit', (code) => failed(new Error(`the stand-in ended with ${code}`)));
  });
  return java;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataDirectoryInUse, lockDataDirectory } from '../../src/db/data-directory.ts';
import { thisProcess } from '../../src/db/process-identity.ts';

const MODULE = new URL('../../src/db/data-directory.ts', import.meta.url).href;
const LOCK_AND_STAY = `
  const { lockDataDirectory } = await import(${JSON.stringify(MODULE)});
  await lockDataDirectory(process.argv[1]).then(
    () => console.log('locked ' + process.pid),
    (error) => console.log('refused ' + error.pid),
  );
  setInterval(() => {}, 60_000);
`;
/** Answers each time on stdin (in milliseconds) by trying to lock at that very moment; an empty line releases. */
const RACE = `
  const { lockDataDirectory } = await import(${JSON.stringify(MODULE)});
  const { createInterface } = await import('node:readline');
  let lock;
  console.log('ready');
  for await (const line of createInterface(process.stdin)) {
    while (Date.now() < Number(line)) {}
    if (line === '') lock?.release();
    lock = line === '' ? undefined : await lockDataDirectory(process.argv[1]).catch(() => undefined);
    console.log(lock ? 'locked' : 'refused');
  }
`;
const hasProc = existsSync('/proc/self/stat');

let dir: string;
let lockFile: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'shop-lock-')), 'data');
  lockFile = join(dir, 'shop.lock');
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(join(dir, '..'), { recursive: true, force: true });
});

describe('locking the data directory', () => {
  it('refuses a second owner and names the pid of the first, its host and the mend', async () => {
    const lock = await lockDataDirectory(dir);
    const refusal = await lockDataDirectory(dir).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DataDirectoryInUse);
    expect(refusal).toMatchObject({ pid: process.pid, host: hostname() });
    expect(String(refusal)).toMatch(new RegExp(`${process.pid}.*DATA_DIR`));
    lock.release();
  });

  it('is free again once it was released, and leaves nothing behind', async () => {
    const first = await lockDataDirectory(dir);
    first.release();
    first.release();
    const second = await lockDataDirectory(dir);
    second.release();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('does not take the lock away from whoever follows when an old one is released late', async () => {
    const old = await lockDataDirectory(dir);
    rmSync(lockFile);
    const young = await lockDataDirectory(dir);
    old.release();
    await expect(lockDataDirectory(dir)).rejects.toThrow(DataDirectoryInUse);
    young.release();
  });

  it('keeps out others while a process of this machine holds it, however old its heartbeat is', async () => {
    const owner = await startOwner();
    makeOld();
    await expect(lockDataDirectory(dir)).rejects.toMatchObject({ pid: owner.pid });
  });

  it('follows at once an owner that was killed, though its heartbeat is fresh', async () => {
    const owner = await startOwner();
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const lock = await lockDataDirectory(dir);
    expect(readOwner().pid).toBe(process.pid);
    expect(readdirSync(dir)).toEqual(['shop.lock']);
    lock.release();
  });

  it.runIf(hasProc)('follows an owner that was killed and that nobody has reaped', async () => {
    const script = `"$0" --input-type=module -e "$1" "$2" & exec sleep 60`;
    const parent = spawn('sh', ['-c', script, process.execPath, LOCK_AND_STAY, dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(parent);
    const pid = Number((await firstLine(parent)).split(' ')[1]);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
    const lock = await lockDataDirectory(dir);
    lock.release();
  });

  it.runIf(hasProc)('is not deceived by a pid that was given to another process', async () => {
    writeOwner({ pid: process.ppid, startedAt: '1' });
    const lock = await lockDataDirectory(dir);
    expect(readOwner().pid).toBe(process.pid);
    lock.release();
  });

  it('believes the heartbeat of an owner in another container, whose pids it cannot see', async () => {
    writeOwner({ pidNamespace: 'pid:[1]', pid: 1, host: 'other-container' });
    await expect(lockDataDirectory(dir)).rejects.toMatchObject({ pid: 1, host: 'other-container' });
  });

  it('follows an owner in another container whose heart has stopped for 15 seconds', async () => {
    writeOwner({ pidNamespace: 'pid:[1]', pid: 1, host: 'other-container' });
    makeOld();
    const lock = await lockDataDirectory(dir);
    expect(readOwner().pid).toBe(process.pid);
    lock.release();
  });

  it('takes a pid of the machine before its last start for dead once the heart has stopped', async () => {
    writeOwner({ bootId: 'an earlier start', pid: process.pid });
    makeOld();
    const lock = await lockDataDirectory(dir);
    lock.release();
  });

  it('where /proc is missing, asks for a living pid and a fresh heartbeat', async () => {
    writeOwner({ startedAt: null });
    await expect(lockDataDirectory(dir)).rejects.toMatchObject({ pid: process.pid });
    makeOld();
    const lock = await lockDataDirectory(dir);
    lock.release();
  });

  it('waits for a lock that nobody can read until it is old', async () => {
    prepareDir();
    writeFileSync(lockFile, '');
    await expect(lockDataDirectory(dir)).rejects.toMatchObject({ pid: null });
    makeOld();
    const lock = await lockDataDirectory(dir);
    lock.release();
  });

  it('lets one of several starters win over a dead owner, whenever they start at the same moment', async () => {
    const racers = Array.from({ length: 3 }, () => startRacer());
    await Promise.all(racers.map((racer) => racer.next()));
    for (let round = 0; round < 30; round++) {
      writeOwner({ pid: 2 ** 30, nonce: `dead-${round}` });
      const answers = await Promise.all(racers.map((racer) => racer.ask(String(Date.now() + 8))));
      expect(answers.toSorted()).toEqual(['locked', 'refused', 'refused']);
      await Promise.all(racers.map((racer) => racer.ask('')));
    }
  });

  it('follows a successor that was killed before the lock was its own', async () => {
    writeOwner({ pid: 2 ** 30, nonce: 'first' });
    writeFileSync(
      `${lockFile}.after-first`,
      JSON.stringify({ ...thisProcess(), pid: 2 ** 30 + 1, nonce: 'second' }),
    );
    const lock = await lockDataDirectory(dir);
    expect(readdirSync(dir)).toEqual(['shop.lock']);
    lock.release();
  });

  it('respects a living successor that is about to take the lock', async () => {
    writeOwner({ pid: 2 ** 30, nonce: 'first' });
    writeFileSync(`${lockFile}.after-first`, JSON.stringify({ ...thisProcess(), nonce: 'second' }));
    await expect(lockDataDirectory(dir)).rejects.toMatchObject({ pid: process.pid });
  });

  it('shows a sign of life every two seconds', async () => {
    const lock = await lockDataDirectory(dir);
    makeOld();
    await expect.poll(() => Date.now() - statSync(lockFile).mtimeMs, { timeout: 4000 }).toBeLessThan(4000);
    lock.release();
  });
});

async function startOwner(): Promise<ChildProcess> {
  const owner = startNode(LOCK_AND_STAY);
  expect(await firstLine(owner)).toBe(`locked ${owner.pid}`);
  return owner;
}

function startRacer() {
  const { stdin, stdout } = startNode(RACE);
  if (!stdin || !stdout) throw new Error('this child has no stdin or stdout');
  const lines = createInterface(stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => (await lines.next()).value;
  const ask = (line: string): Promise<unknown> => {
    stdin.write(`${line}\n`);
    return next();
  };
  return { next, ask };
}

function startNode(code: string): ChildProcess {
  const args = ['--input-type=module', '-e', code, dir];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (!stdout) throw new Error('this child has no stdout');
  const [line]: unknown[] = await once(createInterface(stdout), 'line');
  return String(line);
}

/** A lock made by somebody like us, but for what is given. */
function writeOwner(differences: object): void {
  prepareDir();
  writeFileSync(lockFile, JSON.stringify({ ...thisProcess(), nonce: 'dead', ...differences }));
}

function prepareDir(): void {
  mkdirSync(dir, { recursive: true });
}

function makeOld(): void {
  const longAgo = Date.now() / 1000 - 20;
  utimesSync(lockFile, longAgo, longAgo);
}

const readOwner = (): { pid: number } => JSON.parse(readFileSync(lockFile, 'utf8'));

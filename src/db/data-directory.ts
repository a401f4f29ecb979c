import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isAlive, isFresh, type ProcessIdentity, processIdentity, thisProcess } from './process-identity.ts';

const LOCK_FILE = 'shop.lock';
const HEARTBEAT_MS = 2000;
const MOST_TRIES = 20;

const lockText = processIdentity.extend({ nonce: z.string() });

/** A lock file as it was read. `owner` null = no text of ours stands in it (a power cut can leave that). */
type Holder = { owner: ProcessIdentity | null; nonce: string; heartbeatAgeMs: number };

/** Our own lock before it counts: a file beside the lock, to be linked into place. */
type Candidate = { dir: string; file: string; fd: number; nonce: string; text: string };

/** The embedded database was about to be opened twice, which destroys it. */
export class DataDirectoryInUse extends Error {
  override readonly name = 'DataDirectoryInUse';
  /** null = the lock file is unreadable, but somebody touched it a moment ago. */
  readonly pid: number | null;
  readonly host: string | null;

  constructor(dir: string, owner: ProcessIdentity | null) {
    const who = owner ? `process ${owner.pid} on ${owner.host}` : 'an unknown process';
    super(`The data directory ${dir} is in use by ${who} — stop that one first, or set another DATA_DIR`);
    this.pid = owner?.pid ?? null;
    this.host = owner?.host ?? null;
  }
}

/**
 * Makes this process the only one to use `dir`, which is made when it is not there. A dead owner is followed at once;
 * of two starters one wins. The lock holds until `release`, or until the process ends.
 * @throws {DataDirectoryInUse} while its owner lives, in this container or in another.
 */
export async function lockDataDirectory(dir: string): Promise<{ release(): void }> {
  await fs.promises.mkdir(dir, { recursive: true, mode: 0o700 });
  const candidate = stand(dir);
  try {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      if (tryToWin(candidate)) return held(candidate);
    }
    throw new DataDirectoryInUse(dir, null);
  } catch (error) {
    fs.closeSync(candidate.fd);
    throw error;
  } finally {
    fs.rmSync(candidate.file, { force: true });
  }
}

function stand(dir: string): Candidate {
  const nonce = randomUUID();
  const file = join(dir, `${LOCK_FILE}.${nonce}`);
  const text = JSON.stringify({ ...thisProcess(), nonce });
  const fd = fs.openSync(file, 'wx', 0o644);
  fs.writeSync(fd, text);
  return { dir, file, fd, nonce, text };
}

/**
 * A free lock goes to whoever links first. A dead owner's lock goes to whoever links `shop.lock.after-<nonce>` first:
 * one file for each dead owner, so two starters can never bury the same one, nor bury each other.
 * False = somebody else moved at the same time: look again. @throws {DataDirectoryInUse}
 */
function tryToWin(candidate: Candidate): boolean {
  const { dir, file } = candidate;
  const chain = readChain(candidate);
  const [first, last] = [chain.at(0), chain.at(-1)];
  if (!first || !last) return link(candidate, lockOf(dir));
  if (holderLives(last)) throw new DataDirectoryInUse(dir, last.owner);
  if (!link(candidate, successorOf(dir, last.nonce))) return false;
  // A successor file is taken away only after the lock has changed hands: unchanged now, it is ours to change.
  const isOurs = readHolder(candidate, lockOf(dir))?.nonce === first.nonce;
  if (isOurs) fs.renameSync(file, lockOf(dir));
  for (const dead of isOurs ? chain : [last]) fs.rmSync(successorOf(dir, dead.nonce), { force: true });
  return isOurs;
}

/** The owner, then the successor that was killed before it became owner, and so on. Empty = the lock is free. */
function readChain(candidate: Candidate): Holder[] {
  const chain: Holder[] = [];
  let next = readHolder(candidate, lockOf(candidate.dir));
  while (next && chain.length < MOST_TRIES) {
    chain.push(next);
    next = holderLives(next) ? null : readHolder(candidate, successorOf(candidate.dir, next.nonce));
  }
  return chain;
}

/**
 * Text and age of one and the same file, whatever happens to its name meanwhile; null = there is none. Ages are
 * counted on the file system's clock, which is that of our own file, touched just now.
 */
function readHolder(candidate: Candidate, file: string): Holder | null {
  const fd = openToRead(file);
  if (fd === null) return null;
  try {
    const { mtimeMs, ino } = fs.fstatSync(fd);
    const owner = parseOwner(fs.readFileSync(fd, 'utf8'));
    const heartbeatAgeMs = Math.abs(touch(candidate) - mtimeMs);
    return { owner, nonce: owner?.nonce ?? `unreadable-${ino}-${mtimeMs}`, heartbeatAgeMs };
  } finally {
    fs.closeSync(fd);
  }
}

function openToRead(file: string): number | null {
  try {
    return fs.openSync(file, 'r');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Milliseconds of the file system's clock. The same bytes again: a reader never sees half a text. */
function touch({ fd, text }: Candidate): number {
  fs.writeSync(fd, text, 0);
  return fs.fstatSync(fd).mtimeMs;
}

function parseOwner(text: string): z.infer<typeof lockText> | null {
  try {
    return lockText.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

const holderLives = ({ owner, heartbeatAgeMs }: Holder): boolean =>
  owner ? isAlive(owner, heartbeatAgeMs) : isFresh(heartbeatAgeMs);

function link({ file }: Candidate, target: string): boolean {
  try {
    fs.linkSync(file, target);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function held(candidate: Candidate): { release(): void } {
  const { dir, fd, nonce } = candidate;
  const heart = setInterval(() => beat(candidate), HEARTBEAT_MS);
  heart.unref();
  let isHeld = true;
  return {
    release() {
      if (!isHeld) return;
      isHeld = false;
      clearInterval(heart);
      if (readHolder(candidate, lockOf(dir))?.nonce === nonce) fs.rmSync(lockOf(dir), { force: true });
      fs.closeSync(fd);
    },
  };
}

/** Through the open file, so it never keeps somebody else's lock alive. A full disk skips a beat, not the shop. */
function beat(candidate: Candidate): void {
  try {
    touch(candidate);
  } catch {
    // the next one comes in two seconds
  }
}

const lockOf = (dir: string): string => join(dir, LOCK_FILE);

const successorOf = (dir: string, nonce: string): string => join(dir, `${LOCK_FILE}.after-${nonce}`);

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

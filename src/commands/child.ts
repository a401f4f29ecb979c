import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A process of ours: the world, or the shop. It ends with its parent, because its channel closes then. */
export type Child = {
  readonly pid: number;
  /** What it said when it was ready. */
  readonly ready: Record<string, unknown>;
  /** Resolves with how it ended. */
  readonly ended: Promise<string>;
  kill(signal?: NodeJS.Signals): Promise<string>;
};

export type ChildOptions = {
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Each line of its stderr, as it comes; without it they go to ours. */
  onLine?: (line: string) => void;
};

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** It ended before it was ready, and has said why on its own stderr. */
export class ChildEnded extends Error {
  override readonly name = 'ChildEnded';
}

export const startWorldProcess = (args: readonly string[]): Promise<Child> =>
  startChild(script('./world.ts'), { args });

/** @throws {Error} when it ended before it was ready; why stands on stderr. */
export const startShopProcess = (options: Omit<ChildOptions, 'args'>): Promise<Child> =>
  startChild(script('../main.ts'), options);

async function startChild(file: string, { args = [], env = {}, onLine }: ChildOptions): Promise<Child> {
  const process_ = spawn(process.execPath, [file, ...args], {
    stdio: ['ignore', 'ignore', onLine ? 'pipe' : 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  });
  if (onLine && process_.stderr) createInterface({ input: process_.stderr }).on('line', onLine);
  const ended = endOf(process_);
  const ready = await Promise.race([
    readiness(process_),
    ended.then((how) => Promise.reject(new ChildEnded(how))),
  ]);
  return {
    pid: process_.pid ?? 0,
    ready,
    ended,
    kill: (signal = 'SIGTERM') => {
      process_.kill(signal);
      return ended;
    },
  };
}

async function readiness(child: ChildProcess): Promise<Record<string, unknown>> {
  const [message] = (await once(child, 'message')) as [Record<string, unknown>];
  return message;
}

async function endOf(child: ChildProcess): Promise<string> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return signal ? `ended by ${signal}` : `ended with code ${code}`;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Figure, figure } from './figures.ts';

const FIRST_AT_MOST_MS = 12_000;
const LATER_AT_MOST_MS = 3_000;
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** How long the command `npm start` takes until it says that the shop is open: in an empty folder, and in a used one. */
export async function measureStart({ rounds }: { rounds: number }): Promise<Figure[]> {
  const first: number[] = [];
  const later: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const folder = await mkdtemp(join(tmpdir(), 'shop-bench-'));
    try {
      first.push(await startOnce(folder));
      later.push(await startOnce(folder), await startOnce(folder));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const named = { unit: 'ms', database: 'embedded', load: 'world and shop, from nothing to “open”' } as const;
  return [
    figure({ ...named, name: 'first start', samples: first, maxAtMost: FIRST_AT_MOST_MS }),
    figure({ ...named, name: 'later start', samples: later, maxAtMost: LATER_AT_MOST_MS }),
  ];
}

/** From the command to "The shop is open", in ms; the sandbox is ended again. */
async function startOnce(dataDir: string): Promise<number> {
  const began = performance.now();
  const { PATH = '', HOME = '' } = process.env;
  const shop = spawn('node', ['bin/run.mjs', 'src/commands/start.ts', '--port', '0'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH, HOME, DATA_DIR: dataDir, WEB_PORT: '0', SANDBOX: '1' },
  });
  const ended = once(shop, 'exit');
  const open = opened(shop.stdout);
  const found = await Promise.race([open, ended.then(() => false)]);
  const ms = performance.now() - began;
  shop.kill('SIGTERM');
  await ended;
  if (!found) throw new Error('the sandbox ended before it was open');
  return ms;
}

async function opened(stdout: NodeJS.ReadableStream): Promise<boolean> {
  for await (const line of createInterface({ input: stdout })) {
    if (line.includes('The shop is open')) return true;
  }
  return false;
}

import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawStates } from '../../src/commands/states/draw-states.ts';
import { LIVES } from '../../src/commands/states/lives.ts';

const PAGE = join(import.meta.dirname, '../../docs/states.md');
const COMMAND = join(import.meta.dirname, '../../src/commands/states.ts');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'states-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function states(...args: string[]): Promise<{ code: number; told: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [COMMAND, ...args], (fault, _out, told) => {
      resolve({ code: fault ? Number(fault.code) : 0, told });
    });
  });
}

describe('the page of states', () => {
  it('shows the tables as they are in the code; mend: npm run states', () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(drawStates(LIVES));
  });

  it('draws every step of every life, and nothing else', () => {
    const arrows = drawStates(LIVES).match(/^ {2}\w+ --> \w+$/gm) ?? [];

    const steps = LIVES.flatMap(({ life }) =>
      Object.entries(life.table).flatMap(([from, following]) => following.map((to) => `  ${from} --> ${to}`)),
    );
    expect(arrows).toEqual(steps);
  });

  it('says what every state means', () => {
    const silent = LIVES.flatMap(({ life, meanings }) =>
      Object.keys(life.table).filter((state) => !meanings[state]),
    );

    expect(silent).toEqual([]);
  });

  it('is found out of date after a change, and is mended by drawing it anew', async () => {
    const file = join(folder, 'states.md');
    copyFileSync(PAGE, file);
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('refunding --> refunded', 'refunding --> settled'),
    );

    const found = await states('--check', '--file', file);
    const drawn = await states('--file', file);
    const after = await states('--check', '--file', file);

    expect([found.code, drawn.code, after.code]).toEqual([1, 0, 0]);
    expect(found.told).toContain('npm run states');
  });

  it('is found missing', async () => {
    const found = await states('--check', '--file', join(folder, 'none.md'));

    expect(found.code).toBe(1);
  });
});

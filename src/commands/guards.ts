// npm run guards [-- --only payment-key,nonce] [--json]: takes each guard of guards/ away from a copy of the working
// tree, one at a time, and runs the test that must notice. Exit 0 = every one was noticed, 1 = the tests test less than
// they promise, or a patch does not fit any more.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Guard, guardsOf, patchOf } from './guards/guard-list.ts';
import { judge, unfitTest, type Verdict } from './guards/judge.ts';
import { runTests, type TestRun } from './guards/run-tests.ts';
import { applyPatch, copyWorkingTree, misfitOf, takeBack } from './guards/working-copy.ts';
import { startFault } from './start-fault.ts';

type Line = {
  guard: string;
  verdict: Verdict['verdict'] | 'misfit' | 'unfit';
  words: string;
  seconds: number;
};

const root = resolve(import.meta.dirname, '..', '..');
const flags = orEnd(
  () =>
    parseArgs({ options: { only: { type: 'string' }, json: { type: 'boolean', default: false } } }).values,
);
const lines = await tryAll(orEnd(chosenGuards));
if (flags.json) console.log(JSON.stringify(lines, null, 2));
else
  say(
    `${lines.filter(({ verdict }) => verdict === 'red').length} of ${lines.length} guards are missed by a test`,
  );
process.exitCode = lines.length > 0 && lines.every(({ verdict }) => verdict === 'red') ? 0 : 1;

/** A flag or a name that there is not ends it in words. */
function orEnd<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (fault) {
    console.error(startFault(fault));
    process.exit(2);
  }
}

/** @throws {Error} for the name of a guard that there is not. */
function chosenGuards(): Guard[] {
  const all = guardsOf(root);
  if (flags.only === undefined) return all;
  return flags.only.split(',').map((name) => {
    const found = all.find(({ guard }) => guard === name);
    if (!found)
      throw new Error(`there is no guard ${name}; there are ${all.map(({ guard }) => guard).join(', ')}`);
    return found;
  });
}

async function tryAll(guards: readonly Guard[]): Promise<Line[]> {
  const copy = copyWorkingTree(root);
  try {
    say(`with all guards in place: ${new Set(guards.map(({ file }) => file)).size} files`);
    const intact = await runTests(copy.folder, guards);
    const tried: Line[] = [];
    for (const guard of guards) tried.push(await timed(guard, () => tryOne(copy.folder, guard, intact)));
    return tried;
  } finally {
    copy.remove();
  }
}

async function timed(guard: Guard, step: () => Promise<Omit<Line, 'guard' | 'seconds'>>): Promise<Line> {
  const began = performance.now();
  const { verdict, words } = await step();
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  say(`${verdict.padEnd(8)}${guard.guard.padEnd(26)}${`${seconds} s`.padStart(7)}  ${words}`);
  return { guard: guard.guard, verdict, words, seconds };
}

async function tryOne(
  folder: string,
  guard: Guard,
  intact: TestRun,
): Promise<{ verdict: Line['verdict']; words: string }> {
  const patch = patchOf(root, guard);
  const misfit = misfitOf(folder, patch);
  if (misfit !== null) return { verdict: 'misfit', words: misfit };
  const unfit = unfitTest(guard, intact);
  if (unfit !== null) return { verdict: 'unfit', words: unfit };
  applyPatch(folder, patch);
  try {
    return judge(guard, await runTests(folder, [guard]));
  } finally {
    takeBack(folder, patch);
  }
}

function say(line: string): void {
  if (!flags.json) console.log(line);
}

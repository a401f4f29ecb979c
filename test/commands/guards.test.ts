import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { guardsOf, patchOf } from '../../src/commands/guards/guard-list.ts';
import { judge } from '../../src/commands/guards/judge.ts';
import { misfitOf } from '../../src/commands/guards/working-copy.ts';

const root = resolve(import.meta.dirname, '..', '..');
const guards = guardsOf(root);

/** The guards that RELIABILITY E9 names. */
const WANTED = [
  ...['payment-key', 'lane-fence', 'quiet-time', 'read-before-repeat', 'nonce'],
  ...['pre-checkout-gate', 'inbox-lease'],
];

describe('the guards of the shop', () => {
  it('are all of those without which money or keys are lost', () => {
    expect(guards.map(({ guard }) => guard)).toEqual(expect.arrayContaining(WANTED));
  });

  it.each(guards)('$guard can still be taken away by its patch', (guard) => {
    expect(misfitOf(root, patchOf(root, guard))).toBeNull();
  });

  it.each(guards)('$guard has tests in the file that is named for it', ({ file, suite, title }) => {
    const text = readFileSync(resolve(root, file), 'utf8');

    expect(text).toContain(`describe('${suite}'`);
    expect(text).toContain(title);
  });

  it('are listed, every patch of them', () => {
    const patches = globSync('*.patch', { cwd: resolve(root, 'guards') }).map((file) =>
      basename(file, '.patch'),
    );

    expect(patches.sort()).toEqual(guards.map(({ guard }) => guard).sort());
  });
});

describe('a test without its guard', () => {
  const named = { suite: 'placing an order', title: 'is done once' };
  const guard = { guard: 'nonce', keeps: 'x', file: 'test/x.test.ts', ...named };
  const failed = (failure: string | null) => ({
    tests: [{ name: 'placing an order is done once, however often', failure }],
    broken: null,
  });

  it.each([
    ['red', 'AssertionError: expected 2 to be 1'],
    ['red', 'UniqueConstraintViolationException: duplicate key'],
    ['green', null],
    ['wrong', 'SyntaxError: Unexpected token'],
    ['wrong', 'ReferenceError: left is not defined'],
    ['wrong', 'Error: Test timed out in 30000ms.'],
  ] as const)('is %s by "%s"', (verdict, failure) => {
    expect(judge(guard, failed(failure)).verdict).toBe(verdict);
  });

  it('is wrong where its file does not load, and missed where there is none of its name', () => {
    expect(judge(guard, { tests: [], broken: 'Failed to parse' }).verdict).toBe('wrong');
    expect(judge(guard, { tests: [], broken: null }).verdict).toBe('no-test');
  });
});

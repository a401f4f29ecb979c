import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** A program that comes by two moments, three times each. */
const walk = (plan: string) =>
  spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { crashAt } from './src/system/crash-at.ts';
       import { crashPoint } from './src/services/ports/crash-point.ts';
       crashAt(${plan});
       for (const round of [1, 2, 3]) {
         crashPoint('lane.taken');
         crashPoint('unit.completed');
         process.stdout.write(String(round));
       }`,
    ],
    { encoding: 'utf8' },
  );

it('ends the process like a power cut, in the moment that was named', () => {
  const { signal, stdout } = walk("{ point: 'unit.completed', nth: 3 }");

  expect({ signal, stdout }).toEqual({ signal: 'SIGKILL', stdout: '12' });
});

it('names the moments there are when it does not know the one it was given', () => {
  const { status, stderr } = walk("{ point: 'unit.compleated', nth: 1 }");

  expect(status).toBe(1);
  expect(stderr).toContain('there is no moment unit.compleated; there are update.stored');
});

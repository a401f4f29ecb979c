import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const guardShape = z.strictObject({
  guard: z.string().regex(/^[a-z0-9-]+$/),
  keeps: z.string().min(1),
  file: z.string().regex(/\.test\.ts$/),
  suite: z.string().min(1),
  title: z.string().min(1),
});

/**
 * One protection of the shop: `guards/<guard>.patch` takes it away, and the tests of `file` in `suite` whose
 * name begins with `title` then have to fail. `keeps` = the promise that hangs on it.
 */
export type Guard = z.infer<typeof guardShape>;

/** As reports name a test. */
export const nameOf = ({ suite, title }: Guard): string => `${suite} ${title}`;

/** All guards of the working tree at `root`. @throws {z.ZodError} where the list is not as it should be. */
export const guardsOf = (root: string): Guard[] =>
  z.array(guardShape).parse(JSON.parse(readFileSync(join(root, 'guards', 'guards.json'), 'utf8')));

export const patchOf = (root: string, { guard }: Guard): string => join(root, 'guards', `${guard}.patch`);

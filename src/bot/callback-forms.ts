import { z } from 'zod';

/** Numbers of rows stand in base 36; random ids and nonces as they are. */
export type IdKind = 'number' | 'word';

/** How each kind of id is read from a button's data. */
export const ID_FORMS = {
  number: z
    .string()
    .regex(/^(0|[1-9a-z][0-9a-z]{0,10})$/)
    .transform((text) => Number.parseInt(text, 36))
    .refine(Number.isSafeInteger),
  word: z.string().regex(/^[\w-]{1,32}$/),
} satisfies Record<IdKind, z.ZodType>;

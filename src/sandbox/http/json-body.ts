import type { Context } from 'hono';
import type { ZodType } from 'zod';
import { EmuError } from '../emu-error.ts';

/** The body of a control call. @throws EmuError 400 that names the field and what is wrong with it. */
export async function jsonBody<Value>(c: Context, schema: ZodType<Value>): Promise<Value> {
  const text = await c.req.text();
  const read = schema.safeParse(text === '' ? {} : parsed(text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const field = issue?.path.join('.') || 'body';
  throw new EmuError(400, `${field}: ${issue?.message ?? 'is wrong'}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EmuError(400, 'body: is not JSON');
  }
}

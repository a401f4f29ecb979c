import type { Context } from 'hono';
import { ZodObject, type ZodType } from 'zod';
import { EmuError } from '../emu-error.ts';

/** The body of a control call. @throws EmuError 400 that names the field and what is wrong with it. */
export async function jsonBody<Value>(c: Context, schema: ZodType<Value>): Promise<Value> {
  const text = await c.req.text();
  const read = schema.safeParse(text === '' ? {} : parsed(text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  if (unknown !== undefined) throw new EmuError(400, `${unknown}: is not known here${knownFields(schema)}`);
  const field = issue?.path.join('.') || 'body';
  throw new EmuError(400, `${field}: ${issue?.message ?? 'is wrong'}`);
}

function knownFields(schema: ZodType): string {
  return schema instanceof ZodObject ? `; known are ${Object.keys(schema.shape).join(', ')}` : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EmuError(400, 'body: is not JSON');
  }
}

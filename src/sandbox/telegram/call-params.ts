import { badRequest } from './api-error.ts';
import { decoded } from './loosened.ts';
import { SCHEMA } from './schema.ts';
import type { Json } from './shapes.ts';

export type Upload = { name: string; bytes: Buffer };
export type Values = Record<string, unknown>;

/** The parameters of one call, whatever way they came: JSON, form, multipart or query. */
export class Params {
  readonly values: Values;
  readonly files: ReadonlyMap<string, Upload>;

  constructor(values: Values, files: ReadonlyMap<string, Upload> = new Map()) {
    this.values = values;
    this.files = files;
  }

  /** Undefined where absent or null. Numbers count as text, as for Telegram. */
  string(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  }

  /** @throws ApiError where it is absent or empty. */
  required(name: string): string {
    const value = this.string(name);
    if (!value) throw badRequest(`parameter "${name}" is required`);
    return value;
  }

  number(name: string): number | undefined {
    const value = this.string(name);
    if (value === undefined || value.trim() === '') return undefined;
    return Number.isInteger(Number(value)) ? Number(value) : undefined;
  }

  flag(name: string): boolean {
    return ['true', '1', 'yes', 't', 'y'].includes(this.string(name)?.toLowerCase() ?? '');
  }

  object(name: string): Json | undefined {
    const value = this.values[name];
    return isObject(value) ? value : undefined;
  }

  list(name: string): Json[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.filter(isObject) : [];
  }
}

/** The same parameters, with JSON read where the method has objects and lists. */
export function decodedParams(method: string, { values, files }: Params): Params {
  const fields = new Map(Object.entries(SCHEMA.methods[method] ?? {}));
  const read = Object.entries(values).map(([name, value]) => {
    const field = fields.get(name);
    return [name, field ? decoded(field.is, value) : value] as const;
  });
  return new Params(Object.fromEntries(read), files);
}

/** Reads a call's parameters. @throws ApiError 400 where a JSON body cannot be read. */
export async function callParams(request: Request): Promise<Params> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  if (request.method === 'GET') return new Params(query);
  const type = request.headers.get('content-type') ?? '';
  if (type.includes('application/json')) return new Params({ ...query, ...(await jsonBody(request)) });
  if (type.includes('multipart/form-data') || type.includes('urlencoded')) return formBody(request, query);
  return new Params(query);
}

async function jsonBody(request: Request): Promise<Values> {
  const text = await request.text();
  const body = text === '' ? {} : parsedJson(text, () => badRequest("can't parse JSON object"));
  if (!isObject(body)) throw badRequest("can't parse JSON object");
  return body;
}

async function formBody(request: Request, query: Values): Promise<Params> {
  const values: Values = { ...query };
  const files = new Map<string, Upload>();
  for (const [name, value] of await request.formData()) {
    if (typeof value === 'string') values[name] = value;
    else files.set(name, { name: value.name, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  return new Params(values, files);
}

function parsedJson(text: string, fault: () => Error): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw fault();
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

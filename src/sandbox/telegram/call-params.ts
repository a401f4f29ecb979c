import { badRequest } from './api-error.ts';
import type { Json } from './shapes.ts';

export type Upload = { name: string; bytes: Buffer };
export type Values = Record<string, unknown>;

/** Fields that arrive as JSON text when the call is not JSON itself. */
const STRUCTURED = new Set([
  'reply_markup',
  'entities',
  'caption_entities',
  'prices',
  'commands',
  'scope',
  'allowed_updates',
  'link_preview_options',
  'reply_parameters',
  'menu_button',
  'suggested_tip_amounts',
]);

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

/** Reads a call's parameters. @throws ApiError 400 where a JSON body or field cannot be read. */
export async function callParams(request: Request): Promise<Params> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  if (request.method === 'GET') return new Params(structured(query));
  const type = request.headers.get('content-type') ?? '';
  if (type.includes('application/json')) return new Params({ ...query, ...(await jsonBody(request)) });
  if (type.includes('multipart/form-data') || type.includes('urlencoded')) return formBody(request, query);
  return new Params(structured(query));
}

async function jsonBody(request: Request): Promise<Values> {
  const text = await request.text();
  const body = text === '' ? {} : parsedJson(text, () => badRequest("can't parse JSON object"));
  if (!isObject(body)) throw badRequest("can't parse JSON object");
  return structured(body);
}

async function formBody(request: Request, query: Values): Promise<Params> {
  const values: Values = { ...query };
  const files = new Map<string, Upload>();
  for (const [name, value] of await request.formData()) {
    if (typeof value === 'string') values[name] = value;
    else files.set(name, { name: value.name, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  return new Params(structured(values), files);
}

function structured(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, field(name, value)]));
}

function field(name: string, value: unknown): unknown {
  if (!STRUCTURED.has(name) || typeof value !== 'string' || value === '') return value;
  return parsedJson(value, () => badRequest(unreadable(name)));
}

function unreadable(name: string): string {
  if (name === 'reply_markup') return "can't parse reply keyboard markup JSON object";
  if (name === 'commands') return "can't parse commands JSON object";
  return `can't parse ${name} JSON object`;
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

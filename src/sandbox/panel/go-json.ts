import type { Fields } from './panel-records.ts';
import { Refused } from './panel-reply.ts';

/** The Go types that the panel reads a field into. */
type GoType = 'string' | 'int' | 'int64' | 'bool' | '[]int' | '[]string';

/** The struct that a body is read into: how its error texts call it, and the types of its fields. */
export type GoStruct = { name: string; fields: Record<string, GoType> };

const VALUE_BEGINS = '{["-0123456789tfn';

/** Reads JSON. @throws {Refused} with the text that Go's encoding/json gives. */
export function parseGoJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(faultOf(text.trim()));
  }
}

/** Reads a JSON object, fields checked against a struct. null and missing fields are left to their zero values. */
export function parseGoStruct(raw: unknown, struct: GoStruct): Fields {
  if (!isFields(raw)) {
    throw new Refused(`json: cannot unmarshal ${kindOf(raw)} into Go value of type ${struct.name}`);
  }
  for (const [field, type] of Object.entries(struct.fields)) {
    const value = raw[field];
    if (value === undefined || value === null || fits(value, type)) continue;
    throw new Refused(
      `json: cannot unmarshal ${kindOf(value)} into Go struct field ${struct.name}.${field} of type ${type}`,
    );
  }
  return raw;
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field of a checked struct, or its zero value. */
export const textIn = (fields: Fields, name: string): string => String(fields[name] ?? '');
export const numberIn = (fields: Fields, name: string): number => Number(fields[name] ?? 0);
export const truthIn = (fields: Fields, name: string): boolean => fields[name] === true;

/** A checked list; null and missing are empty. */
export const numbersIn = (fields: Fields, name: string): number[] => listIn(fields, name).map(Number);
export const textsIn = (fields: Fields, name: string): string[] => listIn(fields, name).map(String);

function listIn(fields: Fields, name: string): unknown[] {
  const value = fields[name];
  return Array.isArray(value) ? value : [];
}

function faultOf(text: string): string {
  const first = text[0];
  if (first === undefined) return 'EOF';
  if (!VALUE_BEGINS.includes(first)) return `invalid character '${first}' looking for beginning of value`;
  const key = first === '{' ? text.slice(1).trim()[0] : undefined;
  if (key === undefined || key === '"') return 'unexpected EOF';
  return `invalid character '${key}' looking for beginning of object key string`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' && !Number.isInteger(value)) return `number ${value}`;
  return typeof value;
}

function fits(value: unknown, type: GoType): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
    case 'int64':
      return Number.isInteger(value);
    case '[]int':
      return Array.isArray(value) && value.every(Number.isInteger);
    case '[]string':
      return Array.isArray(value) && value.every((item) => typeof item === 'string');
  }
}

import { loosened } from './loosened.ts';
import { type Field, type Fields, resolved, SCHEMA, type Shape } from './schema.ts';

/** What is wrong at one place of a call; `path` as in `reply_markup.inline_keyboard[0][1].text`. */
export type Problem = { path: string; kind: ProblemKind; detail: string };
export type ProblemKind = 'unknown' | 'deprecated' | 'missing' | 'type' | 'value' | 'short' | 'long';
type Chosen = { d: string; by: Record<string, Shape> };
type Told = { shape: Shape; value: unknown; path: string; depth: number };

const DEEPEST = 64;

/**
 * Compares the parameters of a call with the schema of the Bot API; an unknown method has no problems here.
 * Those at the top count as Telegram reads them: as text, where an empty one is absent. `files` are the names of uploads.
 */
export function problemsOf(
  method: string,
  values: Record<string, unknown>,
  files: ReadonlySet<string>,
): Problem[] {
  const fields = SCHEMA.methods[method];
  if (!fields) return [];
  const told = Object.entries(values).map(([name, value]) => {
    const field = own(fields, name);
    return [name, field ? loosened(field.is, value) : value] as const;
  });
  const uploads = [...files]
    .filter((name) => own(fields, name))
    .map((name) => [name, `attach://${name}`] as const);
  return fieldProblems(fields, Object.fromEntries([...uploads, ...told]), { path: '', depth: 0 });
}

function fieldProblems(
  fields: Fields,
  values: Record<string, unknown>,
  at: { path: string; depth: number },
): Problem[] {
  const pathOf = (name: string) => (at.path === '' ? name : `${at.path}.${name}`);
  const unknown = Object.keys(values)
    .filter((name) => !own(fields, name))
    .map((name) => ({ path: pathOf(name), kind: 'unknown' as const, detail: 'is not known' }));
  const known = Object.entries(fields).flatMap(([name, field]) =>
    fieldProblem(field, {
      shape: field.is,
      value: own(values, name),
      path: pathOf(name),
      depth: at.depth + 1,
    }),
  );
  return [...unknown, ...known];
}

function fieldProblem(field: Field, told: Told): Problem[] {
  const { value } = told;
  if (value === undefined || value === null)
    return field.need ? [problem(told, 'missing', 'is required')] : [];
  const old = field.old ? [problem(told, 'deprecated', 'is deprecated')] : [];
  const found = shapeProblems(told);
  return [...old, ...(found.length > 0 ? found : limitProblems(field, told))];
}

function shapeProblems(told: Told): Problem[] {
  const shape = resolved(told.shape);
  if (told.depth > DEEPEST) return [problem(told, 'value', 'is nested too deep')];
  if (typeof shape === 'string') return plainProblems(told, shape);
  if ('e' in shape) return wordProblems(told, shape.e);
  if ('u' in shape) return unionProblems(told, shape.u);
  return 'a' in shape ? listProblems(told, shape.a) : objectProblems(told, shape);
}

function plainProblems(told: Told, shape: string): Problem[] {
  return isPlain(shape, told.value) ? [] : [problem(told, 'type', `must be ${wordFor(shape)}`)];
}

function isPlain(shape: string, value: unknown): boolean {
  if (shape === 'n') return typeof value === 'number';
  return typeof value === (shape === 'b' ? 'boolean' : 'string');
}

function wordFor(shape: string): string {
  return { n: 'a Number', b: 'a Boolean', f: 'a file' }[shape] ?? 'a String';
}

function wordProblems(told: Told, words: (string | number)[]): Problem[] {
  const { value } = told;
  if (words.some((word) => word === value)) return [];
  const isOfKind = words.some((word) => typeof word === typeof value);
  return [problem(told, isOfKind ? 'value' : 'type', 'is none of the words it may be')];
}

/** The problems of the alternative that comes nearest; one of another kind than the value is no alternative. */
function unionProblems(told: Told, shapes: Shape[]): Problem[] {
  const tried = shapes.map((shape) => shapeProblems({ ...told, shape, depth: told.depth + 1 }));
  const isOtherKind = (problems: Problem[]) => problems[0]?.kind === 'type' && problems[0].path === told.path;
  const near = tried.filter((problems) => !isOtherKind(problems));
  return (near.length > 0 ? near : tried).reduce((best, problems) =>
    problems.length < best.length ? problems : best,
  );
}

function listProblems(told: Told, shape: Shape): Problem[] {
  const { value, path, depth } = told;
  if (!Array.isArray(value)) return [problem(told, 'type', 'must be an Array')];
  return value.flatMap((item: unknown, n) =>
    shapeProblems({ shape, value: item, path: `${path}[${n}]`, depth: depth + 1 }),
  );
}

function objectProblems(told: Told, shape: Chosen | { o: Fields }): Problem[] {
  const { value } = told;
  if (!isObject(value)) return [problem(told, 'type', 'must be an Object')];
  return 'd' in shape ? chosenProblems({ ...told, value }, shape) : fieldProblems(shape.o, value, told);
}

function chosenProblems(told: Told & { value: Record<string, unknown> }, { d, by }: Chosen): Problem[] {
  const word = own(told.value, d);
  const place = { ...told, path: `${told.path}.${d}` };
  if (word === undefined || word === null) return [problem(place, 'missing', 'is required')];
  const shape = typeof word === 'string' ? own(by, word) : undefined;
  if (shape === undefined) return [problem(place, 'value', 'is none of the words it may be')];
  return shapeProblems({ ...told, shape, depth: told.depth + 1 });
}

function limitProblems({ min = 0, max, of }: Field, told: Told): Problem[] {
  const size = sizeOf(told.value, of);
  if (max === undefined || size === null || (size >= min && size <= max)) return [];
  return [problem(told, size < min ? 'short' : 'long', `${size} is outside ${min}-${max} ${of}`)];
}

function sizeOf(value: unknown, of: Field['of']): number | null {
  if (of === 'items') return Array.isArray(value) ? value.length : null;
  if (of === 'value') return typeof value === 'number' ? value : null;
  if (typeof value !== 'string') return null;
  return of === 'bytes' ? Buffer.byteLength(value) : [...value].length;
}

function problem({ path }: { path: string }, kind: ProblemKind, detail: string): Problem {
  return { path, kind, detail };
}

/** Names come from outside: `constructor` is no field. */
function own<Value>(record: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

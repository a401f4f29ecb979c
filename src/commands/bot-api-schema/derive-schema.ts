import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import type { Schema } from '../../sandbox/telegram/schema.ts';
import { ShapeReader } from './shape-reader.ts';

/** The package manifest of the types that grammY brings along. */
const MANIFEST = createRequire(import.meta.resolve('grammy')).resolve('@grammyjs/types/package.json');

/** Name and version of the types a schema would be derived from now. */
export function schemaSource(): string {
  const { name, version } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { name: string; version: string };
  return `${name} ${version}`;
}

/** Reads all methods and whatever their parameters are made of. @throws Error where the types are built in a new way. */
export function deriveSchema(): Schema {
  const root = join(dirname(MANIFEST), 'mod.d.ts');
  const program = ts.createProgram([root], {
    strict: true,
    exactOptionalPropertyTypes: true,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    module: ts.ModuleKind.ESNext,
    lib: ['lib.es2020.d.ts'],
    types: [],
  });
  const checker = program.getTypeChecker();
  const reader = new ShapeReader(checker);
  const methods = methodsOf(program, checker).map((method) => {
    const [signature] = checker.getTypeOfSymbol(method).getCallSignatures();
    const [argument] = signature?.getParameters() ?? [];
    const type = argument && checker.getNonNullableType(checker.getTypeOfSymbol(argument));
    return [method.name, type ? reader.fields(type) : {}] as const;
  });
  return { source: schemaSource(), methods: Object.fromEntries(methods), types: reader.types };
}

/** One method or type a line, so that a new version shows as a readable difference. */
export function schemaText({ source, methods, types }: Schema): string {
  const lines = (entries: object) =>
    Object.entries(entries)
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join(',\n');
  return `{"source":${JSON.stringify(source)},\n"methods":{\n${lines(methods)}},\n"types":{\n${lines(types)}}}\n`;
}

function methodsOf(program: ts.Program, checker: ts.TypeChecker): ts.Symbol[] {
  const file = program.getSourceFiles().find(({ fileName }) => fileName.endsWith('/methods.d.ts'));
  const all = file?.statements
    .filter(ts.isTypeAliasDeclaration)
    .find(({ name }) => name.text === 'ApiMethods');
  if (!all) throw new Error('@grammyjs/types has no ApiMethods');
  return checker.getTypeAtLocation(all.type).getProperties();
}

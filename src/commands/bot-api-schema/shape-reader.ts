import ts from 'typescript';
import type { Field, Fields, Schema, Shape } from '../../sandbox/telegram/schema.ts';
import { minedLimit } from './mined-limit.ts';

const { TypeFlags } = ts;
const COMPOSED = TypeFlags.Object | TypeFlags.Union | TypeFlags.Undefined;

/** A type parameter is a file: the types leave open what one is. */
const PLAIN: [flags: ts.TypeFlags, shape: Shape | null][] = [
  [TypeFlags.String | TypeFlags.TemplateLiteral, 's'],
  [TypeFlags.Number, 'n'],
  [TypeFlags.Boolean | TypeFlags.BooleanLiteral, 'b'],
  [TypeFlags.TypeParameter, 'f'],
  [COMPOSED, null],
];

/** Turns types of the compiler into shapes; named ones are collected in `types`, each once. */
export class ShapeReader {
  readonly types: Schema['types'] = {};
  private readonly checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  fields(type: ts.Type): Fields {
    return Object.fromEntries(type.getProperties().map((property) => [property.name, this.field(property)]));
  }

  private field(property: ts.Symbol): Field {
    const type = this.checker.getNonNullableType(this.checker.getTypeOfSymbol(property));
    const isOld = property.getJsDocTags(this.checker).some(({ name }) => name === 'deprecated');
    const words = ts.displayPartsToString(property.getDocumentationComment(this.checker));
    return {
      is: this.shape(type),
      ...(isOptional(property) ? {} : { need: 1 }),
      ...(isOld ? { old: 1 } : {}),
      ...minedLimit(words),
    };
  }

  private shape(type: ts.Type): Shape {
    const plain = plainShape(type);
    if (plain !== null) return plain;
    const element = this.elementOf(type);
    if (element) return { a: this.shape(element) };
    if (type.isUnion()) return this.named(nameOfUnion(type), () => this.union(type.types));
    return this.named(this.nameOf(type), () => ({ o: this.fields(type) }));
  }

  /** Known under its name before it is read, as some types hold themselves. */
  private named(name: string | null, read: () => Shape): Shape {
    if (name === null) return read();
    if (!(name in this.types)) {
      this.types[name] = 's';
      this.types[name] = read();
    }
    return `#${name}`;
  }

  private union(parts: ts.Type[]): Shape {
    const literals = parts.filter((part) => part.isStringLiteral() || part.isNumberLiteral());
    const objects = parts.filter((part) => this.isObject(part));
    const others = parts.filter((part) => !literals.includes(part as never) && !objects.includes(part));
    const shapes = [
      ...(literals.length > 0 ? [{ e: literals.map(({ value }) => value) }] : []),
      ...new Set(
        others.filter(({ flags }) => !(flags & TypeFlags.Undefined)).map((part) => this.shape(part)),
      ),
      ...(objects.length > 0 ? [this.objects(objects)] : []),
    ];
    const [only] = shapes;
    return shapes.length === 1 && only !== undefined ? only : { u: shapes };
  }

  /** Told apart by a field with fixed words; else one object that may have every field, where they have one in common. */
  private objects(parts: ts.Type[]): Shape {
    const [first] = parts;
    if (!first || parts.length === 1) return first ? this.shape(first) : { u: [] };
    const common = first
      .getProperties()
      .filter((property) => parts.every((part) => isNeeded(part, property.name)));
    const teller = common.find(({ name }) => parts.every((part) => this.wordsIn(part, name).length > 0));
    if (teller) return this.toldApart(parts, teller.name);
    return common.length > 0 ? { o: this.merged(parts) } : { u: parts.map((part) => this.shape(part)) };
  }

  private toldApart(parts: ts.Type[], teller: string): Shape {
    const by: Record<string, Shape> = {};
    for (const part of parts)
      for (const word of this.wordsIn(part, teller)) {
        const known = by[word];
        by[word] = known === undefined ? this.shape(part) : { u: [known, this.shape(part)] };
      }
    return { d: teller, by };
  }

  private merged(parts: ts.Type[]): Fields {
    const all = parts.map((part) => this.fields(part));
    const names = [...new Set(all.flatMap((fields) => Object.keys(fields)))];
    return Object.fromEntries(names.map((name) => [name, mergedField(all.map((fields) => fields[name]))]));
  }

  private wordsIn(part: ts.Type, name: string): string[] {
    const property = part.getProperty(name);
    if (!property) return [];
    const type = this.checker.getTypeOfSymbol(property);
    const words = type.isUnion() ? type.types : [type];
    return words.every((word) => word.isStringLiteral()) ? words.map(({ value }) => value) : [];
  }

  private isObject(type: ts.Type): boolean {
    return plainShape(type) === null && !this.elementOf(type) && !(type.flags & TypeFlags.Undefined);
  }

  private elementOf(type: ts.Type): ts.Type | undefined {
    const isList = this.checker.isArrayType(type) || this.checker.isTupleType(type);
    return isList ? this.checker.getTypeArguments(type as ts.TypeReference)[0] : undefined;
  }

  private nameOf(type: ts.Type): string | null {
    const symbol = type.getSymbol();
    if (!symbol || symbol.name === '__type') return null;
    return this.checker.getFullyQualifiedName(symbol).replace(/^".*"\./, '');
  }
}

/** Text, number, yes or no, a file, a fixed word; null for everything that is made of parts. */
function plainShape(type: ts.Type): Shape | null {
  if (type.isStringLiteral() || type.isNumberLiteral()) return { e: [type.value] };
  if (type.isIntersection()) return type.types.map(plainShape).find((shape) => shape !== null) ?? null;
  const known = PLAIN.find(([flags]) => type.flags & flags);
  if (!known) throw new Error(`no shape for a type of flags ${type.flags}`);
  return known[1];
}

function nameOfUnion(type: ts.UnionType): string | null {
  const file = type.aliasSymbol?.declarations?.[0]?.getSourceFile().fileName ?? '';
  return file.includes('@grammyjs') ? (type.aliasSymbol?.name ?? null) : null;
}

function isOptional({ flags }: ts.Symbol): boolean {
  return (flags & ts.SymbolFlags.Optional) !== 0;
}

function isNeeded(type: ts.Type, name: string): boolean {
  const property = type.getProperty(name);
  return property !== undefined && !isOptional(property);
}

function mergedField(found: (Field | undefined)[]): Field {
  const there = found.filter((field) => field !== undefined);
  const shapes = [...new Map(there.map(({ is }) => [JSON.stringify(is), is])).values()];
  const [is = 's'] = shapes;
  const { need: _need, ...first } = there[0] ?? { is };
  const isNeededByAll = there.length === found.length && there.every(({ need }) => need === 1);
  return { ...first, is: shapes.length > 1 ? { u: shapes } : is, ...(isNeededByAll ? { need: 1 } : {}) };
}

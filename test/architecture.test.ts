import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

// Which file may import which stands in .dependency-cruiser.cjs.

const ROOMS =
  'bot commands db jobs model panel payments sandbox services system web services/catalog services/checkout services/delivery services/figures services/fleet services/lanes services/ledger services/lifecycle services/messages services/panel-suite services/ports services/provisioning services/seats services/staff services/traffic services/upkeep';
const FILES = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`)
  .sort();
const SOURCES = FILES.filter((file) => file.endsWith('.ts'));

const under = (...folders: string[]) =>
  SOURCES.filter((file) => folders.some((folder) => file.startsWith(`src/${folder}/`)));
const notUnder = (...folders: string[]) => SOURCES.filter((file) => !under(...folders).includes(file));

const COMMENTS = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;
const codeOf = (file: string) => readFileSync(file, 'utf8').replace(COMMENTS, '');
const breaking = (files: string[], rule: RegExp) => files.filter((file) => rule.test(codeOf(file)));

describe('the floor plan', () => {
  it('has a place for every room, so that no rule looks past a new one', () => {
    const depth = (file: string) => (file.startsWith('src/services/') ? 3 : 2);
    const folders = FILES.map((file) =>
      file
        .split('/')
        .slice(1, -1)
        .slice(0, depth(file) - 1)
        .join('/'),
    );

    expect([...new Set(folders)].filter((folder) => folder && !ROOMS.split(' ').includes(folder))).toEqual(
      [],
    );
  });

  it('has names in kebab-case, folders too', () => {
    expect(FILES.filter((file) => !/^[a-z0-9-/]+\.(ts|js|css|html|json)$/.test(file))).toEqual([]);
  });

  it('has no file of more than 250 lines', () => {
    const lines = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n').length;

    expect(FILES.filter((file) => /\.[tj]s$/.test(file) && lines(file) > 250)).toEqual([]);
  });
});

describe('the model', () => {
  it('is free of waiting, of clocks and of chance', () => {
    const impure = /\basync\b|\bawait\b|\bPromise\b|new Date\(\)|Date\.now|Math\.random|\bcrypto\b/;

    expect(breaking(under('model'), impure)).toEqual([]);
  });

  it('alone changes what its methods change', () => {
    const guarded = new Set(under('model').flatMap(assignedFields).filter(isOwn).map(nameOf));
    const changes = under('services', 'bot', 'web', 'jobs')
      .flatMap(assignedFields)
      .filter((field) => !isOwn(field) && guarded.has(nameOf(field)));

    expect([...guarded]).toEqual(expect.arrayContaining(['status', 'currentClients', 'expiresAt']));
    expect(changes.map(placeOf)).toEqual([]);
  });
});

describe('the seats', () => {
  it('change in one file of statements', () => {
    expect(breaking(SOURCES, /current_clients\s*=/)).toEqual(['src/services/seats/seat-statements.ts']);
  });

  it('are given back in the model by their unit alone', () => {
    expect(breaking(SOURCES, /\.decrementClients\(/)).toEqual(['src/model/order-server-client.ts']);
  });
});

describe('the services', () => {
  it('know of SQL no more than the manager that runs their statements', () => {
    const more = /^import (?!type \{ SqlEntityManager \}).*'@mikro-orm\/sql'/m;

    expect(breaking(under('services'), more)).toEqual([]);
  });

  it('take nothing but a predicate from the network library', () => {
    expect(breaking(under('services'), /^import (?!\{ isIP \}).*'(node:)?net'/m)).toEqual([]);
  });
});

describe('the shop', () => {
  it('runs its SQL in the transaction at hand, past which the embedded database hangs', () => {
    expect(breaking(notUnder('sandbox'), /\bgetConnection\(/)).toEqual([]);
  });

  it('asks the ports for time, for chance and for ids', () => {
    const own = /new Date\(\)|Date\.now|Math\.random|\brandom(UUID|Bytes|Int)\b/;

    expect(breaking(under('services', 'bot', 'jobs', 'web', 'panel', 'payments'), own)).toEqual([]);
  });

  it('reads the environment in its configuration only; a command may hand it on to a child', () => {
    const readers = breaking(SOURCES, /(?<!\.\.\.)\bprocess\.env\b/);

    expect(readers.filter((file) => !/^src\/config[a-z-]*\.ts$/.test(file))).toEqual([]);
    expect(breaking(notUnder('commands'), /\.\.\.process\.env\b/)).toEqual([]);
  });

  it('prints in its commands only; elsewhere it logs', () => {
    expect(breaking(notUnder('commands'), /\bconsole\./)).toEqual([]);
  });
});

describe('the words of the bot', () => {
  it('stand in locales/, none in a view or a handler', () => {
    expect(under('bot/views', 'bot/customer').flatMap((file) => phrases(parsed(file)))).toEqual([]);
  });

  it('stand in locales/, none in a call that talks', () => {
    const talks =
      /^(reply\w*|send\w+|edit\w*(Text|Caption|Markup)|answer\w*|say|ask|tell|show|alert|button|text)$/;
    const calls = under('bot')
      .flatMap((file) => nodesOf(parsed(file)))
      .filter(ts.isCallExpression);
    const talking = calls.filter((call) => talks.test(call.expression.getText().split('.').at(-1) ?? ''));

    expect(talking.length).toBeGreaterThan(20);
    expect(talking.flatMap((call) => call.arguments.flatMap(phrases))).toEqual([]);
  });
});

function parsed(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
}

function nodesOf(node: ts.Node, isForeign: (node: ts.Node) => boolean = () => false): ts.Node[] {
  if (isForeign(node)) return [];
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  return [node, ...children.flatMap((child) => nodesOf(child, isForeign))];
}

/** `a.b` in `a.b = 1`, `a.b += 1` and `a.b++`. */
function assignedFields(file: string): ts.PropertyAccessExpression[] {
  return nodesOf(parsed(file))
    .map(changedBy)
    .filter((target) => target !== undefined)
    .filter(ts.isPropertyAccessExpression);
}

function changedBy(node: ts.Node): ts.Node | undefined {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) return node.left;
  if (ts.isPostfixUnaryExpression(node)) return node.operand;
  const steps = [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken];
  return ts.isPrefixUnaryExpression(node) && steps.includes(node.operator) ? node.operand : undefined;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isOwn(field: ts.PropertyAccessExpression): boolean {
  return field.expression.kind === ts.SyntaxKind.ThisKeyword;
}

function nameOf(field: ts.PropertyAccessExpression): string {
  return field.name.text;
}

function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.getText()}`;
}

/** Literals of two words or more, apart from SQL, the markup of pictures and what is said to the people who run the shop. */
function phrases(root: ts.Node): string[] {
  return nodesOf(root, isForOthers)
    .filter((node) => ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node))
    .filter((node) => /\p{L}[,.!?:]* +\p{L}/u.test(node.getText()))
    .map(placeOf);
}

function isForOthers(node: ts.Node): boolean {
  if (ts.isTaggedTemplateExpression(node)) return ['sql', 'svg'].includes(node.tag.getText());
  if (ts.isNewExpression(node)) return /(Error|Fault|Violation)$/.test(node.expression.getText());
  return ts.isCallExpression(node) && /\blog\.\w+$/.test(node.expression.getText());
}

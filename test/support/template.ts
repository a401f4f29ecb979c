import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openInMemory } from '../../src/db/open-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseTemplate: string;
  }
}

/** One migrated embedded database, kept as a tar: migrations run once per set of migrations, not once per file. */
export async function setup(project: TestProject): Promise<void> {
  const file = resolve(`node_modules/.cache/pglite-${fingerprint()}.tar`);
  if (!existsSync(file)) await make(file);
  project.provide('databaseTemplate', file);
}

function fingerprint(): string {
  const hash = createHash('sha256').update(readFileSync('package-lock.json'));
  for (const file of globSync('migrations/*.ts').sort()) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

async function make(file: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const database = await openInMemory();
  await database.migrator.up();
  const dump = await database.dump?.();
  if (!dump) throw new Error('the embedded database gave no dump');
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, Buffer.from(await dump.arrayBuffer()));
  renameSync(unfinished, file);
  await database.close();
}

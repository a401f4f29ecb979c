import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** One change, as it stands in the journal: collection, id and value; no value = taken away. */
type Line = { c: string; id: string; v?: unknown };

/**
 * What the world remembers: named collections of plain JSON values. A change is in the journal file before `put`
 * returns, so what was answered survives kill -9. Without a folder it lives in memory alone.
 */
export class Shelf {
  private readonly collections = new Map<string, Map<string, unknown>>();
  private readonly journal: string | null;
  private readonly changes = new Map<string, number>();

  constructor(folder: string | null, options: { fresh?: boolean } = {}) {
    this.journal = folder === null ? null : join(folder, 'journal.jsonl');
    if (folder === null) return;
    mkdirSync(folder, { recursive: true });
    if (options.fresh) rmSync(join(folder, 'journal.jsonl'), { force: true });
    this.replay();
    this.compact();
  }

  get<Value>(collection: string, id: string | number): Value | undefined {
    return this.collections.get(collection)?.get(String(id)) as Value | undefined;
  }

  /** In the order in which they were first put. */
  all<Value>(collection: string): Value[] {
    return [...(this.collections.get(collection)?.values() ?? [])] as Value[];
  }

  /** How often the collections whose names begin so were changed in this process. */
  changesOf(beginning: string): number {
    let sum = 0;
    for (const [name, changes] of this.changes) if (name.startsWith(beginning)) sum += changes;
    return sum;
  }

  put(collection: string, id: string | number, value: unknown): void {
    this.write({ c: collection, id: String(id), v: value });
  }

  remove(collection: string, id: string | number): void {
    this.write({ c: collection, id: String(id) });
  }

  private write(line: Line): void {
    if (this.journal) appendFileSync(this.journal, `${JSON.stringify(line)}\n`);
    this.apply(line);
  }

  private apply({ c, id, v }: Line): void {
    const values = this.collections.get(c) ?? new Map<string, unknown>();
    this.changes.set(c, (this.changes.get(c) ?? 0) + 1);
    this.collections.set(c, values);
    if (v === undefined) values.delete(id);
    else values.set(id, v);
  }

  /** A last line that was cut off by a kill was never answered for, so it is dropped. */
  private replay(): void {
    if (!this.journal || !existsSync(this.journal)) return;
    for (const text of readFileSync(this.journal, 'utf8').split('\n')) {
      try {
        if (text) this.apply(JSON.parse(text) as Line);
      } catch {
        return;
      }
    }
  }

  private compact(): void {
    if (!this.journal) return;
    const lines = [...this.collections].flatMap(([c, values]) =>
      [...values].map(([id, v]) => `${JSON.stringify({ c, id, v })}\n`),
    );
    writeFileSync(`${this.journal}.new`, lines.join(''));
    renameSync(`${this.journal}.new`, this.journal);
  }
}

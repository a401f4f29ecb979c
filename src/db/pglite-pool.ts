import { EventEmitter } from 'node:events';
import type { PGlite } from '@electric-sql/pglite';
import type { Pool } from 'pg';

type Row = Record<string, unknown>;
type Answer = { rows: Row[]; rowCount: number };

/** As `pg` reads them: timestamps are Dates, int8 stays text. The mapper reads the same columns as text. */
const parsers = {
  1114: (text: string) => new Date(`${text}Z`),
  1184: (text: string) => new Date(text),
  20: (text: string) => text,
};

const LISTEN = /^\s*(UN)?LISTEN\s+"([^"]+)"/i;

/** The part of a `pg` client that Agenda uses, over the one session of the embedded database. */
class EmbeddedClient extends EventEmitter {
  readonly #pglite: PGlite;
  readonly #unlisten = new Map<string, () => Promise<void>>();

  constructor(pglite: PGlite) {
    super();
    this.#pglite = pglite;
  }

  async query(sql: string, params?: unknown[]): Promise<Answer> {
    const [, off, channel] = LISTEN.exec(sql) ?? [];
    if (channel) return off ? this.unlisten(channel) : this.listen(channel);
    if (params === undefined) return this.exec(sql);
    const answer = await this.#pglite.query<Row>(sql, params, { parsers });
    // PGlite leaves affectedRows at 0 for SELECT; pg counts the rows.
    return { rows: answer.rows, rowCount: answer.affectedRows || answer.rows.length };
  }

  release(): void {}

  private async exec(sql: string): Promise<Answer> {
    const last = (await this.#pglite.exec(sql, { parsers })).at(-1);
    return { rows: last?.rows ?? [], rowCount: last?.affectedRows ?? last?.rows.length ?? 0 };
  }

  private async listen(channel: string): Promise<Answer> {
    const tell = (payload: string) => this.emit('notification', { channel, payload, processId: 0 });
    this.#unlisten.set(channel, await this.#pglite.listen(`"${channel}"`, tell));
    return { rows: [], rowCount: 0 };
  }

  private async unlisten(channel: string): Promise<Answer> {
    await this.#unlisten.get(channel)?.();
    this.#unlisten.delete(channel);
    return { rows: [], rowCount: 0 };
  }
}

/** The part of `pg.Pool` that Agenda uses, over the embedded database (STACK.md 2). */
export function pglitePool(pglite: PGlite): Pool {
  const pool = {
    connect: async () => new EmbeddedClient(pglite),
    query: (sql: string, params?: unknown[]) => new EmbeddedClient(pglite).query(sql, params),
    end: async () => {},
    on: () => pool,
  };
  return pool as unknown as Pool;
}

import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const AGAIN_MS = 1_000;

/**
 * Hears what other processes say on a channel of the database (LISTEN), on a connection of its own. A lost connection
 * is made anew; what was said meanwhile nobody repeats, so whoever listens also looks by himself from time to time.
 */
export class Listener {
  private readonly url: string;
  private readonly channel: string;
  private readonly hear: (word: string) => void;
  private readonly ending = new AbortController();
  private readonly loop: Promise<void>;

  /**
   * @param options `channel`: a plain name, it stands in the statement. `hear`: gets what was said; '' also when the
   * connection was made, because something may have been said before.
   */
  constructor({ url, channel, hear }: { url: string; channel: string; hear: (word: string) => void }) {
    this.url = url;
    this.channel = channel;
    this.hear = hear;
    this.loop = this.run();
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.loop;
  }

  private async run(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      await this.listen().catch(() => {});
      await wait(AGAIN_MS, undefined, { signal }).catch(() => {});
    }
  }

  /** Returns when the connection is over. */
  private async listen(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, keepAlive: true });
    const over = Promise.withResolvers<void>();
    const end = () => over.resolve();
    client.on('error', end);
    client.on('end', end);
    client.on('notification', ({ payload = '' }) => this.hear(payload));
    this.ending.signal.addEventListener('abort', end);
    try {
      await client.connect();
      await client.query(`listen ${this.channel}`);
      this.hear('');
      await over.promise;
    } finally {
      this.ending.signal.removeEventListener('abort', end);
      await client.end().catch(() => {});
    }
  }
}

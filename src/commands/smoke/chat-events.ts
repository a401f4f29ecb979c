import { createInterface } from 'node:readline';
import axios from 'axios';
import { z } from 'zod';

const event = z.object({ person: z.number() });

/** When each chat changed last, as the world tells it: so nobody has to ask all the time. */
export class ChatEvents {
  private readonly changes = new Map<number, number>();
  private readonly ending = new AbortController();

  static async open(worldUrl: string): Promise<ChatEvents> {
    const events = new ChatEvents();
    const { data } = await axios.get<NodeJS.ReadableStream>(`${worldUrl}/_emu/events`, {
      proxy: false,
      responseType: 'stream',
      signal: events.ending.signal,
    });
    const lines = createInterface({ input: data });
    for (const each of [data, lines]) each.on('error', () => undefined); // cut when the walk is over
    lines.on('line', (line) => events.take(line));
    return events;
  }

  /** By `performance.now()`; 0 = not since this was opened. */
  lastChange(person: number): number {
    return this.changes.get(person) ?? 0;
  }

  close(): void {
    this.ending.abort();
  }

  private take(line: string): void {
    if (!line.startsWith('data: ')) return;
    const read = event.safeParse(JSON.parse(line.slice('data: '.length)));
    if (read.success) this.changes.set(read.data.person, performance.now());
  }
}

import type { Logger } from '../services/ports/logger.ts';
import type { Digest } from './digests.ts';
import { type Opened, openedText } from './opened-answer.ts';
import { ReadingThread } from './reading-thread.ts';

export type AnswerReaderOptions = {
  readonly log?: Logger;
  /** Bodies of fewer bytes are read where they came in. A megabyte is about 1,400 clients. */
  readonly largeBytes?: number;
  /** How long a thread without work is kept, in milliseconds: it holds memory for the largest answer. */
  readonly idleMs?: number;
  /** What the thread runs. */
  readonly program?: URL;
};

const LARGE_BYTES = 1024 ** 2;
const IDLE_MS = 30_000;
const PROGRAM = new URL('./reading-thread-program.ts', import.meta.url);

/**
 * Reads answers of panels. Large ones go to a thread of their own, so that taps are answered meanwhile: 20,000 clients
 * are 11 to 15 MB of JSON. There is one thread, started on first need; where none starts, answers are read here.
 */
export class AnswerReader {
  private readonly options: AnswerReaderOptions;
  private thread: Promise<ReadingThread | null> | null = null;
  private idle: NodeJS.Timeout | undefined;

  constructor(options: AnswerReaderOptions = {}) {
    this.options = options;
  }

  /** A large body is gone afterwards. @throws {PanelFault} of the digest; `ambiguous` when the thread ended over it. */
  async open(body: Uint8Array<ArrayBuffer>, digest: Digest): Promise<Opened> {
    const isLarge = body.byteLength >= (this.options.largeBytes ?? LARGE_BYTES);
    const thread = isLarge ? await this.running() : null;
    if (thread === null) return openedText(new TextDecoder().decode(body), digest);
    clearTimeout(this.idle);
    try {
      return await thread.read(alone(body), digest);
    } finally {
      if (!thread.isBusy) this.rest();
    }
  }

  /** Ends the thread; what it was reading is given up. A later answer starts a new one. */
  async close(): Promise<void> {
    clearTimeout(this.idle);
    const thread = this.thread;
    this.thread = null;
    await (await thread)?.end();
  }

  private rest(): void {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => void this.close(), this.options.idleMs ?? IDLE_MS).unref();
  }

  /** null = this machine starts no thread: that is logged, and tried again with the next large answer. */
  private async running(): Promise<ReadingThread | null> {
    const known = this.thread;
    const present = await known;
    if (present && !present.isOver) return present;
    if (this.thread === known) this.thread = this.started();
    return this.thread;
  }

  private async started(): Promise<ReadingThread | null> {
    try {
      return await ReadingThread.start(this.options.program ?? PROGRAM);
    } catch (error) {
      this.thread = null;
      this.options.log?.warn('panel.thread-not-started', { error });
      return null;
    }
  }
}

/** Only a buffer that holds nothing else can be handed over. */
const alone = (body: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  body.byteLength === body.buffer.byteLength ? body : new Uint8Array(body);

import { Worker } from 'node:worker_threads';
import { PanelFault } from '../services/ports/panel.ts';
import type { Digest } from './digests.ts';
import type { Opened } from './opened-answer.ts';
import type { Delivery, Order } from './reading-thread-program.ts';

type Waiting = { resolve(opened: Opened): void; reject(fault: Error): void };

/** An answer that needs more ends its thread, and not the shop. */
const MOST_HEAP_MB = 768;

/** One thread that reads answers, for as long as it lives. It keeps the process alive only while it has work. */
export class ReadingThread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private no = 0;
  private ended = false;

  private constructor(worker: Worker) {
    this.worker = worker;
    worker.on('message', (message: Delivery | 'ready') => message !== 'ready' && this.deliver(message));
    worker.on('error', (cause) => this.lose(cause));
    worker.on('exit', () => this.lose(new Error('the thread ended')));
  }

  /** @throws {Error} when this machine starts no thread, or the program fails at once. */
  static async start(program: URL): Promise<ReadingThread> {
    const worker = new Worker(program, { resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP_MB } });
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the thread ended at once')));
    });
    worker.unref();
    return new ReadingThread(worker);
  }

  get isBusy(): boolean {
    return this.waiting.size > 0;
  }

  get isOver(): boolean {
    return this.ended;
  }

  /** The body is handed over and gone afterwards. @throws {PanelFault} `ambiguous` when the thread ended over it. */
  async read(body: Uint8Array<ArrayBuffer>, digest: Digest): Promise<Opened> {
    this.no += 1;
    const order: Order = { no: this.no, body, digest };
    this.worker.ref();
    try {
      return await new Promise<Opened>((resolve, reject) => {
        this.waiting.set(order.no, { resolve, reject });
        this.worker.postMessage(order, [body.buffer]);
      });
    } finally {
      this.waiting.delete(order.no);
      if (!this.isBusy) this.worker.unref();
    }
  }

  /** What it was reading is given up. */
  async end(): Promise<void> {
    this.ended = true;
    await this.worker.terminate();
  }

  private deliver(delivery: Delivery): void {
    const waiting = this.waiting.get(delivery.no);
    if ('opened' in delivery) waiting?.resolve(delivery.opened);
    else waiting?.reject(new PanelFault(delivery.fault.kind, delivery.fault.message));
  }

  private lose(cause: Error): void {
    this.ended = true;
    for (const { reject } of this.waiting.values()) {
      reject(new PanelFault('ambiguous', 'an answer of a panel could not be read to its end', { cause }));
    }
  }
}

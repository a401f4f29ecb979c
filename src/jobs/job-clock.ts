/** What a job was woken with; read back by a schema, because a store may hold what an older program wrote. */
export type JobData = Readonly<Record<string, string>>;

/**
 * What ticks, and what wakes the nearest worker. It may lose everything and repeat anything: rows are the truth
 * (DESIGN 4), so whatever it starts may run twice, late or not at all.
 */
export type JobClock = {
  /**
   * What is done under a name, before `start`. A handler that throws is repeated some times, later each time; a
   * `RangeError` says that what is asked can never be done: that job has failed at once.
   * `lockMs`: after so long a handler counts as dead, and another process may begin it again.
   */
  define(name: string, handle: (data: unknown) => Promise<unknown>, times?: { lockMs: number }): void;
  /** Begins to tick. May be called again after it failed. @throws what the store throws. */
  start(): Promise<void>;
  /** Has a name done by one process every so often (`'2 minutes'`), at first now. @throws what the store throws. */
  every(interval: string, name: string): Promise<void>;
  /** Has a name done once, by whoever comes first. @throws what the store throws: then nobody was woken. */
  now(name: string, data: JobData): Promise<void>;
  /** Throws away what was done before that moment. */
  prune(before: Date): Promise<void>;
  /** Frees what dead processes hold; for the embedded database at boot, where no other process can be alive. */
  unlockAll(): Promise<void>;
  /** Takes nothing up any more, waits for what runs, at most so long, and frees what this process holds. */
  drain(mostMs: number): Promise<void>;
};

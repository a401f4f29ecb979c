/** So many wait already: who comes now has to come again. */
export class TooManyWait extends Error {
  override readonly name = 'TooManyWait';
}

/** The database did not answer in time. What it does with the question later does no harm: it is asked again. */
class TooLate extends Error {
  override readonly name = 'TooLate';
}

type Waiting<Item> = { readonly item: Item; readonly end: PromiseWithResolvers<void> };

export type GatheredStoreOptions<Item> = {
  /** One statement for all; done when they are committed. */
  store(items: readonly Item[]): Promise<unknown>;
  /** Who may wait at once. */
  readonly most: number;
  /** Real ms for one statement. */
  readonly patienceMs: number;
};

/**
 * Stores what comes at the same time in one statement after the other: however many bring something, one connection of
 * the database is taken, and the others stay for those who buy.
 */
export class GatheredStore<Item> {
  private readonly options: GatheredStoreOptions<Item>;
  private waiting: Waiting<Item>[] = [];
  private isRunning = false;

  constructor(options: GatheredStoreOptions<Item>) {
    this.options = options;
  }

  /** Resolves when the item is committed. @throws {TooManyWait}, and what the store throws. */
  async add(item: Item): Promise<void> {
    if (this.waiting.length >= this.options.most) throw new TooManyWait();
    const end = Promise.withResolvers<void>();
    this.waiting.push({ item, end });
    if (!this.isRunning) void this.run();
    await end.promise;
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.waiting.length > 0) {
      const taken = this.waiting;
      this.waiting = [];
      await this.storeAll(taken);
    }
    this.isRunning = false;
  }

  /** One that cannot be stored must not keep its neighbours from being stored: then each is tried alone. */
  private async storeAll(taken: readonly Waiting<Item>[]): Promise<void> {
    const fault = await this.faultOf(taken);
    if (fault === null) return taken.forEach(({ end }) => void end.resolve());
    const isAlone = taken.length === 1 || fault instanceof TooLate;
    if (isAlone) return taken.forEach(({ end }) => void end.reject(fault));
    for (const each of taken) await this.storeAll([each]);
  }

  /** null = all are stored. */
  private async faultOf(taken: readonly Waiting<Item>[]): Promise<unknown> {
    try {
      await this.inTime(taken.map(({ item }) => item));
      return null;
    } catch (fault) {
      return fault;
    }
  }

  private async inTime(items: readonly Item[]): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new TooLate()), this.options.patienceMs);
    try {
      await Promise.race([this.options.store(items), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

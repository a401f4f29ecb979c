import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { GatheredStore, TooManyWait } from '../../src/web/gathered-store.ts';

type Batch = { items: readonly number[]; end: PromiseWithResolvers<void> };

/** A database whose answers a test gives by hand. */
function gathered({ most = 10, patienceMs = 60_000 } = {}) {
  const batches: Batch[] = [];
  const store = (items: readonly number[]) => {
    const end = Promise.withResolvers<void>();
    batches.push({ items, end });
    return end.promise;
  };
  const inbox = new GatheredStore<number>({ store, most, patienceMs });
  const add = (...items: number[]) => items.map((item) => outcome(inbox.add(item)));
  const asked = async (times: number) => {
    while (batches.length < times) await turn();
    return batches[times - 1]?.end;
  };
  return { batches, add, asked };
}

const outcome = (added: Promise<void>): Promise<string> =>
  added.then(
    () => 'stored',
    (fault: unknown) => (fault instanceof Error ? fault.name : 'fault'),
  );

describe('storing what comes at the same time', () => {
  it('asks the database once for all that came while it was busy', async () => {
    const { batches, add, asked } = gathered();

    const outcomes = add(1, 2, 3, 4);
    (await asked(1))?.resolve();
    (await asked(2))?.resolve();

    expect(await Promise.all(outcomes)).toEqual(['stored', 'stored', 'stored', 'stored']);
    expect(batches.map(({ items }) => items)).toEqual([[1], [2, 3, 4]]);
  });

  it('tells nobody that they are stored before they are', async () => {
    const { add, asked } = gathered();
    let told = 0;

    for (const each of add(1, 2)) void each.then(() => told++);
    await asked(1);
    await turn();
    const before = told;
    (await asked(1))?.resolve();
    await asked(2);

    expect([before, told]).toEqual([0, 1]);
  });

  it('tries each alone where one of them cannot be stored, so that its neighbours are', async () => {
    const { add, asked } = gathered();

    const outcomes = add(1, 666, 3);
    (await asked(1))?.resolve();
    (await asked(2))?.reject(new TypeError('poison'));
    (await asked(3))?.reject(new TypeError('poison'));
    (await asked(4))?.resolve();

    expect(await Promise.all(outcomes)).toEqual(['stored', 'TypeError', 'stored']);
  });

  it('gives up a database that hangs, for all at once, and asks it anew for the next', async () => {
    const { batches, add, asked } = gathered({ patienceMs: 30 });

    const outcomes = await Promise.all(add(1, 2, 3));
    const next = add(4);
    (await asked(3))?.resolve();

    expect(outcomes).toEqual(['TooLate', 'TooLate', 'TooLate']);
    expect(await Promise.all(next)).toEqual(['stored']);
    expect(batches.map(({ items }) => items)).toEqual([[1], [2, 3], [4]]);
  });

  it('lets no more than so many wait', async () => {
    const { add, asked } = gathered({ most: 2 });

    const outcomes = add(1, 2, 3, 4);
    (await asked(1))?.resolve();
    (await asked(2))?.resolve();

    expect(await Promise.all(outcomes)).toEqual(['stored', 'stored', 'stored', TooManyWait.name]);
  });
});

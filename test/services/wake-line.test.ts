import { afterEach, beforeEach, describe, expect, it, type TestContext, vi } from 'vitest';
import type { Database } from '../../src/db/open-database.ts';
import { heardWake, WAKES_CHANNEL, WakeLine } from '../../src/jobs/wake-line.ts';
import { openTestServer, workOn } from '../support/database.ts';
import { lineLogger } from '../support/shop-process.ts';

let ears: { close(): Promise<void> } | undefined;
let done: string[];
beforeEach(() => {
  done = [];
});
afterEach(() => ears?.close());

const worker = {
  orderPaid: (id: string) => void done.push(`order ${id}`),
  lane: (id: number) => void done.push(`lane ${id}`),
  sender: () => void done.push('sender'),
  refunds: () => void done.push('refunds'),
};

/** A worker that listens, and the line of a process that is none. */
async function lineTo(context: TestContext): Promise<{ line: WakeLine; database: Database }> {
  const database = await openTestServer(context);
  const listening = Promise.withResolvers<void>();
  ears = database.listen?.(WAKES_CHANNEL, (word) => (word ? heardWake(word, worker) : listening.resolve()));
  await listening.promise;
  return { line: new WakeLine({ work: workOn(database), log: lineLogger([]) }), database };
}

describe('a wake for other processes', () => {
  it('reaches the worker, whatever it is for', async (context) => {
    const { line } = await lineTo(context);

    line.orderPaid('abc');
    line.lane(7);
    line.sender();
    line.refunds();

    await vi.waitFor(() => expect([...done].sort()).toEqual(['lane 7', 'order abc', 'refunds', 'sender']), {
      timeout: 1_000,
    });
  });

  it('is said once, however often one purchase asks for it', async (context) => {
    const { line } = await lineTo(context);

    for (let time = 0; time < 20; time++) line.sender();
    line.refunds();

    await vi.waitFor(() => expect(done).toContain('refunds'), { timeout: 1_000 });
    expect(done.filter((word) => word === 'sender')).toHaveLength(1);
  });

  it('is passed over where nobody knows its word', async (context) => {
    const { line, database } = await lineTo(context);

    for (const word of ['lane seven', 'lane -1', 'order', 'restart all'])
      await database.em().execute(`select pg_notify('wakes', '${word}')`);
    line.sender();

    await vi.waitFor(() => expect(done).toEqual(['sender']), { timeout: 1_000 });
  });
});

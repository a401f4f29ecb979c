import { afterEach, describe, expect, it } from 'vitest';
import { INBOX_CHANNEL, storeFromWebhook } from '../../src/bot/inbox/store-from-webhook.ts';
import { systemClock } from '../../src/system/clock.ts';
import { openTestServer, workOn } from '../support/database.ts';
import { BOT, message, quiet } from './inbox-scene.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(open.splice(0).map((each) => each.close())));

describe('updates that another process has stored', () => {
  it('are heard of at once, and updates that are there already are not', async (context) => {
    const database = await openTestServer(context);
    const work = workOn(database);
    const store = storeFromWebhook({ work, clock: systemClock, botId: BOT, onStored: quiet.info });
    let heard = 0;
    const ring = { next: Promise.withResolvers<void>() };
    const ears = database.listen?.(INBOX_CHANNEL, () => {
      heard += 1;
      ring.next.resolve();
      ring.next = Promise.withResolvers();
    });
    if (ears) open.push(ears);
    const heardAfter = async (act: () => Promise<unknown>) => {
      const { promise } = ring.next;
      await act();
      await promise;
    };
    await ring.next.promise; // it listens

    await heardAfter(() => store([message(1, 1)]));
    await store([message(1, 1)]);
    await heardAfter(() => store([message(2, 1)]));

    expect(heard).toBe(3);
  });

  it('are heard of again after the connection was lost', async (context) => {
    const database = await openTestServer(context);
    const rings: (() => void)[] = [];
    const heard = () => new Promise<void>((resolve) => rings.push(resolve));
    const listening = heard();
    const ears = database.listen?.(INBOX_CHANNEL, () => rings.shift()?.());
    if (ears) open.push(ears);
    await listening;

    const again = heard();
    await database
      .em()
      .execute(
        `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen inbox' and datname = current_database()`,
      );
    await again;
    const next = heard();
    await database.em().execute(`select pg_notify('inbox', '')`);
    await next;

    expect(rings).toEqual([]);
  });
});

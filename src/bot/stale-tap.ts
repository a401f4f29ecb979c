import type { Update } from 'grammy/types';

/** No button has this data, so its press is answered as out of date, with a fresh screen. */
const STALE = 'stale';

/** A press that waited too long does nothing any more (contracts/telegram.md B3). Other updates stay as they are. */
export function staleTap(update: Update): Update {
  const { callback_query: query } = update;
  if (!query?.data) return update;
  return { ...update, callback_query: { ...query, data: STALE } };
}

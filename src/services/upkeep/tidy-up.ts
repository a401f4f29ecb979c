import { abandonDedicated, forgetOldNews, freeDeadSeats } from './mend-books.ts';
import type { UpkeepNeeds } from './needs.ts';
import { removeStrays } from './stray-inbounds.ts';
import { type SweepName, tally } from './sweep.ts';

/** How much was cleared away: orders that kept seats, inbounds of nobody, old news. */
export type Tidied = { seats: number; inbounds: number; news: number };

/** What needs nobody's word and nobody waits for; doing it twice changes nothing more. */
export async function tidyUp(needs: UpkeepNeeds): Promise<Tidied> {
  const seats = counted('seats-of-dead-orders', await freeDeadSeats(needs));
  const over = await abandonDedicated(needs);
  const inbounds = counted('dedicated-inbounds', over + (await removeStrays(needs)));
  const news = counted('history', await forgetOldNews(needs));
  const tidied = { seats, inbounds, news };
  if (seats + inbounds + news > 0) needs.log.info('shop.tidied', tidied);
  return tidied;
}

function counted(sweep: SweepName, found: number): number {
  tally(sweep, { found, fixed: found, failed: 0 });
  return found;
}

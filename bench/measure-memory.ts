import { setTimeout as wait } from 'node:timers/promises';
import { Box } from '../src/commands/smoke/box.ts';
import type { SmokePerson } from '../src/commands/smoke/person.ts';
import { buyOnce, type Delivered, deliveries, someBuyers } from './buyers.ts';
import { type Figure, figure } from './figures.ts';
import { tapAnswers } from './tap-answers.ts';

export type MemoryLoad = {
  /** How the database is called in the figures. */
  database: string;
  /** Left out = the embedded one. */
  databaseUrl?: string;
  /** Half of them by people who press at once, half by people who read first. */
  purchases: number;
  people: number;
  tapSeconds: number;
};

type Measuring = MemoryLoad & { box: Box; buyers: readonly SmokePerson[] };

const THINK_MS = 2_000;
const AT_ONCE = 4;
const TAPS_PER_SECOND = 20;
const SETTLE_MS = 20_000;
const DELIVERED_AT_MOST_MS = 1_000;
const ANSWERED_AT_MOST_MS = 150;
const MEMORY_AT_MOST_MB = { embedded: 600, server: 200 };

/** What one shop takes of its machine and lets people wait, in a world of its own that is thrown away. */
export async function measureMemory(load: MemoryLoad): Promise<Figure[]> {
  const box = await Box.open({ quiet: true });
  try {
    await box.startShop(load.databaseUrl);
    const measuring = { ...load, box, buyers: await someBuyers(box, load.people) };
    const figures = [
      ...(await purchases(measuring)),
      ...(await taps(measuring)),
      ...(await memory(measuring)),
    ];
    const violations = await box.violations();
    if (violations > 0)
      throw new Error(`${violations} violations of Telegram’s rules: these figures do not count`);
    return figures;
  } finally {
    await box.close();
  }
}

async function purchases({ box, buyers, purchases: count, database }: Measuring): Promise<Figure[]> {
  const half = Math.ceil(count / 2);
  const hasty = await oneAfterAnother(box, inTurn(buyers, half));
  const calm = await someAtATime(box, inTurn(buyers, half));
  return [
    ...delivery('presses at once', hasty, { database, load: `${half} purchases one after another` }),
    ...delivery(`reads ${THINK_MS / 1_000} s before each press`, calm, {
      database,
      load: `${half} purchases, ${AT_ONCE} at a time`,
    }),
  ];
}

async function oneAfterAnother(box: Box, buyers: readonly SmokePerson[]): Promise<Delivered[]> {
  const bought = [];
  for (const buyer of buyers) bought.push(await buyOnce(buyer, 0));
  await box.settled();
  return deliveries(box, bought);
}

async function someAtATime(box: Box, buyers: readonly SmokePerson[]): Promise<Delivered[]> {
  const bought = [];
  for (let done = 0; done < buyers.length; done += AT_ONCE) {
    const group = buyers.slice(done, done + AT_ONCE);
    bought.push(...(await Promise.all(group.map((buyer) => buyOnce(buyer, THINK_MS)))));
    await box.settled();
  }
  return deliveries(box, bought);
}

function delivery(
  who: string,
  delivered: readonly Delivered[],
  named: { database: string; load: string },
): Figure[] {
  const of = (what: string, samples: number[]) =>
    figure({
      ...named,
      name: `paid to ${what}, person ${who}`,
      unit: 'ms',
      samples,
      p95AtMost: DELIVERED_AT_MOST_MS,
    });
  return [
    of(
      'key',
      delivered.map(({ textMs }) => textMs),
    ),
    of(
      'key and QR',
      delivered.map(({ qrMs }) => qrMs),
    ),
  ];
}

async function taps({ box, buyers, tapSeconds: seconds, database }: Measuring): Promise<Figure[]> {
  await Promise.all(buyers.map((buyer) => buyer.send('/start')));
  await box.settled();
  const { answeredMs, drawnMs } = await tapAnswers(box, buyers, { perSecond: TAPS_PER_SECOND, seconds });
  const load = `${TAPS_PER_SECOND} taps a second for ${seconds} s, ${buyers.length} people`;
  const named = { unit: 'ms', database, load, p95AtMost: ANSWERED_AT_MOST_MS } as const;
  return [
    figure({ ...named, name: 'tap to its answer', samples: answeredMs }),
    figure({ ...named, name: 'tap to the screen drawn', samples: drawnMs }),
  ];
}

/** Settled = the load is over, nothing is due, and the collector of rubbish had its time. */
async function memory({ box, purchases: count, database, databaseUrl }: Measuring): Promise<Figure[]> {
  await box.settled();
  await wait(SETTLE_MS);
  const [settled, peak] = [await box.shopRssMb(), await box.shopPeakMb()];
  if (settled === null || peak === null) return [];
  const maxAtMost = databaseUrl === undefined ? MEMORY_AT_MOST_MB.embedded : MEMORY_AT_MOST_MB.server;
  const named = { unit: 'MB', database, load: `after ${count} purchases and the taps` } as const;
  return [
    figure({ ...named, name: 'shop process, settled', samples: [settled], maxAtMost }),
    figure({ ...named, name: 'shop process, peak', samples: [peak] }),
  ];
}

const inTurn = (buyers: readonly SmokePerson[], count: number): SmokePerson[] =>
  Array.from({ length: count }, (_, at) => buyers[at % buyers.length]).filter((each) => each !== undefined);

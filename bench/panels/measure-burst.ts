import { type Figure, figure } from '../figures.ts';
import { budgetOf } from './budget.ts';
import { naive, orderRate, warm } from './rivals.ts';
import type { Stage } from './stage.ts';

/** PERFORMANCE B2. */
const CALLS_PER_ORDER = 1;
const WORKERS = 8;
/** Sales at a time, before the clock runs. */
const SELLERS = 8;
/** The shop's clients are called `shop-…` (the bench's shop4). */
const OURS = 'shop-';

type Round = { ours: number; naive: number; warm: number; calls: number };

/** A burst of paid orders, and what two others make of the same panels, in turn. */
export async function measureBurst(stage: Stage): Promise<Figure[]> {
  const rounds: Round[] = [];
  for (let round = 0; round < stage.rounds; round++) rounds.push(await playRound(stage));
  return [...rates(stage, rounds), ...(await faults(stage))];
}

async function playRound(stage: Stage): Promise<Round> {
  const { world, rounds, rivalOrders } = stage;
  const orders = Math.round(stage.orders / rounds);
  await sellMany(stage, orders);
  for (const panel of world.panels) await world.news(panel);
  const ours = await deliveryRate(stage, orders);
  const calls = await callsSince(stage);
  const sample = { orders: rivalOrders, workers: WORKERS };
  return {
    ours,
    calls: calls / orders,
    naive: await orderRate(naive, world.panels, sample),
    warm: await orderRate(warm(), world.panels, sample),
  };
}

/** Paid, and nobody is woken yet. */
async function sellMany({ shop, servers }: Stage, orders: number): Promise<void> {
  let next = 0;
  const sellOn = async () => {
    for (let order = next++; order < orders; order = next++) {
      const server = servers[order % servers.length];
      if (server) await shop.sell(server);
    }
  };
  await Promise.all(Array.from({ length: SELLERS }, sellOn));
}

async function deliveryRate({ shop }: Stage, orders: number): Promise<number> {
  const begun = performance.now();
  await shop.deliverAll();
  return (orders * 60_000) / (performance.now() - begun);
}

async function callsSince({ world }: Stage): Promise<number> {
  let calls = 0;
  for (const panel of world.panels) {
    const { writes, reads } = budgetOf(await world.news(panel));
    calls += writes + reads;
  }
  return calls;
}

function rates(
  { named, rounds, orders, rivalOrders, servers, least }: Stage,
  played: readonly Round[],
): Figure[] {
  const load = `${orders} orders in ${rounds} ${rounds === 1 ? 'burst' : 'bursts'} on ${servers.length} panels`;
  const sample = `${rivalOrders} orders a round, ${WORKERS} workers, after each burst`;
  const of = (load: string, unit: Figure['unit']) => ({ ...named, load, unit });
  const all = (what: (round: Round) => number) => played.map(what);
  return [
    figure({ ...of(load, 'orders/min'), name: 'burst, this shop', samples: all(({ ours }) => ours) }),
    figure({ ...of(sample, 'orders/min'), name: 'burst, naive', samples: all((each) => each.naive) }),
    figure({ ...of(sample, 'orders/min'), name: 'burst, logged in', samples: all((each) => each.warm) }),
    figure({
      ...of(load, 'times'),
      name: 'burst, against naive',
      samples: all((each) => each.ours / each.naive),
      p50AtLeast: least.naive,
    }),
    figure({
      ...of(load, 'times'),
      name: 'burst, against logged in',
      samples: all((each) => each.ours / each.warm),
      p50AtLeast: least.warm,
    }),
    figure({
      ...of(load, 'calls'),
      name: 'calls per order in a burst',
      samples: all(({ calls }) => calls),
      maxAtMost: CALLS_PER_ORDER,
    }),
  ];
}

/** After all rounds: who paid and has no key, and which key is there twice or belongs to nobody. */
async function faults({ world, shop, named }: Stage): Promise<Figure[]> {
  const { paid, ready } = await shop.tally();
  const emails = [];
  for (const panel of world.panels) emails.push(...(await world.emails(panel, OURS)));
  const distinct = new Set(emails).size;
  const load = `${paid} keys paid in this run`;
  const of = (name: string, count: number) =>
    figure({ ...named, name, unit: 'orders', load, samples: [count], maxAtMost: 0 });
  return [of('keys lost', paid - Math.min(ready, distinct)), of('keys made twice', emails.length - paid)];
}

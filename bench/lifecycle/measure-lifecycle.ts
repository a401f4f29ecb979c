import { sql } from '@mikro-orm/core';
import { later, minutes, type Period } from '../../src/model/values/period.ts';
import { ClientLifecycleService } from '../../src/services/lifecycle/client-lifecycle-service.ts';
import { keepHeapSmall } from '../../src/system/small-heap.ts';
import { type Figure, figure } from '../figures.ts';
import { BenchPanels } from '../panels/bench-panels.ts';
import { type BenchServer, BenchShop } from '../panels/bench-shop.ts';
import { longestBlock } from '../panels/loop-block.ts';
import { countStatements } from './count-statements.ts';
import { addMillion, adoptCrowd, endAtOnce } from './life-rows.ts';
import { measureNaive } from './naive-lifecycle.ts';
import { explainAll } from './plans.ts';

export type LifeLoad = {
  databaseUrl: string;
  /** How the database is called in the figures. */
  database: string;
  servers: number;
  /** All together. */
  clients: number;
  /** That end at once. */
  ending: number;
  /** Clients that the naive way is timed on. */
  rivals: number;
  /** Rows for the look at the queries; 0 = no look. */
  rows: number;
  /** How many times fewer calls than the naive way (PERFORMANCE B6). */
  leastRatio: number;
};

const RTT_MS = 50;
const SWEEP_AT_MOST_MS = 60_000;
const RSS_AT_MOST_MB = 400;
const BLOCK_AT_MOST_MS = 50;
const QUERY_AT_MOST_MS = 50;
/** Turn, begin, count, counted, commit, turn; and where customers are told, two more. */
const STATEMENTS_OF_A_SERVER = 10;

type Stage = LifeLoad & {
  world: BenchPanels;
  shop: BenchShop;
  places: readonly BenchServer[];
  lifecycle: ClientLifecycleService;
  named: { database: string; load: string };
};

/** What time and traffic cost on many servers: one sweep, many ends at once, and the queries over a million rows. */
export async function measureLifecycle(load: LifeLoad): Promise<Figure[]> {
  keepHeapSmall(); // as main.ts does
  const world = await BenchPanels.start(Array.from({ length: load.servers }, () => '3.6'));
  const shop = await BenchShop.open(load.databaseUrl);
  try {
    const stage = await setUp(load, world, shop);
    return [...(await sweeps(stage)), ...(await ends(stage)), ...(load.rows > 0 ? await queries(stage) : [])];
  } finally {
    await shop.close();
    await world.end();
  }
}

async function setUp(load: LifeLoad, world: BenchPanels, shop: BenchShop): Promise<Stage> {
  const perServer = load.clients / load.servers;
  await world.fill(perServer, { own: true });
  const places: BenchServer[] = [];
  for (const panel of world.panels) places.push(await shop.addServer(panel));
  const [first] = places;
  if (!first) throw new RangeError('a bench of the lifecycle needs a server');
  await shop.deliver(await shop.sell(first));
  for (const [at, server] of places.entries())
    await adoptCrowd(shop, { server, n: at + 1, clients: perServer, firstCustomer: 1_000 + at * perServer });
  await shop.needs.work.read().execute('analyze');
  for (const { n } of world.panels) await world.costs(n, { model: '3.6', rttMs: RTT_MS });
  const lifecycle = new ClientLifecycleService(shop.needs);
  const database = `${load.database} ${await shop.serverVersion()}`;
  const named = { database, load: `${load.clients} clients on ${load.servers} servers, ${RTT_MS} ms away` };
  return { ...load, world, shop, places, lifecycle, named };
}

async function sweeps(stage: Stage): Promise<Figure[]> {
  const { named, servers, lifecycle } = stage;
  await forgetCalls(stage);
  const first = await measured(() => lifecycle.run('traffic'));
  const calls = await forgetCalls(stage);
  const second = await measured(() => lifecycle.run('traffic'));
  await forgetCalls(stage);
  const naive = await measureNaive(stage);
  await forgetCalls(stage);
  await mustBeCounted(stage);
  const of = (name: string, unit: Figure['unit'], samples: number[]) => ({ ...named, name, unit, samples });
  return [
    figure({ ...of('one sweep, every client with news', 'ms', [first.ms]), maxAtMost: SWEEP_AT_MOST_MS }),
    figure({ ...of('the next sweep, nobody with news', 'ms', [second.ms]), maxAtMost: SWEEP_AT_MOST_MS }),
    figure({ ...of('panel calls of a sweep', 'calls', [calls]), maxAtMost: servers }),
    figure({
      ...of('statements of a sweep', 'statements', [first.statements, second.statements]),
      maxAtMost: servers * STATEMENTS_OF_A_SERVER + 10,
    }),
    figure({
      ...of('this process while sweeping', 'MB', [first.rssMb, second.rssMb]),
      maxAtMost: RSS_AT_MOST_MB,
    }),
    figure({
      ...of('longest block of a sweep, its work', 'ms', [first.cpu, second.cpu]),
      maxAtMost: BLOCK_AT_MOST_MS,
    }),
    figure(of('longest block of a sweep, by the clock on the wall', 'ms', [first.wall, second.wall])),
    figure(of(`the naive way, extrapolated from ${naive.timed} clients`, 'ms', [naive.ms])),
    figure(of('panel calls of the naive way, extrapolated', 'calls', [naive.calls])),
    figure({
      ...of('fewer calls than the naive way', 'times', [naive.calls / calls]),
      p50AtLeast: stage.leastRatio,
    }),
  ];
}

async function ends(stage: Stage): Promise<Figure[]> {
  const { shop, lifecycle, ending, servers, named } = stage;
  await endAtOnce(shop, ending / servers, later(shop.needs.clock.now(), -minutes(1) as Period));
  let done = 0;
  const end = await measured(async () => {
    done = (await lifecycle.run('expired'))[0]?.ok ?? 0;
  });
  if (done !== ending) throw new Error(`${done} of ${ending} ended`);
  const calls = await forgetCalls(stage);
  const load = `${ending} of ${stage.clients} clients end at once`;
  const of = (name: string, unit: Figure['unit'], samples: number[]) => ({
    ...named,
    load,
    name,
    unit,
    samples,
  });
  return [
    figure({ ...of('their end, customers told', 'ms', [end.ms]), maxAtMost: SWEEP_AT_MOST_MS }),
    figure(of('statements of that', 'statements', [end.statements])),
    figure({ ...of('calls to panels of that', 'calls', [calls]), maxAtMost: servers }),
    figure({ ...of('longest block of that, its work', 'ms', [end.cpu]), maxAtMost: BLOCK_AT_MOST_MS }),
  ];
}

async function queries({ shop, rows, named }: Stage): Promise<Figure[]> {
  await addMillion(shop, rows);
  const explained = await explainAll(shop);
  for (const { name, isIndexed } of explained) if (!isIndexed) throw new Error(`${name}: all rows are read`);
  return explained.map(({ name, ms }) =>
    figure({
      ...named,
      load: `${rows} rows, by index`,
      name: `query: ${name}`,
      unit: 'ms',
      samples: [ms],
      maxAtMost: QUERY_AT_MOST_MS,
    }),
  );
}

/** What an act cost this process: milliseconds, statements, memory at its end, blocks. */
async function measured(act: () => Promise<unknown>) {
  let ms = 0;
  let statements = 0;
  let rss = 0;
  const look = setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss());
  }, 50);
  const block = await longestBlock(async () => {
    const begun = performance.now();
    statements = await countStatements(act);
    ms = performance.now() - begun;
  });
  clearInterval(look);
  return { ms, statements, rssMb: Math.max(rss, process.memoryUsage.rss()) / 1024 ** 2, ...block };
}

/** Answers how many calls there were. */
async function forgetCalls({ world }: Stage): Promise<number> {
  let count = 0;
  for (const panel of world.panels) count += (await world.news(panel)).length;
  return count;
}

/** A sweep that counted nothing would be quick as well. */
async function mustBeCounted({ shop, clients }: Stage): Promise<void> {
  const [row] = await shop.needs.work
    .read()
    .execute<{ count: number }[]>(
      sql`select count(*)::int as count from client_traffic_days where bytes > 0`,
    );
  if ((row?.count ?? 0) < clients)
    throw new Error(`only ${row?.count ?? 0} of ${clients} clients were counted`);
}

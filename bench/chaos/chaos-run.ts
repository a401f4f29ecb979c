import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Audit } from '../../src/services/upkeep/audit.ts';
import { auditShop } from '../../src/services/upkeep/audit.ts';
import { Chat } from './chat.ts';
import { Killer } from './killer.ts';
import { type LeftForHumans, leftForHumans, storyOf } from './left-to-do.ts';
import { Market } from './market.ts';
import { Oracle, openIn, type Verdict } from './oracle.ts';
import { type SetBack, setBackOf } from './set-back.ts';
import { ALONE, ShopProcesses, TWO_OF_EACH } from './shop-processes.ts';
import { OLGA, type Stage } from './stage.ts';
import { calmStorm, raiseStorm } from './storm.ts';

export type ChaosPlan = {
  orders: number;
  /** Probability with which a call of a panel or of Telegram fails. */
  faults: number;
  /** Seconds; 0 = nobody is killed. */
  killEvery: number;
  seed: number;
  db: 'postgres' | 'embedded' | null;
  generations: string;
  messagesPerSecond: number;
  /** Orders begun in a second, at most. */
  rate: number;
  /** How long orders are begun, in seconds. */
  sellSeconds: number;
  /** How long is waited for the last one, in seconds. */
  drainSeconds: number;
  /** One panel refuses connections for so many seconds, from the moment on in which it sells; 0 = none does. */
  deadPanelSeconds: number;
  /** When all is sold, the books are set back by so many seconds at least; 0 = they are not. */
  restoreSeconds: number;
  tell: (line: string) => void;
};

/** What a run has shown; the books are the shop's own, the verdict is the world's. */
export type ChaosRun = {
  verdict: Verdict;
  audit: Audit;
  humans: LeftForHumans;
  /** The slowest orders, and what the shop noted of them. */
  slowest: { orderId: string; ms: number; story: unknown }[];
  violations: string[];
  unsold: string[];
  /** Real ms, the shortest first. */
  waits: Market['waits'];
  struck: Record<string, number>;
  kills: number;
  deaths: number;
  faultLines: string[];
  database: string;
  setBack: SetBack | null;
  seconds: { selling: number; draining: number };
};

const MOST_STORIES = 5;
const LOOK_EVERY_MS = 1_000;
/** What the books say must be true twice: a row that is being written is not yet a fault. */
const REST_MS = 500;

/** Sells, breaks and kills, waits until nothing is due, and looks at what is there (RELIABILITY E8). */
export async function runChaos(plan: ChaosPlan, stage: Stage): Promise<ChaosRun> {
  const { world, database, dataDir, env } = stage;
  const places = database.url === null ? ALONE : TWO_OF_EACH;
  const shop = new ShopProcesses(places, { worldUrl: world.url, dataDir, env, tell: plan.tell });
  await shop.start();
  plan.tell(`the shop is open: ${places.map(({ name }) => name).join(', ')} on ${database.kind}`);
  await new Chat(world.url, OLGA, null).send('/start'); // a bot writes to owners who have
  const numbers = stage.panels.map(({ n }) => n);
  await raiseStorm(world, { panels: numbers, faults: plan.faults, seed: plan.seed });
  const killer = new Killer(shop, { every: plan.killEvery, seed: plan.seed });
  const began = performance.now();
  const market = new Market(world, { ...plan, mostMs: plan.sellSeconds * 1000 });
  const panel = deadPanel(plan, stage);
  const setBack = setBackOf(plan, { stage, market });
  await market.open();
  const sold = performance.now();
  plan.tell(`${market.paid} payments, now everything under way has to end`);
  const back = await setBack(shop);
  const oracle = new Oracle({ world, panels: numbers, plans: stage.plans });
  await drained(oracle, plan);
  await killer.stop();
  await panel;
  const struck = await calmStorm(world, numbers);
  const verdict = await settled({ world, oracle, plan });
  const violations = await world.violations();
  await shop.stop();
  const books = await database.look((em) => booksOf(em, verdict));
  return {
    verdict,
    ...books,
    violations,
    unsold: market.unsold,
    waits: market.waits,
    struck,
    kills: killer.kills,
    deaths: shop.deaths,
    faultLines: shop.faults(),
    database: database.kind,
    setBack: back,
    seconds: { selling: seconds(sold - began), draining: seconds(performance.now() - sold) },
  };
}

async function booksOf(em: SqlEntityManager, { slow }: Verdict) {
  const slowest = [];
  for (const { orderId, ms } of slow.slice(0, MOST_STORIES))
    slowest.push({ orderId, ms, story: await storyOf(em, orderId) });
  return { audit: await auditShop(em, new Date()), humans: await leftForHumans(em), slowest };
}

/** Refuses connections while orders go on, and comes back. */
async function deadPanel({ deadPanelSeconds, tell }: ChaosPlan, { world }: Stage): Promise<void> {
  if (deadPanelSeconds === 0) return;
  await pause(5_000);
  await world.switchPanel(1, 'stop');
  tell(`panel 1 refuses connections for ${deadPanelSeconds} s`);
  await pause(deadPanelSeconds * 1000);
  await world.switchPanel(1, 'start');
  tell('panel 1 is back');
}

/** Waits, under the same faults, until everybody who paid has what was bought. */
async function drained(oracle: Oracle, { drainSeconds, tell }: ChaosPlan): Promise<void> {
  const end = performance.now() + drainSeconds * 1000;
  for (let before = -1; performance.now() < end; ) {
    const open = openIn(await oracle.judge());
    if (open === 0) return;
    if (open !== before) tell(`${open} orders are not as they should be yet`);
    before = open;
    await pause(LOOK_EVERY_MS);
  }
}

/** When the storm is over: the last words are said, the last refund is made, what is too much is taken away. */
async function settled(of: { world: Stage['world']; oracle: Oracle; plan: ChaosPlan }): Promise<Verdict> {
  const { world, oracle, plan } = of;
  const end = performance.now() + plan.drainSeconds * 1000;
  for (;;) {
    const isIdle = await world.isIdle();
    const verdict = await oracle.judge();
    const isOver = performance.now() > end;
    if ((isIdle && openIn(verdict) === 0) || isOver) {
      await pause(REST_MS);
      return verdict;
    }
    await pause(LOOK_EVERY_MS);
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const seconds = (ms: number) => Math.round(ms / 100) / 10;
